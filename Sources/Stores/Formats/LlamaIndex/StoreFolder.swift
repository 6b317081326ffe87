internal import JSONRows
internal import Model
internal import StoreBytes

/// The files of one persisted folder. Its calls block.
struct StoreFolder: Sendable {
  enum Vectors: Hashable, Sendable {
    /// JSON of the simple store.
    case simple(StoreFile)
    /// An index of faiss, whatever its name says.
    case faiss(StoreFile)
  }

  let documents: StoreFile
  let indexes: StoreFile?
  /// Nil where the vectors are in a database.
  let vectors: Vectors?
  let identities: StoreFile?
  /// Everything that the library wrote.
  let files: [StoreFile]

  /// Nil where there is no such folder in the version.
  init?(_ version: StoreVersion) throws(FormatError) {
    let found = version.files.filter { StoreFolder.name($0) == "docstore.json" }
    guard found.count == 1, let documents = found.first else { return nil }
    let prefix = documents.name.dropLast("docstore.json".count)
    let files = version.files.filter {
      $0.name.hasPrefix(prefix) && !$0.name.dropFirst(prefix.count).utf8.contains(0x2F)
        && StoreFolder.isWritten(StoreFolder.name($0))
    }
    func file(_ name: String) -> StoreFile? { files.first { StoreFolder.name($0) == name } }
    self.documents = documents
    self.files = files
    indexes = file("index_store.json")
    identities = file("id_map.json")
    let stores = files.filter { StoreFolder.isVectors(StoreFolder.name($0)) }
    let preferred = file("default__vector_store.json") ?? file("vector_store.json")
    guard let store = preferred ?? (stores.count == 1 ? stores[0] : nil) else {
      guard try StoreFolder.isDocstore(documents) else { return nil }
      vectors = nil
      return
    }
    let pinned = try PinnedFile(store)
    let isSimple = try pinned.read(at: 0, count: Int(min(1, pinned.size))) != Array("I".utf8)
    vectors = isSimple ? .simple(store) : .faiss(store)
    // An index of faiss under such a name is nobody else's, whatever became of the docstore.
    if !isSimple { return }
    if try StoreFolder.isDocstore(documents) { return }
    // A docstore may be empty: then the vectors have to be known by themselves.
    guard try StoreFolder.isSimpleStore(pinned) else { return nil }
  }

  private static func name(_ file: StoreFile) -> String {
    file.name.split(separator: "/").last.map { String($0) } ?? ""
  }

  private static func isVectors(_ name: String) -> Bool {
    name.hasSuffix("__vector_store.json") && name != "image__vector_store.json"
  }

  private static func isWritten(_ name: String) -> Bool {
    name.hasSuffix("vector_store.json")
      || [
        "docstore.json", "index_store.json", "graph_store.json", "property_graph_store.json",
        "id_map.json",
      ].contains(name)
  }

  /// Whether the first key is a docstore's.
  private static func isDocstore(_ file: StoreFile) throws(FormatError) -> Bool {
    var cursor = try JSONCursor.behindMark(try PinnedFile(file))
    guard try cursor.take(UInt8(ascii: "{")), try cursor.peek() == UInt8(ascii: "\"") else {
      return false
    }
    return try cursor.key().hasPrefix("docstore/")
  }

  private static func isSimpleStore(_ file: PinnedFile) throws(FormatError) -> Bool {
    var cursor = try JSONCursor.behindMark(file)
    guard try cursor.take(UInt8(ascii: "{")), try cursor.peek() == UInt8(ascii: "\"") else {
      return false
    }
    return ["embedding_dict", "text_id_to_doc_id", "text_id_to_ref_doc_id", "metadata_dict"]
      .contains(try cursor.key())
  }
}
