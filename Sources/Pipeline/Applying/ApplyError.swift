public import Model

/// Why an apply did not reach its end.
public enum ApplyError: Error, Sendable {
  /// The plan is blocked; nothing was attempted.
  case blocked([Block])
  /// What the plan was made from has moved; nothing was attempted. The names say what.
  case stale([String])
  /// Somebody else holds the lock; nothing was attempted.
  case locked(LockRefusal)
  /// It stopped on the way. Running it again is safe and goes on from here.
  case partly(Receipt, cause: any Error)
  /// Everything was written, and the target does not hold it.
  case unverified(PointChanges)
}
