internal import FAISS
internal import Host
public import Model
internal import StoreBytes

/// Tells folders that LlamaIndex persisted from others by the first keys of their files.
public struct LlamaIndexFormat: FormatReader {
  public let format = StoreFormat.llamaindex

  public init() {}

  /// Everything that the library wrote into the folder, the index of faiss included.
  public func claim(_ version: StoreVersion) async -> FormatClaim? {
    let lane = BlockingLane(label: "llamaindex")
    let folder = await lane.run { try? StoreFolder(version) }
    return folder.map { FormatClaim(.llamaindex, files: $0.files.map(\.name)) }
  }

  public func open(_ version: StoreVersion, _ selection: RowSelection) async throws
    -> any StoreReader
  {
    let lane = BlockingLane(label: "llamaindex")
    guard let folder = try await lane.run({ () throws(FormatError) in try StoreFolder(version) })
    else {
      throw FormatError(
        .wrongContent, version.name,
        "expected the files of a persisted folder, docstore.json among them")
    }
    switch folder.vectors {
    case nil:
      throw FormatError(
        .unsupported, version.name,
        "it has nodes and no vector store: the vectors of this index are in a database",
        hints: ["read the database, or export the nodes with their embeddings as JSON Lines"])
    case .simple(let file):
      let parts = try await lane.run { () throws(FormatError) in try SimpleParts(folder, file) }
      return try SimpleSource(version, parts, parts.indexes.selected(selection, version), lane)
    case .faiss(let file):
      var alone = version
      alone.files = [file]
      let rows = try await FAISSFormat().open(
        alone, RowSelection(format: .faiss, allowsLossy: selection.allowsLossy))
      let parts = try await lane.run { () throws(FormatError) in try FAISSParts(folder) }
      return try FAISSSource(version, rows, parts, parts.indexes.selected(selection, version), lane)
    }
  }
}

extension [IndexStore.Index] {
  /// The indexes whose rows are wanted. A store with one index, or none that is known, has no
  /// collections.
  func selected(_ selection: RowSelection, _ version: StoreVersion) throws(FormatError) -> [Int] {
    guard let name = selection.collection else { return Array<Int>(indices) }
    if let found = firstIndex(where: { $0.id == name }) { return [found] }
    throw FormatError.noSuchCollection(name, in: version, held: map(\.id))
  }
}
