internal import Crypto

/// How long to wait before the next try: anything from nothing to a bound that doubles ("full
/// jitter"), so that many clients that failed together do not come back together.
struct Backoff: Sendable {
  /// How often a request is sent at most.
  var tries = 6
  var base = Duration.milliseconds(100)
  var cap = Duration.seconds(10)
  /// A number from 0 to 1; a test hands over its own.
  var random: @Sendable () -> Double = Backoff.chance
  var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

  func delay(after attempt: Int) -> Duration {
    let bound = min(cap, base * (1 << min(attempt, 20)))
    return bound * random()
  }

  private static let chance: @Sendable () -> Double = {
    let number = Random.bytes(6).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Double(number) / Double(UInt64(1) << 48)
  }
}
