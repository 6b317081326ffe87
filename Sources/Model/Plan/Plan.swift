/// The ordered changes from what is live to what is desired, with reasons, guards and cost.
///
/// It holds no vector, no payload and no secret, and it says the same, byte for byte, for the same
/// manifest, source and live state: no time, no machine, no order of input is in it.
public struct Plan: Hashable, Sendable {
  public var owner: String
  public var source: PlannedSource
  public var target: PlannedTarget
  public var base: PlanBase
  public var collection: CollectionChange
  public var schema: [SchemaChange]
  public var indexes: [IndexChange]
  public var alias: AliasChange?
  public var points: PointChanges
  /// What the manifest declares of the collection, where one is built; else empty.
  public var declared: PayloadObject
  /// In a replacement: what changes for readers, against the generation that they see now.
  public var losses: PointChanges?
  /// The same desired state was applied before: everything here happened behind Plumb's back.
  public var isDrift: Bool
  public var hold: RollbackHold?
  public var suspension: Suspension?
  /// Physical collections that fall out of `keep` and go at the end of the apply.
  public var retired: [String]
  /// The last apply was interrupted before it recorded its end; this one will.
  public var finishesInterrupted: Bool
  /// What keeps this plan from being applied. Empty: it may be.
  public var blocks: [Block]
  public var warnings: [Problem]

  public init(
    owner: String, source: PlannedSource, target: PlannedTarget, base: PlanBase,
    collection: CollectionChange, schema: [SchemaChange] = [], indexes: [IndexChange] = [],
    alias: AliasChange? = nil, points: PointChanges, declared: PayloadObject = PayloadObject(),
    losses: PointChanges? = nil, isDrift: Bool = false,
    hold: RollbackHold? = nil, suspension: Suspension? = nil, retired: [String] = [],
    finishesInterrupted: Bool = false, blocks: [Block] = [], warnings: [Problem] = []
  ) {
    self.owner = owner
    self.source = source
    self.target = target
    self.base = base
    self.collection = collection
    self.schema = schema
    self.indexes = indexes
    self.alias = alias
    self.points = points
    self.declared = declared
    self.losses = losses
    self.isDrift = isDrift
    self.hold = hold
    self.suspension = suspension
    self.retired = retired
    self.finishesInterrupted = finishesInterrupted
    self.blocks = blocks
    self.warnings = warnings
  }
}

extension Plan {
  /// Whether an apply would write nothing.
  public var isEmpty: Bool {
    collection == .keep && schema.isEmpty && indexes.isEmpty && alias == nil && retired.isEmpty
      && points.writes == 0 && !finishesInterrupted
  }

  /// The one place that decides whether a plan may be applied.
  public var canApply: Bool { blocks.isEmpty }

  /// The worst that this plan does, for its verdict and for machines.
  public var verdict: Verdict {
    if isEmpty { return .nothing }
    if case .replace = collection { return .replace }
    if points.deleted > 0 { return .delete }
    if case .create = collection { return .create }
    return .update
  }

  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    case nothing, create, update, delete, replace
  }
}

/// Which source the plan was computed from.
public struct PlannedSource: Hashable, Sendable {
  public var store: String
  public var name: String
  public var version: String?
  /// The manifest asked for the latest.
  public var isLatest: Bool
  public var files: Int
  public var bytes: UInt64
  public var dedupe: DedupeReport

  public init(
    store: String, name: String, version: String?, isLatest: Bool, files: Int, bytes: UInt64,
    dedupe: DedupeReport
  ) {
    self.store = store
    self.name = name
    self.version = version
    self.isLatest = isLatest
    self.files = files
    self.bytes = bytes
    self.dedupe = dedupe
  }
}

/// Where the plan would write.
public struct PlannedTarget: Hashable, Sendable {
  public var connection: String
  public var kind: String
  public var address: String
  /// The manifest's collection.
  public var collection: String
  public var alias: String?
  /// The physical collection that holds the points now; nil when there is none.
  public var live: String?
  /// The physical collection that will hold them.
  public var physical: String

  public init(
    connection: String, kind: String, address: String, collection: String, alias: String?,
    live: String?, physical: String
  ) {
    self.connection = connection
    self.kind = kind
    self.address = address
    self.collection = collection
    self.alias = alias
    self.live = live
    self.physical = physical
  }
}

/// Digests of everything the plan was computed from. A saved plan is stale when one has moved.
public struct PlanBase: Hashable, Sendable {
  public var manifest: String
  public var source: String
  public var desired: String
  /// Configuration and indexes of the live collection, and the aliases that matter.
  public var config: String
  /// Ids, owners and fingerprints of all live points.
  public var live: String
  /// The ledger's serial; 0 where the owner has no entry.
  public var serial: Int

  public init(
    manifest: String, source: String, desired: String, config: String, live: String, serial: Int
  ) {
    self.manifest = manifest
    self.source = source
    self.desired = desired
    self.config = config
    self.live = live
    self.serial = serial
  }
}

/// Why a plan may not be applied as it is.
public struct Block: Hashable, Sendable {
  /// Stable: see the guard table in the reference.
  public var code: String
  public var message: String
  /// What a person can do to let it through, or to mend it.
  public var remedy: String

  public init(code: String, _ message: String, remedy: String) {
    self.code = code
    self.message = message
    self.remedy = remedy
  }
}
