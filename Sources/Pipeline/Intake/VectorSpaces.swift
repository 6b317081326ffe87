internal import Crypto
internal import Model

/// The spaces of a collection, and which vectors fit them.
struct VectorSpaces: Sendable {
  private let dense: [String: VectorSpace]
  private let sparse: Set<String>

  init(_ collection: CollectionSpec) {
    dense = collection.vectors
    sparse = collection.sparseVectors
  }

  func has(_ name: String) -> Bool { dense[name] != nil || sparse.contains(name) }

  /// For a message.
  var names: String {
    (Array(dense.keys) + sparse).sorted { $0.precedesInBytes($1) }
      .map { $0.isEmpty ? "without a name" : "\"\($0)\"" }.joined(separator: ", ")
  }

  func check(_ vector: Vector, _ name: String, _ row: SourceRow) throws(MappingError) {
    let subject = name.isEmpty ? "its vector" : "its vector \"\(name)\""
    switch (vector, dense[name]) {
    case (.dense(let values), let space?) where !space.isMulti:
      try VectorSpaces.check(values[...], space, row, subject)
    case (.multi(let multi), let space?) where space.isMulti:
      for start in stride(from: 0, to: multi.values.count, by: multi.dimensions) {
        try VectorSpaces.check(
          multi.values[start..<start + multi.dimensions], space, row, subject)
      }
    case (.sparse(let vector), nil) where sparse.contains(name):
      guard vector.values.allSatisfy(\.isFinite) else {
        throw MappingError(
          row, "\(subject) has a value that is not finite",
          hint: "mend the embedding before it is published")
      }
    default:
      throw MappingError(
        row, "\(subject) is \(vector.kind), and the collection wants \(wanted(name))",
        hint: "correct `collection`, or publish the store again")
    }
  }

  private func wanted(_ name: String) -> String {
    guard let space = dense[name] else { return sparse.contains(name) ? "a sparse one" : "none" }
    return space.isMulti ? "a multivector" : "a dense one"
  }

  static func check(
    _ vector: ArraySlice<Float>, _ space: VectorSpace, _ row: SourceRow, _ subject: String
  ) throws(MappingError) {
    try checkSize(vector.count, space, row, subject)
    // A sum is finite only if every part is, or parts overflow together; then each one is looked at.
    var bits: UInt32 = 0
    var sum: Float = 0
    for value in vector {
      bits |= value.bitPattern & 0x7FFF_FFFF
      sum += abs(value)
    }
    if !sum.isFinite, let place = vector.firstIndex(where: { !$0.isFinite }) {
      throw MappingError(
        row,
        "\(subject) has a value that is not finite at dimension \(place - vector.startIndex)",
        hint: "mend the embedding before it is published")
    }
    if bits == 0 && space.distance == .cosine { throw noDirection(row, subject) }
  }

  /// What a row index says counts like the vector itself; an apply compares it with the vector.
  static func check(_ facts: VectorFacts, _ space: VectorSpace, _ row: SourceRow)
    throws(MappingError)
  {
    try checkSize(facts.dimensions, space, row, "its vector")
    guard facts.isFinite else {
      throw MappingError(
        row, "its vector has a value that is not finite",
        hint: "mend the embedding before it is published")
    }
    if facts.isZero && space.distance == .cosine { throw noDirection(row, "its vector") }
  }

  private static func checkSize(
    _ count: Int, _ space: VectorSpace, _ row: SourceRow, _ subject: String
  ) throws(MappingError) {
    guard count == space.size else {
      throw MappingError(
        row, "\(subject) has \(count) dimensions, and the collection wants \(space.size)",
        hint: "correct `collection.vectors.size`, or publish the store again")
    }
  }

  private static func noDirection(_ row: SourceRow, _ subject: String) -> MappingError {
    MappingError(
      row, "\(subject) is all zeros, which has no direction for Cosine",
      hint: "mend the embedding, or use another distance")
  }

  /// What the hash of several vectors, or of one that is not dense, is over: names and spaces with
  /// the hash of each one's numbers.
  func content(of vectors: Vectors) -> [UInt8] {
    // The version of the form.
    var bytes: [UInt8] = [2]
    for (name, vector) in vectors.byName {
      bytes.appendCounted(name)
      bytes.appendCounted(dense[name]?.datatype.rawValue ?? "")
      bytes.appendCounted(dense[name]?.distance.rawValue ?? "")
      bytes.append(vector)
    }
    return bytes
  }
}

extension Vector {
  /// For a message.
  fileprivate var kind: String {
    switch self {
    case .dense: "dense"
    case .sparse: "sparse"
    case .multi: "a multivector"
    }
  }
}

extension [UInt8] {
  /// Names and numbers of all of them.
  mutating func append(_ vectors: Vectors) {
    for (name, vector) in vectors.byName {
      appendCounted(name)
      append(vector)
    }
  }

  /// The kind, the shape, and the hash of the numbers.
  mutating func append(_ vector: Vector) {
    switch vector {
    case .dense(let values):
      append(0)
      append(ContentHash.hash(values), count: values.count)
    case .multi(let multi):
      append(1)
      append(ContentHash.hash(multi.values), count: multi.dimensions)
    case .sparse(let sparse):
      append(2)
      var indices: [UInt8] = []
      for index in sparse.indices { indices.append(littleEndian: index) }
      append(ContentHash.hash(indices), count: sparse.indices.count)
      append(ContentHash.hash(sparse.values), count: sparse.values.count)
    }
  }

  private mutating func append(_ hash: Hash128, count: Int) {
    appendLittleEndian(UInt64(count))
    appendLittleEndian(hash.high)
    appendLittleEndian(hash.low)
  }
}
