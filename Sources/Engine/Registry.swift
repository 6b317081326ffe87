internal import Catalogs
internal import FileStores
internal import Host
internal import JSONLines
internal import Local
internal import Model
internal import Qdrant

/// Everything that can be plugged in, one line each: stores, formats, targets.
enum Registry {
  static func store(_ name: String, _ connections: Connections) throws(EngineError)
    -> any CatalogedStore
  {
    guard let connection = connections.stores[name] else {
      throw .unknownConnection("store", name, known: connections.stores.keys.sorted())
    }
    switch connection {
    case .files(let path): return FileStore(path: path)
    case .s3: throw .notYet("S3 stores", use: "copy the store to a folder and use `files`")
    }
  }

  static func target(_ name: String, _ connections: Connections) throws(EngineError) -> any Target {
    guard let connection = connections.targets[name] else {
      throw .unknownConnection("target", name, known: connections.targets.keys.sorted())
    }
    switch connection {
    case .local(let path): return LocalTarget(path: path)
    case .qdrant(let connection): return QdrantTarget(connection, environment: .captured())
    }
  }

  /// Opens a pinned version as rows, by the declared format or by what its bytes are.
  static func rows(_ version: StoreVersion, _ selection: RowSelection) async throws
    -> any StoreReader
  {
    switch selection.format {
    case .jsonl: return try jsonLines(version, selection)
    case .auto:
      if await JSONLinesFormat.recognises(version) { return try jsonLines(version, selection) }
      throw EngineError.unknownFormat(version.name, files: version.files.map(\.name))
    case .faiss, .langchain, .llamaindex, .chroma, .pickle, .numpy, .json, .parquet, .llamacloud:
      throw EngineError.notYet(
        "stores of format \(selection.format.rawValue)", use: "export it as JSON Lines")
    }
  }

  private static func jsonLines(_ version: StoreVersion, _ selection: RowSelection)
    throws(EngineError) -> any StoreReader
  {
    if let name = selection.collection { throw .noCollection(name, in: version.name, known: []) }
    return JSONLinesSource(version)
  }
}

/// Which rows of a store are wanted, and how they may be read.
struct RowSelection: Sendable {
  var format = StoreFormat.auto
  /// Only where the store holds several.
  var collection: String?
  /// Approximate vectors will do.
  var allowsLossy = false
}

extension RowSelection {
  init(_ source: SourceSpec) {
    self.init(
      format: source.format, collection: source.collection, allowsLossy: source.allowLossy)
  }
}
