/// What the target remembers of one owner. It is for safety and for people; what to write is always
/// computed from the live points.
public struct LedgerEntry: Hashable, Sendable {
  public var owner: String
  /// Grows by one with every change of this entry.
  public var serial: Int
  public var applied: AppliedState?
  /// Oldest first; the last one that is not retired is current.
  public var generations: [Generation]
  public var hold: RollbackHold?
  /// An apply that began and has not recorded its end; it is running, or it was killed.
  public var pending: PendingApply?
  /// The payload indexes that the last applied manifest declared: only these are ever dropped.
  public var indexes: [String]
  /// The paths of the settings that it declared, sorted; for what can be taken back, and what cannot.
  public var settings: [String]
  /// The guards of the last applied manifest, so that deleting the manifest does not delete them.
  public var guards: StandingGuards

  public init(
    owner: String, serial: Int = 0, applied: AppliedState? = nil, generations: [Generation] = [],
    hold: RollbackHold? = nil, pending: PendingApply? = nil, indexes: [String] = [],
    settings: [String] = [], guards: StandingGuards = StandingGuards()
  ) {
    self.owner = owner
    self.serial = serial
    self.applied = applied
    self.generations = generations
    self.hold = hold
    self.pending = pending
    self.indexes = indexes
    self.settings = settings
    self.guards = guards
  }
}

/// The last apply that ended well.
public struct AppliedState: Hashable, Sendable {
  public var manifestDigest: String
  public var gitCommit: String?
  public var sourceVersion: String?
  public var points: Int
  /// `DesiredSet.digest`.
  public var setDigest: String
  /// RFC 3339, UTC.
  public var at: String

  public init(
    manifestDigest: String, gitCommit: String? = nil, sourceVersion: String? = nil, points: Int,
    setDigest: String, at: String
  ) {
    self.manifestDigest = manifestDigest
    self.gitCommit = gitCommit
    self.sourceVersion = sourceVersion
    self.points = points
    self.setDigest = setDigest
    self.at = at
  }
}

/// The beginning of an apply.
public struct PendingApply: Hashable, Sendable {
  public var manifestDigest: String
  public var at: String
  public var by: String

  public init(manifestDigest: String, at: String, by: String) {
    self.manifestDigest = manifestDigest
    self.at = at
    self.by = by
  }
}

/// One physical collection of an owner: the collection's own name for the first, NAME__gN later.
public struct Generation: Hashable, Sendable {
  public var number: Int
  public var collection: String
  /// False while it is being filled: a reader has never seen it.
  public var isComplete: Bool

  public init(number: Int, collection: String, isComplete: Bool) {
    self.number = number
    self.collection = collection
    self.isComplete = isComplete
  }

  public static func name(_ collection: String, _ number: Int) -> String {
    number == 1 ? collection : "\(collection)__g\(number)"
  }
}

/// Someone went back to an older generation; it stays until the manifest changes or this is released.
public struct RollbackHold: Hashable, Sendable {
  public var generation: Int
  /// The manifest that must change before a newer generation is built again.
  public var manifestDigest: String
  public var at: String

  public init(generation: Int, manifestDigest: String, at: String) {
    self.generation = generation
    self.manifestDigest = manifestDigest
    self.at = at
  }
}

/// The part of `sync` that outlives the manifest.
public struct StandingGuards: Hashable, Sendable {
  public var prune: Bool
  public var maxDelete: DeleteLimit

  public init(prune: Bool = false, maxDelete: DeleteLimit = DeleteLimit()) {
    self.prune = prune
    self.maxDelete = maxDelete
  }
}

/// Who may write for an owner right now.
public struct Lock: Hashable, Sendable {
  public var owner: String
  /// Random, 32 hexadecimal digits.
  public var id: String
  /// "user@host, process 123".
  public var holder: String
  /// RFC 3339, UTC.
  public var takenAt: String
  public var expiresAt: String

  public init(owner: String, id: String, holder: String, takenAt: String, expiresAt: String) {
    self.owner = owner
    self.id = id
    self.holder = holder
    self.takenAt = takenAt
    self.expiresAt = expiresAt
  }
}

/// One line of the history of applies.
public struct HistoryEntry: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case apply, rollback, release, adopt
  }

  /// 1-based, per owner; given by the target.
  public var number: Int
  public var owner: String
  public var kind: Kind
  public var at: String
  public var by: String
  public var manifestDigest: String
  public var sourceVersion: String?
  public var gitCommit: String?
  public var inserted: Int
  public var rewritten: Int
  public var payloadOnly: Int
  public var deleted: Int
  /// A sentence for people: "created collection docs", "replaced docs by docs__g2".
  public var note: String

  public init(
    number: Int = 0, owner: String, kind: Kind, at: String, by: String, manifestDigest: String,
    sourceVersion: String? = nil, gitCommit: String? = nil, inserted: Int = 0, rewritten: Int = 0,
    payloadOnly: Int = 0, deleted: Int = 0, note: String = ""
  ) {
    self.number = number
    self.owner = owner
    self.kind = kind
    self.at = at
    self.by = by
    self.manifestDigest = manifestDigest
    self.sourceVersion = sourceVersion
    self.gitCommit = gitCommit
    self.inserted = inserted
    self.rewritten = rewritten
    self.payloadOnly = payloadOnly
    self.deleted = deleted
    self.note = note
  }
}
