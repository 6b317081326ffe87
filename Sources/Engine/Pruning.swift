internal import Catalogs
public import Model

/// Takes old versions of a store away: out of the catalog first, then their files.
public struct Pruning: Sendable {
  public struct Outcome: Hashable, Sendable {
    public var kept: [String] = []
    public var removed: [String] = []
    /// Old enough to go, but a manifest names them.
    public var named: [String] = []
    /// Out of the catalog, and their files left: other versions may need them.
    public var shared: [String] = []
    /// Files of versions that are not listed.
    public var strays: [Stray] = []
    /// Why nobody could look for them. It stops no pruning, which does not need to know.
    public var strayTrouble: String?
  }

  /// What a publish has left that never ended, or one that is running now: only people know which, so
  /// it is told and stays.
  public struct Stray: Hashable, Sendable {
    /// Relative to the catalog.
    public var path: String
    public var files = 0
    public var bytes: UInt64 = 0
  }

  private let store: any PublishableStore
  private let name: String
  private let keep: Int
  /// Versions that manifests name; they stay.
  private let named: Set<String>

  /// The newest version always stays: manifests that name none mean it.
  public init(
    _ store: String, name: String, keep: Int, named: Set<String>, in places: StorePlaces
  ) throws {
    self.store = try Registry.publishable(store, places)
    self.name = name
    self.keep = max(1, keep)
    self.named = named
  }

  /// Which versions of a store manifests name.
  public static func named(_ manifests: [Manifest], store: String, name: String) -> Set<String> {
    Set(
      manifests.filter { $0.source.store == store && $0.source.name == name }
        .compactMap(\.source.version))
  }

  public func run(isRehearsal: Bool) async throws -> Outcome {
    var (outcome, catalog) = try await pruned(isRehearsal: isRehearsal)
    do {
      outcome.strays = try await strays(beside: catalog)
    } catch {
      try Task.checkCancellation()
      outcome.strayTrouble = (error as? any ExplainedError)?.sentence ?? "\(error)"
    }
    return outcome
  }

  /// With the catalog as it was before.
  private func pruned(isRehearsal: Bool) async throws -> (Outcome, Catalog) {
    while true {
      guard let text = try await store.catalogText() else {
        throw EngineError.noCatalog(store.label)
      }
      let catalog = try Catalog(text.bytes)
      guard let listed = catalog[name] else {
        throw EngineError.noSuchName(name, in: store.label, known: catalog.stores.map(\.name))
      }
      let (outcome, doomed) = sorted(listed)
      guard !isRehearsal, !doomed.isEmpty else { return (outcome, catalog) }
      let versions = Set(doomed.map(\.version))
      guard let bytes = try CatalogEdit.removing(versions, from: name, in: text.bytes) else {
        return (outcome, catalog)
      }
      if try await store.replaceCatalog(with: bytes, ifStill: text.tag) {
        return (try await cleared(doomed, catalog, outcome), catalog)
      }
    }
  }

  private func sorted(_ listed: CatalogStore) -> (Outcome, [CatalogEntry]) {
    var outcome = Outcome()
    var doomed: [CatalogEntry] = []
    for (number, entry) in listed.entries.enumerated() {
      if number < keep {
        outcome.kept.append(entry.version)
      } else if named.contains(entry.version) {
        outcome.named.append(entry.version)
      } else {
        outcome.removed.append(entry.version)
        doomed.append(entry)
      }
    }
    return (outcome, doomed)
  }

  private func cleared(
    _ doomed: [CatalogEntry], _ catalog: Catalog, _ outcome: Outcome
  ) async throws -> Outcome {
    var outcome = outcome
    let gone = Set(doomed.map(\.version))
    let others = catalog.stores.flatMap { store in
      store.entries.filter { store.name != name || !gone.contains($0.version) }.map(\.path)
    }
    for entry in doomed {
      guard !others.contains(where: { Pruning.overlap($0, entry.path) }) else {
        outcome.shared.append(entry.version)
        continue
      }
      try await store.remove(entry.path)
    }
    return outcome
  }

  private func strays(beside catalog: Catalog) async throws -> [Stray] {
    let listed = catalog.stores.flatMap { $0.entries.map(\.path) }
    var strays: [String: Stray] = [:]
    for file in try await store.files(below: name + "/") {
      guard let path = Publication.path(in: file.name, of: name),
        !listed.contains(where: { Pruning.overlap($0, path) })
      else { continue }
      strays[path, default: Stray(path: path)].files += 1
      strays[path]?.bytes += file.size
    }
    return strays.values.sorted { $0.path < $1.path }
  }

  private static func overlap(_ one: String, _ other: String) -> Bool {
    let (one, other) = (one + "/", other + "/")
    func plain(_ path: String) -> [Substring] { path.split(separator: "/") }
    return plain(one).starts(with: plain(other)) || plain(other).starts(with: plain(one))
  }
}
