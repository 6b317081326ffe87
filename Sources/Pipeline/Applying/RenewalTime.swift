internal import Synchronization

/// When a lease is next extended, as RFC 3339 text, which sorts by time.
final class RenewalTime: Sendable {
  private let next: Mutex<String>

  init(nextAt: String) {
    next = Mutex(nextAt)
  }

  /// Due when the moment has come, or when it lies further ahead than it ever is set.
  func isDue(_ now: String, limit: String) -> Bool {
    next.withLock { now >= $0 || $0 > limit }
  }

  func set(_ moment: String) {
    next.withLock { $0 = moment }
  }
}
