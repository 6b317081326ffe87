/// A plan together with what an apply needs to do it: which desired points to send, which ids to
/// delete. It lives only in memory; a saved plan is computed again and compared.
public struct PlanWork: Sendable {
  public enum Step: UInt8, Sendable { case keep, insert, rewrite, payloadOnly }

  public let plan: Plan
  public let desired: DesiredSet
  /// One for every point of `desired`, in its order.
  public let steps: [Step]
  /// In id order.
  public let deletions: [PointID]

  public init(plan: Plan, desired: DesiredSet, steps: [Step], deletions: [PointID]) {
    self.plan = plan
    self.desired = desired
    self.steps = steps
    self.deletions = deletions
  }

  /// Whether any point has to be read again and sent.
  public var needsRows: Bool { steps.contains { $0 != .keep } }
}

/// What an apply did.
public struct Receipt: Hashable, Sendable {
  public var plan: Plan
  public var inserted: Int
  public var rewritten: Int
  public var payloadOnly: Int
  public var deleted: Int
  /// Ended before everything was written; running again is safe and finishes it.
  public var isPartial: Bool
  public var history: HistoryEntry?

  public init(
    plan: Plan, inserted: Int = 0, rewritten: Int = 0, payloadOnly: Int = 0, deleted: Int = 0,
    isPartial: Bool = false, history: HistoryEntry? = nil
  ) {
    self.plan = plan
    self.inserted = inserted
    self.rewritten = rewritten
    self.payloadOnly = payloadOnly
    self.deleted = deleted
    self.isPartial = isPartial
    self.history = history
  }
}
