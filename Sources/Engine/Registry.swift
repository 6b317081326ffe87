internal import Catalogs
internal import Chroma
internal import FAISS
internal import FileStores
internal import Host
internal import JSONDocuments
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
internal import S3
internal import S3Stores

/// Everything that can be plugged in, one line each: stores, formats, targets.
enum Registry {
  static func store(_ name: String, _ places: StorePlaces) throws -> any CatalogedStore {
    let stores = places.connections.stores
    guard let connection = stores[name] else {
      throw EngineError.unknownConnection("store", name, known: stores.keys.sorted())
    }
    switch connection {
    case .files(let path): return FileStore(path: path)
    case .s3(let connection): return try bucket(connection, places)
    }
  }

  /// The same store, to write to.
  static func publishable(_ name: String, _ places: StorePlaces) throws -> any PublishableStore {
    guard let store = try store(name, places) as? any PublishableStore else {
      throw PublicationError.notHere(name)
    }
    return store
  }

  private static func bucket(_ connection: S3Connection, _ places: StorePlaces) throws -> S3Store {
    guard let folder = places.downloads else { throw EngineError.noCacheFolder }
    let bucket = try Bucket(
      connection, environment: places.environment, clock: places.clock)
    let limit = places.environment.nonEmpty("PLUMB_CACHE_BYTES").flatMap { UInt64($0) }
    return S3Store(bucket, cache: folder, limit: limit ?? 20 << 30)
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
  static func rows(
    _ version: StoreVersion, _ selection: RowSelection,
    progress: any ProgressSink = SilentProgress()
  ) async throws -> any StoreReader {
    try await supplyWhole(version, progress: progress)
    let format = selection.format == .auto ? try await recognised(version) : selection.format
    guard let reader = formats.first(where: { $0.format == format }) else {
      throw EngineError.notYet(
        "stores of format \(format.rawValue)", use: "export it as JSON Lines")
    }
    return try await reader.open(version, selection)
  }

  /// Files of payloads are brought here whole; large files of vectors come as they are read, unless
  /// everything is about to be read: whole files are fetched faster, and compared with their digests.
  static func supplyWhole(
    _ version: StoreVersion, everything: Bool = false, progress: any ProgressSink
  ) async throws {
    let lane = BlockingLane(label: "supply")
    for file in version.files where file.supply != nil {
      let meter = TransferMeter("downloading", of: file.name, total: file.size, progress)
      defer { meter.end() }
      try await withCancellationFlag { flag in
        try await lane.run { () throws(any Error) in
          guard try everything || !isReadInParts(file) else { return }
          try file.supply?.ensureWhole { here in
            if flag.isRaised { throw CancellationError() }
            meter.reach(here)
          }
        }
      }
    }
  }

  private static func isReadInParts(_ file: StoreFile) throws -> Bool {
    guard file.size > 1 << 20 else { return false }
    if [".faiss", ".npy"].contains(where: { file.name.hasSuffix($0) }) { return true }
    // LlamaIndex calls an index of faiss so, too.
    guard file.name.hasSuffix("vector_store.json") else { return false }
    try file.supply?.ensure(0..<1)
    return try OpenFile(file.path).read(at: 0, count: 1) == Array("I".utf8)
  }

  /// What the catalog says, where that format's own reader knows every file for its own: then nobody
  /// else need look, which over a network costs a megabyte.
  private static func toldByCatalog(_ version: StoreVersion) async -> StoreFormat? {
    guard version.files.contains(where: { $0.supply != nil }), let told = version.entry?.format,
      let claim = await formats.first(where: { $0.format == told })?.claim(version),
      version.files.allSatisfy({ claim.files.contains($0.name) })
    else { return nil }
    return told
  }

  private static func recognised(_ version: StoreVersion) async throws(EngineError) -> StoreFormat {
    if let told = await toldByCatalog(version) { return told }
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
