internal import CLinux
internal import Dispatch
internal import Glibc

/// A clock that only goes forward, as a value, so that a test can hand over its own.
public struct MonotonicClock: Sendable {
  /// The time since some fixed moment.
  public let now: @Sendable () -> Duration

  public init(now: @escaping @Sendable () -> Duration) {
    self.now = now
  }

  public static let system = MonotonicClock {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
