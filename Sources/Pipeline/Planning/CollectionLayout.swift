public import Model

/// Which physical collections a plan is about: the one that readers see, the one to write to, the
/// alias between, and those whose time is over. Decided before any point is looked at.
public struct CollectionLayout: Hashable, Sendable {
  /// What readers see now; nil when there is nothing yet.
  public var live: String?
  /// What will hold the desired points.
  public var physical: String
  /// Whether `physical` exists.
  public var exists: Bool
  public var generation: Int
  public var change: CollectionChange
  public var schema: [SchemaChange]
  public var indexes: [IndexChange]
  public var alias: AliasChange?
  /// Ascending by generation.
  public var retired: [String]

  /// A rollback stands: nothing is compared, and nothing changes but an alias that a killed rollback
  /// left behind.
  public static func held(by hold: RollbackHold, _ manifest: Manifest, _ state: LiveState)
    -> CollectionLayout
  {
    let live = Generation.name(manifest.target.collection, hold.generation)
    return CollectionLayout(
      live: live, physical: live, exists: true, generation: hold.generation, change: .keep,
      schema: [], indexes: [], alias: aliasChange(manifest, state, to: live), retired: [])
  }
}

extension CollectionLayout {
  /// Decides from the manifest and what is live. Pure.
  public static func decide(_ manifest: Manifest, _ state: LiveState) -> CollectionLayout {
    let generations = OwnGenerations(manifest, state)
    guard let live = generations.live, let collection = state.collections[live.collection] else {
      return fresh(manifest, state, generations)
    }
    let schema = SchemaComparison(
      manifest.collection.declared, live: collection.config,
      version: ServerVersion(of: state.facts),
      applied: state.entry?.settings ?? []
    ).changes
    let reasons = schema.filter { $0.effect == .replace }.map(\.path)
    if reasons.isEmpty {
      return inPlace(manifest, state, generations, live, collection, schema)
    }
    return replacement(manifest, state, generations, live, schema, because: reasons)
  }

  private static func fresh(
    _ manifest: Manifest, _ state: LiveState, _ generations: OwnGenerations
  ) -> CollectionLayout {
    let number = 1
    let name = Generation.name(manifest.target.collection, number)
    return CollectionLayout(
      live: nil, physical: name, exists: false, generation: number, change: .create, schema: [],
      indexes: IndexComparison.changes(
        manifest.declaredIndexes, live: PayloadObject(), applied: []),
      alias: aliasChange(manifest, state, to: name),
      retired: generations.retired(current: number, keep: manifest.sync.keep))
  }

  private static func inPlace(
    _ manifest: Manifest, _ state: LiveState, _ generations: OwnGenerations, _ live: Generation,
    _ collection: LiveCollection, _ schema: [SchemaChange]
  ) -> CollectionLayout {
    let indexes = IndexComparison.changes(
      manifest.declaredIndexes, live: collection.indexes, applied: state.entry?.indexes ?? [])
    return CollectionLayout(
      live: live.collection, physical: live.collection, exists: true, generation: live.number,
      change: schema.isEmpty && indexes.isEmpty ? .keep : .update, schema: schema,
      indexes: indexes, alias: aliasChange(manifest, state, to: live.collection),
      retired: generations.retired(current: live.number, keep: manifest.sync.keep))
  }

  /// Takes up a generation that a killed apply left half built, or one that a rollback left behind,
  /// when its schema is right; else the next free number.
  private static func replacement(
    _ manifest: Manifest, _ state: LiveState, _ generations: OwnGenerations, _ live: Generation,
    _ schema: [SchemaChange], because reasons: [String]
  ) -> CollectionLayout {
    let waiting = generations.others(than: live).last { generation in
      guard let collection = state.collections[generation.collection] else { return false }
      return SchemaComparison(manifest.collection.declared, live: collection.config).changes.isEmpty
    }
    let number = waiting?.number ?? generations.nextFree
    let name = Generation.name(manifest.target.collection, number)
    let present = waiting.flatMap { state.collections[$0.collection]?.indexes } ?? PayloadObject()
    return CollectionLayout(
      live: live.collection, physical: name, exists: waiting != nil, generation: number,
      change: .replace(because: reasons), schema: schema,
      indexes: IndexComparison.changes(manifest.declaredIndexes, live: present, applied: []),
      alias: aliasChange(manifest, state, to: name),
      retired: generations.retired(current: number, keep: manifest.sync.keep, previous: live.number)
    )
  }

  private static func aliasChange(
    _ manifest: Manifest, _ state: LiveState, to collection: String
  ) -> AliasChange? {
    guard let alias = manifest.target.alias, state.aliases[alias] != collection else { return nil }
    return AliasChange(alias: alias, before: state.aliases[alias], after: collection)
  }
}

extension Manifest {
  /// Field to index schema, as declared; empty when the manifest declares none.
  var declaredIndexes: PayloadObject {
    guard case .object(let indexes) = collection.declared["payload_indexes"] else {
      return PayloadObject()
    }
    return indexes
  }
}
