internal import Crypto
internal import Model

/// Which vectors a row's point has, checked against the collection's spaces.
struct VectorMapping: Sendable {
  private let name: String?
  private let space: VectorSpace?
  private let spaces: [String]
  /// What a vector means depends on these; the same numbers in another space are another content.
  private let domain: [UInt8]

  init(_ collection: CollectionSpec) {
    spaces = collection.vectors.keys.sorted { $0.precedesInBytes($1) }
    let only = collection.vectors.count == 1 ? collection.vectors.first : nil
    name = only?.key
    space = only?.value
    var domain: [UInt8] = [1]
    domain.appendCounted(name ?? "")
    domain.appendCounted(space?.datatype.rawValue ?? "")
    domain.appendCounted(space?.distance.rawValue ?? "")
    self.domain = domain
  }

  func vectors(of row: SourceRow) throws(MappingError) -> Vectors {
    try check(row)
    return Vectors([(name ?? "", .dense(row.vector ?? []))])
  }

  func check(_ row: SourceRow) throws(MappingError) {
    guard let space else {
      throw MappingError(
        row,
        "the store has one vector a row, and the collection has the spaces "
          + spaces.joined(separator: ", "),
        hint: "declare one dense vector space")
    }
    guard let vector = row.vector else {
      if let facts = row.leftOut { return try check(facts, row, space) }
      throw MappingError(row, "has no vector", hint: "embed it before it is published")
    }
    try checkSize(vector.count, row, space)
    try checkValues(vector, row, space)
  }

  private func checkSize(
    _ count: Int, _ row: SourceRow, _ space: VectorSpace
  ) throws(MappingError) {
    guard count == space.size else {
      throw MappingError(
        row, "its vector has \(count) dimensions, and the collection wants \(space.size)",
        hint: "correct `collection.vectors.size`, or publish the store again")
    }
  }

  /// What a row index says counts like the vector itself; an apply compares it with the vector.
  private func check(
    _ facts: VectorFacts, _ row: SourceRow, _ space: VectorSpace
  ) throws(MappingError) {
    try checkSize(facts.dimensions, row, space)
    guard facts.isFinite else {
      throw MappingError(
        row, "its vector has a value that is not finite",
        hint: "mend the embedding before it is published")
    }
    if facts.isZero && space.distance == .cosine { throw VectorMapping.noDirection(row) }
  }

  private static func noDirection(_ row: SourceRow) -> MappingError {
    MappingError(
      row, "its vector is all zeros, which has no direction for Cosine",
      hint: "mend the embedding, or use another distance")
  }

  private func checkValues(
    _ vector: [Float], _ row: SourceRow, _ space: VectorSpace
  ) throws(MappingError) {
    // A sum is finite only if every part is, or parts overflow together; then each one is looked at.
    var bits: UInt32 = 0
    var sum: Float = 0
    for value in vector {
      bits |= value.bitPattern & 0x7FFF_FFFF
      sum += abs(value)
    }
    if !sum.isFinite, let place = vector.firstIndex(where: { !$0.isFinite }) {
      throw MappingError(
        row, "its vector has a value that is not finite at dimension \(place)",
        hint: "mend the embedding before it is published")
    }
    if bits == 0 && space.distance == .cosine {
      throw VectorMapping.noDirection(row)
    }
  }

  /// The numbers first, in one sweep over memory, then with the space in which they mean something.
  func hash(_ row: SourceRow) -> Hash128 {
    let numbers = row.vector == nil ? row.leftOut?.hash : nil
    let hash = numbers ?? ContentHash.hash(row.vector ?? [])
    var bytes = domain
    bytes.appendLittleEndian(hash.high)
    bytes.appendLittleEndian(hash.low)
    return ContentHash.hash(bytes)
  }
}
