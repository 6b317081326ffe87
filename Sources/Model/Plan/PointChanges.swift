/// The changes of points, counted by kind and by reason.
///
/// The counts add up: `ownedBefore = rewritten + payloadOnly + unchanged + deleted + retained`, and
/// `ownedAfter = ownedBefore - deleted + inserted`. In a replacement everything desired is inserted
/// into the new generation.
public struct PointChanges: Hashable, Sendable {
  public var ownedBefore: Int
  public var inserted: Int
  /// Vector changed, with or without the payload.
  public var rewritten: Int
  public var payloadOnly: Int
  public var deleted: Int
  public var unchanged: Int
  /// No longer desired, and kept because `prune` is false.
  public var retained: Int
  /// Points without a mark: never touched.
  public var unmanaged: Int
  /// Points that carry another owner's mark: never touched.
  public var foreign: Int
  /// In the order of `PointReason.allCases`, only those that occur.
  public var reasons: [ReasonCount]

  public init(
    ownedBefore: Int = 0, inserted: Int = 0, rewritten: Int = 0, payloadOnly: Int = 0,
    deleted: Int = 0, unchanged: Int = 0, retained: Int = 0, unmanaged: Int = 0, foreign: Int = 0,
    reasons: [ReasonCount] = []
  ) {
    self.ownedBefore = ownedBefore
    self.inserted = inserted
    self.rewritten = rewritten
    self.payloadOnly = payloadOnly
    self.deleted = deleted
    self.unchanged = unchanged
    self.retained = retained
    self.unmanaged = unmanaged
    self.foreign = foreign
    self.reasons = reasons
  }

  /// How many points an apply would send or delete.
  public var writes: Int { inserted + rewritten + payloadOnly + deleted }
  public var upserts: Int { inserted + rewritten + payloadOnly }
  public var ownedAfter: Int { ownedBefore - deleted + inserted }
}

/// Why points change. The raw values are stable reason codes.
public enum PointReason: String, Hashable, Sendable, CaseIterable {
  // Deleted.
  case leftSource = "left_source"
  case lostDedupe = "lost_dedupe"
  // Inserted.
  case new = "new"
  case missing = "missing"
  case newGeneration = "new_generation"
  // Rewritten.
  case vector = "vector"
  case vectorAndPayload = "vector_and_payload"
  // Payload only.
  case payload = "payload"
  // Left alone.
  case retained = "retained"
  case unmanaged = "unmanaged"
  case otherOwner = "other_owner"
}

/// How many points change for one reason, with a few of them.
public struct ReasonCount: Hashable, Sendable {
  public var reason: PointReason
  public var count: Int
  /// The first ids in id order, at most five unless more were asked for.
  public var samples: [PointID]
  /// For `otherOwner`: who owns them, sorted.
  public var owners: [String]

  public init(reason: PointReason, count: Int, samples: [PointID], owners: [String] = []) {
    self.reason = reason
    self.count = count
    self.samples = samples
    self.owners = owners
  }
}
