internal import Crypto
internal import Model

/// Which vectors a row's point has, checked against the collection's spaces.
///
/// A row's named vectors go to the spaces of equal names, and those that the collection has not stay
/// behind. The row's vector without a name goes to the space that `map.vector` names, or to the only
/// dense space there is.
struct VectorMapping: Sendable {
  private let spaces: VectorSpaces
  /// The space of the row's vector without a name.
  private let unnamed: String?
  /// The collection has nothing but one dense space: the usual case, kept free of all others.
  private let only: VectorSpace?
  /// What a vector means depends on these; the same numbers in another space are another content.
  private let domain: [UInt8]

  init(_ manifest: Manifest) {
    let collection = manifest.collection
    spaces = VectorSpaces(collection)
    let dense = collection.vectors.filter { !$0.value.isMulti }
    unnamed = manifest.map.vector ?? (dense.count == 1 ? dense.keys.first : nil)
    let isPlain = collection.vectors.count == 1 && collection.sparseVectors.isEmpty
    only = isPlain ? dense.first?.value : nil
    var domain: [UInt8] = [1]
    domain.appendCounted(unnamed ?? "")
    domain.appendCounted(only?.datatype.rawValue ?? "")
    domain.appendCounted(only?.distance.rawValue ?? "")
    self.domain = domain
  }

  /// Only vectors that fit, and their hash.
  func vectors(of row: SourceRow) throws(MappingError) -> (vectors: Vectors, hash: Hash128) {
    var scratch = HashScratch()
    if let only, let vector = row.vector {
      try VectorSpaces.check(vector[...], only, row, "its vector")
      return (Vectors([(unnamed ?? "", .dense(vector))]), hash(vector, &scratch))
    }
    let found = try chosen(row)
    if only != nil, case .dense(let values)? = found.byName.first?.vector {
      return (found, hash(values, &scratch))
    }
    return (found, ContentHash.hash(spaces.content(of: found)))
  }

  /// The hash alone, without keeping anything.
  func hash(_ row: SourceRow, _ scratch: inout HashScratch) throws(MappingError) -> Hash128 {
    if let only, let vector = row.vector {
      try VectorSpaces.check(vector[...], only, row, "its vector")
      return hash(vector, &scratch)
    }
    if let only, let facts = row.leftOut {
      try VectorSpaces.check(facts, only, row)
      return placed(facts.hash, &scratch)
    }
    return try vectors(of: row).hash
  }

  private func chosen(_ row: SourceRow) throws(MappingError) -> Vectors {
    var found: [(name: String, vector: Vector)] = []
    if let vector = row.vector {
      guard let unnamed else {
        throw MappingError(
          row,
          "its vector has no name, and the collection has the spaces \(spaces.names)",
          hint: "say in `map.vector` which of them it is for")
      }
      found.append((unnamed, .dense(vector)))
    }
    for (name, vector) in row.vectors?.byName ?? [] where spaces.has(name) {
      guard !found.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
        throw MappingError(
          row, "it has two vectors for the space \"\(name)\": one of that name and one without",
          hint: "change `map.vector`, or publish one of them only")
      }
      found.append((name, vector))
    }
    guard !found.isEmpty else { throw nothing(row) }
    for (name, vector) in found { try spaces.check(vector, name, row) }
    return Vectors(found)
  }

  private func nothing(_ row: SourceRow) -> MappingError {
    guard let others = row.vectors else {
      return MappingError(row, "has no vector", hint: "embed it before it is published")
    }
    let names = others.byName.map { "\"\($0.name)\"" }.joined(separator: ", ")
    return MappingError(
      row, "has the vectors \(names), and the collection has the spaces \(spaces.names)",
      hint: "declare them under `collection`, with these names")
  }

  /// The numbers first, in one sweep over memory, then with the space in which they mean something.
  private func hash(_ vector: [Float], _ scratch: inout HashScratch) -> Hash128 {
    placed(ContentHash.hash(vector), &scratch)
  }

  private func placed(_ numbers: Hash128, _ scratch: inout HashScratch) -> Hash128 {
    scratch.bytes.removeAll(keepingCapacity: true)
    scratch.bytes.append(contentsOf: domain)
    scratch.bytes.appendLittleEndian(numbers.high)
    scratch.bytes.appendLittleEndian(numbers.low)
    return ContentHash.hash(scratch.bytes)
  }
}
