internal import Crypto
public import Model

/// What a row index says of one row. It hangs on the row alone, and on no manifest.
public struct RowFacts: Hashable, Sendable {
  public var position: Int
  /// Of the id's text; zero where the row has none.
  public var id: Hash128
  /// Of the vector's numbers as little-endian float32; zero where the row has none.
  public var vector: Hash128
  /// Of text and metadata.
  public var payload: Hash128
  public var dimensions: Int
  public var flags: Flags

  public struct Flags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let withoutID = Flags(rawValue: 1)
    public static let withoutVector = Flags(rawValue: 2)
    /// All numbers of the vector are zero.
    public static let zero = Flags(rawValue: 4)
    /// A number of the vector is infinite, or none.
    public static let notFinite = Flags(rawValue: 8)
    public static let withoutText = Flags(rawValue: 16)
  }

  init(
    position: Int, id: Hash128, vector: Hash128, payload: Hash128, dimensions: Int, flags: Flags
  ) {
    self.position = position
    self.id = id
    self.vector = vector
    self.payload = payload
    self.dimensions = dimensions
    self.flags = flags
  }

  /// Nil where the row has no vector.
  public var vectorFacts: VectorFacts? {
    guard !flags.contains(.withoutVector) else { return nil }
    return VectorFacts(
      hash: vector, dimensions: dimensions, isZero: flags.contains(.zero),
      isFinite: !flags.contains(.notFinite))
  }

  /// Whether this is what was written down of a row that now came without its vector.
  public func fits(_ row: SourceRow) -> Bool {
    let other = RowFacts(row)
    return other.position == position && other.id == id && other.payload == payload
  }

  public init(_ row: SourceRow) {
    var flags: Flags = []
    let none = Hash128(high: 0, low: 0)
    position = row.position
    id = row.id.map { ContentHash.hash($0.description) } ?? none
    if row.id == nil { flags.insert(.withoutID) }
    if row.text == nil { flags.insert(.withoutText) }
    dimensions = row.vector?.count ?? 0
    vector = row.vector.map { ContentHash.hash($0) } ?? none
    if let numbers = row.vector {
      if numbers.allSatisfy({ $0 == 0 }) { flags.insert(.zero) }
      if !numbers.allSatisfy(\.isFinite) { flags.insert(.notFinite) }
    } else {
      flags.insert(.withoutVector)
    }
    var bytes: [UInt8] = []
    PayloadValue.object(row.metadata).writeCanonically(into: &bytes)
    bytes.append(row.text == nil ? 0 : 1)
    bytes += Array((row.text ?? "").utf8)
    payload = ContentHash.hash(bytes)
    self.flags = flags
  }
}
