internal import Catalogs
internal import FileStores
public import Model

/// A vector store on this machine, opened to be looked at: no manifest, no target.
public struct StoreLook: Sendable {
  public let version: StoreVersion
  /// The collection that was asked for, where the store holds several.
  public let collection: String?
  private let rows: any StoreReader

  /// Opens a file or folder of rows; where the folder has a catalog, the version that it lists
  /// under `name`, or under its only name.
  public init(
    path: String, name: String? = nil, version: String? = nil, collection: String? = nil,
    format: StoreFormat = .auto, allowsLossy: Bool = false
  ) async throws {
    self.version = try await StoreLook.pinned(path, name, version)
    self.collection = collection
    rows = try await Registry.rows(
      self.version,
      RowSelection(format: format, collection: collection, allowsLossy: allowsLossy))
  }

  private static func pinned(_ path: String, _ name: String?, _ version: String?) async throws
    -> StoreVersion
  {
    let store = FileStore(path: path)
    if let name { return try await store.open(name: name, version: version) }
    guard await FileStore.hasCatalog(path), let catalog = try await store.catalog() else {
      guard version == nil else { throw EngineError.noCatalog(path) }
      return try await FileStore.pinned(at: path)
    }
    guard catalog.stores.count == 1, let only = catalog.stores.first else {
      throw EngineError.manyStores(path, names: catalog.stores.map(\.name))
    }
    return try await store.open(name: only.name, version: version)
  }

  /// What the store holds and what is doubtful about it.
  public func report(full: Bool) async throws -> StoreReport {
    var report = try await rows.inspect(full: full)
    report.problems = version.problems + report.problems
    return report
  }

  /// Some rows again, by ascending position.
  public func fetch(_ positions: [Int]) async throws -> [SourceRow] {
    try await rows.fetch(positions)
  }

  /// Hands over every row in order, and says at the end what is doubtful about them.
  public func read(_ batch: ([SourceRow]) async throws -> Void) async throws -> [StoreProblem] {
    var census = RowCensus()
    try await rows.read { rows in
      census.count(rows)
      try await batch(rows)
    }
    return version.problems + census.problems
  }
}
