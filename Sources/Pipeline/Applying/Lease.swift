public import Model

/// A lock that one apply holds and extends as it goes on.
public final class Lease: Sendable {
  /// Long enough for any batch, short enough that a lost machine does not block the next day.
  public static let seconds = 300
  /// Extended when a fifth of the time is gone, so that four failures in a row are survived.
  private static let renewalSeconds = 60

  public let lock: Lock
  private let writer: any TargetWriter
  private let clock: any WallClock
  private let lastRenewal: RenewalTime

  /// Takes the lock, or throws `LockRefusal`.
  public init(
    owner: String, id: String, holder: String, writer: any TargetWriter, clock: any WallClock
  ) async throws {
    let now = clock.now()
    lock = Lock(
      owner: owner, id: id, holder: holder, takenAt: now,
      expiresAt: clock.now(adding: Lease.seconds))
    self.writer = writer
    self.clock = clock
    lastRenewal = RenewalTime(nextAt: clock.now(adding: Lease.renewalSeconds))
    do {
      try await writer.take(lock, now: now)
    } catch let refusal as LockRefusal {
      throw refusal
    } catch {
      // It may have been taken and only the answer lost; then it would be in the way until it expires.
      try? await writer.release(lock)
      throw error
    }
  }

  /// Extends the lock when it is time. A clock that jumped either way makes it time.
  public func keepAlive() async throws {
    let now = clock.now()
    guard lastRenewal.isDue(now, limit: clock.now(adding: Lease.renewalSeconds)) else { return }
    try await writer.renew(lock, until: clock.now(adding: Lease.seconds))
    lastRenewal.set(clock.now(adding: Lease.renewalSeconds))
  }

  /// Runs what may take longer than the lock lasts, and extends the lock meanwhile. That the lock was
  /// lost is found out by what is done next under it.
  func kept<Value>(during body: () async throws -> Value) async throws -> Value {
    async let _ = keepOn()
    return try await body()
  }

  private func keepOn() async throws {
    while true {
      try await Task.sleep(for: .seconds(Lease.renewalSeconds / 2))
      try await keepAlive()
    }
  }

  public func release() async throws {
    try await writer.release(lock)
  }
}
