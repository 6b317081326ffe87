internal import Model
internal import StoreBytes

/// What gives the rows of faiss to nodes. Its calls block.
struct FAISSParts: Sendable {
  let indexes: [IndexStore.Index]
  private var nodes: Nodes
  /// By the ids of faiss, where it has some of its own.
  private let identities: IdentityMap?
  /// Of each index, by position.
  private let places: [[Int64: String]]
  private let files: [PinnedFile]

  init(_ folder: StoreFolder) throws(FormatError) {
    let documents = try PinnedFile(folder.documents)
    nodes = try Nodes(documents)
    var files = [documents]
    var indexes: [IndexStore.Index] = []
    if let file = folder.indexes {
      let pinned = try PinnedFile(file)
      indexes = try IndexStore(pinned).indexes
      files.append(pinned)
    }
    if let file = folder.identities {
      let pinned = try PinnedFile(file)
      identities = try IdentityMap(pinned)
      files.append(pinned)
    } else {
      identities = nil
    }
    guard identities != nil || !indexes.isEmpty else {
      throw FormatError(
        .mismatch, folder.documents.path,
        "there is neither index_store.json nor id_map.json, which give vectors to nodes")
    }
    places = identities != nil ? [] : indexes.map(FAISSParts.places)
    self.indexes = indexes
    self.files = files
  }

  private static func places(_ index: IndexStore.Index) -> [Int64: String] {
    var places: [Int64: String] = [:]
    for (position, node) in index.nodes {
      if let number = Int64(position) { places[number] = node }
    }
    return places
  }

  /// How many nodes the index lists.
  func count(_ index: Int) -> Int { indexes[index].nodes.count }

  /// The node of a row of faiss, as the index sees it.
  func node(_ row: SourceRow, _ index: Int?) -> String? {
    guard let identities else {
      return index.flatMap { places[$0][Int64(row.position)] }
    }
    let number: Int64? =
      switch row.id {
      case .number(let number): Int64(exactly: number)
      case .text(let text): Int64(text)
      case nil: Int64(row.position)
      }
    guard let node = number.flatMap({ identities.nodes[$0] }) else { return nil }
    // Where several indexes share the store, each has its own nodes.
    if let index, indexes.count > 1, indexes[index].nodes[node] == nil { return nil }
    return node
  }

  /// The row with its node's id, text and metadata.
  mutating func joined(_ row: SourceRow, _ node: String?, at position: Int, _ collection: String?)
    throws(FormatError) -> SourceRow
  {
    var joined = SourceRow(position: position, vector: row.vector, collection: collection)
    guard let node else { return joined }
    joined.id = .text(node)
    try nodes.fill(&joined)
    return joined
  }

  func check() throws(FormatError) { for file in files { try file.check() } }
}
