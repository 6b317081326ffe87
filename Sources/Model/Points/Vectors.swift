/// All vectors of one point. The unnamed vector of a collection has the name "".
public struct Vectors: Hashable, Sendable {
  /// Sorted by the bytes of the name, each name once.
  public private(set) var byName: [(name: String, vector: Vector)]

  public init(_ vectors: [(name: String, vector: Vector)]) {
    byName = vectors.sorted { $0.name.precedesInBytes($1.name) }
  }

  /// One unnamed dense vector: what nearly every store holds.
  public init(dense values: [Float]) {
    byName = [("", .dense(values))]
  }

  public subscript(name: String) -> Vector? {
    byName.first { $0.name.utf8.elementsEqual(name.utf8) }?.vector
  }

  public static func == (left: Vectors, right: Vectors) -> Bool {
    left.byName.count == right.byName.count
      && zip(left.byName, right.byName).allSatisfy {
        $0.name.utf8.elementsEqual($1.name.utf8) && $0.vector == $1.vector
      }
  }

  public func hash(into hasher: inout Hasher) {
    for (name, vector) in byName {
      hasher.combine(name)
      hasher.combine(vector)
    }
  }
}

/// One vector: dense, sparse, or several dense ones that are compared together.
public enum Vector: Hashable, Sendable {
  case dense([Float])
  case sparse(SparseVector)
  case multi(MultiVector)
}

/// Indices and values of the dimensions that are not zero, sorted by index.
public struct SparseVector: Hashable, Sendable {
  public let indices: [UInt32]
  public let values: [Float]

  /// Returns nil when the two lists differ in length or an index comes twice.
  public init?(indices: [UInt32], values: [Float]) {
    guard indices.count == values.count else { return nil }
    let order = indices.indices.sorted { indices[$0] < indices[$1] }
    self.indices = order.map { indices[$0] }
    self.values = order.map { values[$0] }
    guard zip(self.indices, self.indices.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
  }
}

/// Rows of equal length, one after the other.
public struct MultiVector: Hashable, Sendable {
  public let dimensions: Int
  public let values: [Float]

  /// Returns nil when the values do not fill whole rows.
  public init?(dimensions: Int, values: [Float]) {
    guard dimensions > 0, !values.isEmpty, values.count.isMultiple(of: dimensions) else {
      return nil
    }
    self.dimensions = dimensions
    self.values = values
  }
}
