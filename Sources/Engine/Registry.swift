internal import Catalogs
internal import Chroma
internal import FAISS
internal import FileStores
internal import JSONDocuments
internal import Host
internal import JSONLines
internal import LangChain
internal import LlamaCloud
internal import LlamaIndex
internal import Local
internal import Model
internal import NumPy
internal import Parquet
internal import PickleStores
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

  /// Every way of writing stores that is read.
  static let formats: [any FormatReader] = [
    ChromaFormat(),
    FAISSFormat(),
    JSONDocumentsFormat(),
    JSONLinesFormat(),
    LangChainFormat(),
    LlamaCloudFormat(),
    LlamaIndexFormat(),
    NumPyFormat(),
    ParquetFormat(),
    PickleStoreFormat(),
  ]

  /// Opens a pinned version as rows, by the declared format or by what its bytes are.
  static func rows(_ version: StoreVersion, _ selection: RowSelection) async throws
    -> any StoreReader
  {
    let format = selection.format == .auto ? try await recognised(version) : selection.format
    guard let reader = formats.first(where: { $0.format == format }) else {
      throw EngineError.notYet(
        "stores of format \(format.rawValue)", use: "export it as JSON Lines")
    }
    return try await reader.open(version, selection)
  }

  private static func recognised(_ version: StoreVersion) async throws(EngineError) -> StoreFormat {
    var claims: [FormatClaim] = []
    for reader in formats {
      if let claim = await reader.claim(version) { claims.append(claim) }
    }
    let widest = FormatClaim.widest(of: claims)
    guard let claim = widest.first else {
      throw .unknownFormat(version.name, files: version.files.map(\.name))
    }
    guard widest.count == 1 else {
      throw .ambiguousFormat(
        version.name,
        candidates: widest.map {
          "\($0.format.rawValue) (\($0.files.sorted().prefix(3).joined(separator: ", ")))"
        })
    }
    return claim.format
  }
}
