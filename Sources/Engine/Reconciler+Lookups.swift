internal import Live
public import Model

/// What the ledger says, for people.
public struct OwnerStatus: Hashable, Sendable {
  public var facts: TargetFacts
  public var entry: LedgerEntry?
  public var lock: Lock?
  /// The collection that the manifest's alias points to, or the collection itself.
  public var live: LiveCollection?

  public init(
    facts: TargetFacts, entry: LedgerEntry?, lock: Lock?, live: LiveCollection?
  ) {
    self.facts = facts
    self.entry = entry
    self.lock = lock
    self.live = live
  }
}

extension Reconciler {
  public func status() async throws -> OwnerStatus {
    try await withReader(of: workshop.target(of: manifest)) { reader in
      var live = manifest.target.collection
      if let alias = manifest.target.alias, let name = try await reader.aliases()[alias] {
        live = name
      }
      return OwnerStatus(
        facts: try await reader.facts(), entry: try await reader.ledger(of: manifest.name),
        lock: try await reader.lock(of: manifest.name), live: try await reader.collection(live))
    }
  }

  /// Newest first.
  public func history(limit: Int) async throws -> [HistoryEntry] {
    try await withReader(of: workshop.target(of: manifest)) {
      try await $0.history(of: manifest.name, limit: limit)
    }
  }

  /// Removes a lock that somebody left behind; false when there is no lock with this id.
  public func unlock(id: String) async throws -> Bool {
    let target = try workshop.target(of: manifest)
    let writer = try await target.writer()
    let wasThere: Bool
    do {
      wasThere = try await writer.breakLock(of: manifest.name, id: id)
    } catch {
      try? await writer.close()
      throw error
    }
    try? await writer.close()
    return wasThere
  }

  /// Owners in the ledgers of these manifests' targets that none of the manifests names.
  public static func orphans(_ reconcilers: [Reconciler]) async throws -> [(
    target: String, entry: LedgerEntry
  )] {
    let owners = Set(reconcilers.map(\.manifest.name))
    var found: [(target: String, entry: LedgerEntry)] = []
    var seen: Set<String> = []
    for reconciler in reconcilers where seen.insert(reconciler.manifest.target.connection).inserted
    {
      let target = try reconciler.workshop.target(of: reconciler.manifest)
      let entries = try await reconciler.withReader(of: target) { try await $0.owners() }
      for entry in entries where !owners.contains(entry.owner) {
        found.append((reconciler.manifest.target.connection, entry))
      }
    }
    return found
  }
}
