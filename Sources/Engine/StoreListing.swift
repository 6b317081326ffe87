internal import Catalogs
public import Model

/// What a store's catalog lists, for people.
public struct StoreListing: Hashable, Sendable {
  public var name: String
  /// Newest first.
  public var versions: [Version]
  public var problems: [StoreProblem]

  public struct Version: Hashable, Sendable {
    public var version: String
    /// Relative to the catalog.
    public var path: String
    public var facts: CatalogFacts
    /// As the catalog says; nil where it lists no files or leaves out a size.
    public var bytes: UInt64?
  }
}

extension StoreListing {
  /// All names of a store's catalog, or the one that is asked for.
  public static func of(_ store: String, name: String?, in places: StorePlaces) async throws
    -> [StoreListing]
  {
    guard let catalog = try await Registry.store(store, places).catalog() else {
      throw EngineError.noCatalog(store)
    }
    guard let name else { return catalog.stores.map(StoreListing.init) }
    guard let named = catalog[name] else {
      throw EngineError.noSuchName(name, in: store, known: catalog.stores.map(\.name))
    }
    return [StoreListing(named)]
  }

  private init(_ store: CatalogStore) {
    self.init(
      name: store.name,
      versions: store.entries.map {
        Version(version: $0.version, path: $0.path, facts: $0.facts, bytes: bytes($0.files))
      }, problems: store.problems)
  }
}

private func bytes(_ files: [CatalogFile]) -> UInt64? {
  let sizes = files.compactMap(\.size)
  return sizes.isEmpty || sizes.count < files.count ? nil : sizes.reduce(0, +)
}
