public import Model

/// Everything about one point: where it comes from, what is live, and what a plan does with it.
public struct Explanation: Sendable {
  /// What a plan does with a point, or why it does nothing.
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    case insert, rewrite
    case payloadOnly = "payload_only"
    case delete, keep
    /// No longer desired, and kept because `prune` is false.
    case retained
    /// It carries no mark, and is never touched.
    case unmanaged
    case otherOwner = "other_owner"
    /// A new generation is built, and this point is not in it.
    case leftBehind = "left_behind"
    /// A rollback holds everything as it is.
    case held
    /// Not desired, and not live.
    case absent
  }

  /// A row that has the point's id, and how it fell if it did.
  public struct Row: Hashable, Sendable {
    public var row: NamedRow
    public var drop: DroppedRow?
  }

  /// The point as the source wants it.
  public struct Desired: Hashable, Sendable {
    public var row: Int
    public var fingerprint: Fingerprint
    public var payload: PayloadObject
  }

  /// The point as readers see it.
  public struct Live: Hashable, Sendable {
    public var collection: String
    public var mark: LivePoint.Mark?
    public var payload: PayloadObject
  }

  /// One key at the top of the payload that differs.
  public struct PayloadChange: Hashable, Sendable {
    public var key: String
    /// Nil: the live payload has no such key.
    public var before: PayloadValue?
    /// Nil: the key goes.
    public var after: PayloadValue?
  }

  public var id: PointID
  /// By position.
  public var rows: [Row]
  /// Rows of other ids for which this point stands, at most `Explainer.limit`.
  public var replaced: [DroppedRow]
  public var replacedHidden: Int
  public var desired: Desired?
  public var live: Live?
  public var outcome: Outcome
  public var reason: PointReason?
  /// Sorted by key.
  public var changes: [PayloadChange]
  public var plan: Plan

  /// Whether anything is known about the id.
  public var isFound: Bool { !rows.isEmpty || live != nil }
}

extension Explanation.PayloadChange {
  static func between(_ live: PayloadObject, _ desired: PayloadObject) -> [Self] {
    Set(live.map(\.0) + desired.map(\.0)).sorted { $0.precedesInBytes($1) }.compactMap { key in
      live[key] == desired[key] ? nil : Self(key: key, before: live[key], after: desired[key])
    }
  }
}
