/// One record of a store, as the store has it.
public struct SourceRow: Hashable, Sendable {
  /// 0-based, in the store's own documented order.
  public var position: Int
  /// Which collection the row is of, in stores that hold several.
  public var collection: String?
  public var id: SourceID?
  public var text: String?
  public var metadata: PayloadObject
  /// Nil where the store has no dense vector without a name for the row, which nearly every
  /// store has, or where it was left out.
  public var vector: [Float]?
  /// All other vectors of the row: named ones, sparse ones, several that belong together. Nil where
  /// there are none.
  public var vectors: Vectors?
  /// What is known of a vector that was left out.
  public var leftOut: VectorFacts?

  public init(
    position: Int, id: SourceID? = nil, text: String? = nil,
    metadata: PayloadObject = PayloadObject(), vector: [Float]? = nil, vectors: Vectors? = nil,
    collection: String? = nil
  ) {
    self.position = position
    self.collection = collection
    self.id = id
    self.text = text
    self.metadata = metadata
    self.vector = vector
    self.vectors = vectors
  }
}

extension SourceRow {
  public var hasVector: Bool { vector != nil || vectors != nil }
}

/// What a plan needs to know of a vector.
public struct VectorFacts: Hashable, Sendable {
  /// Of its numbers as little-endian float32.
  public var hash: Hash128
  public var dimensions: Int
  public var isZero: Bool
  public var isFinite: Bool

  public init(hash: Hash128, dimensions: Int, isZero: Bool, isFinite: Bool) {
    self.hash = hash
    self.dimensions = dimensions
    self.isZero = isZero
    self.isFinite = isFinite
  }
}

/// An id as a store has it: any text, or a number that may need all 64 bits.
public enum SourceID: Hashable, Sendable, CustomStringConvertible {
  case number(UInt64)
  case text(String)

  public var description: String {
    switch self {
    case .number(let number): String(number)
    case .text(let text): text
    }
  }
}
