/// What an apply may do.
public struct SyncSpec: Hashable, Sendable {
  public enum Replace: String, Hashable, Sendable, CaseIterable {
    case blueGreen, forbid
  }

  public enum Drift: String, Hashable, Sendable, CaseIterable {
    case correct, report
  }

  /// What happens to points in the collection that carry nobody's mark.
  public enum Unmanaged: String, Hashable, Sendable, CaseIterable {
    case ignore, report
  }

  /// What a person has approved in the manifest itself.
  public enum Approval: String, Hashable, Sendable, CaseIterable {
    case replace, deletes
  }

  /// Delete owned points that are no longer desired?
  public var prune: Bool
  public var maxDelete: DeleteLimit
  public var replace: Replace
  /// How many older generations stay for a rollback.
  public var keep: Int
  public var drift: Drift
  public var unmanaged: Unmanaged
  /// A source with fewer rows than this is taken for broken.
  public var minRows: Int
  public var allow: Set<Approval>

  public init(
    prune: Bool, maxDelete: DeleteLimit = DeleteLimit(), replace: Replace = .blueGreen,
    keep: Int = 1, drift: Drift = .correct, unmanaged: Unmanaged = .ignore, minRows: Int = 1,
    allow: Set<Approval> = []
  ) {
    self.prune = prune
    self.maxDelete = maxDelete
    self.replace = replace
    self.keep = keep
    self.drift = drift
    self.unmanaged = unmanaged
    self.minRows = minRows
    self.allow = allow
  }
}

/// How many deletions one apply may make without a person's word. Both limits hold.
public struct DeleteLimit: Hashable, Sendable {
  public var count: Int
  /// Of the points that the owner has live.
  public var percent: Double

  public init(count: Int = 1000, percent: Double = 10) {
    self.count = count
    self.percent = percent
  }
}
