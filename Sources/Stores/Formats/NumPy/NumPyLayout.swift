internal import Host
internal import JSONRows
internal import Model
internal import StoreBytes

/// Which array has the vectors of a store, and what says the rest of its rows. Its calls block.
struct NumPyLayout: Sendable {
  let vectors: VectorReader
  let columns: [ArrayColumn]
  /// Lists in companions; empty where there are none.
  let companions: JSONColumns
  let hasCompanions: Bool
  let files: [PinnedFile]
  /// Names of arrays that are no part of a row.
  let ignored: [String]
  /// The vectors and the columns.
  private let arrays: [StoredArray]

  init(_ version: StoreVersion) throws(FormatError) {
    let sorted = try NumPyFiles(version)
    var files = sorted.pinned
    guard !files.isEmpty else {
      throw FormatError(
        .wrongContent, version.name,
        "none of its \(version.files.count) files begins as an array of numpy")
    }
    let arrays = try NumPyLayout.arrays(sorted)
    let (array, vectors) = try NumPyLayout.vectors(arrays, version.name)
    self.vectors = vectors
    var columns: [ArrayColumn] = []
    var ignored: [String] = []
    for other in arrays where other.name != array.name {
      let shape = other.header.shape
      guard shape.count == 1 else {
        ignored.append(other.name)
        continue
      }
      guard shape[0] == vectors.count else {
        throw FormatError(
          .mismatch, other.file.path,
          "\"\(other.name)\" has \(shape[0]) elements, and \"\(array.name)\" has \(vectors.count) rows"
        )
      }
      columns.append(ArrayColumn(NumPyLayout.role(of: other.name), other))
    }
    self.columns = columns
    self.ignored = ignored
    self.arrays = arrays.filter { !ignored.contains($0.name) }
    var lists: [JSONColumn] = []
    for file in sorted.companions { lists += try Companion.columns(file) }
    files += sorted.companions
    self.files = files
    companions = JSONColumns(lists)
    hasCompanions = !lists.isEmpty
  }

  private static func arrays(_ files: NumPyFiles) throws(FormatError) -> [StoredArray] {
    var arrays: [StoredArray] = []
    for file in files.arrays { arrays.append(try StoredArray(file)) }
    for file in files.archives {
      let members = try ZipDirectory.members(file)
      for member in members where member.name.hasSuffix(".npy") {
        arrays.append(try StoredArray(member, in: file))
      }
    }
    return arrays
  }

  /// The only array that can be vectors, or the one of several that is named so.
  private static func vectors(_ arrays: [StoredArray], _ store: String) throws(FormatError)
    -> (StoredArray, VectorReader)
  {
    let candidates = arrays.compactMap { array in VectorReader(array).map { (array, $0) } }
    if candidates.count == 1, let only = candidates.first { return only }
    let named = candidates.filter { isNamedAsVectors($0.0.name) }
    if named.count == 1, let only = named.first { return only }
    let found = arrays.map { "\"\($0.name)\" (\($0.header.shapeText))" }.joined(separator: ", ")
    guard candidates.isEmpty else {
      throw FormatError(
        .wrongContent, store, "several arrays could be the vectors: \(found)",
        hints: ["name the one that is meant \"vectors\" or \"embeddings\""])
    }
    throw FormatError(
      .unsupported, store,
      "vectors are an array of numbers with two dimensions (rows × dimensions), found: \(found)")
  }

  private static func isNamedAsVectors(_ name: String) -> Bool {
    RowKeys.role(of: name) == .vector
      || ["vectors", "embs", "emb", "features", "arr_0", "X"].contains(name)
  }

  private static func role(of name: String) -> ArrayColumn.Role {
    if RowKeys.role(of: name) == .id || ["ids", "doc_ids", "keys"].contains(name) { return .id }
    if RowKeys.role(of: name) == .text
      || ["texts", "documents", "contents", "chunks", "sentences"].contains(name)
    {
      return .text
    }
    return .metadata(name)
  }
}

extension NumPyLayout {
  /// Reads members of archives once, to compare them with their checksums.
  func verify(_ flag: CancellationFlag) throws {
    for array in arrays where array.member != nil {
      if flag.isRaised { throw CancellationError() }
      try ArrayReader(array).verify()
    }
  }
}
