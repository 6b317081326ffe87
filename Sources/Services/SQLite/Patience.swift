internal import CSQLite
internal import Glibc
internal import Host

/// What SQLite asks while it works or waits: whether to go on.
///
/// Its two callbacks run on the lane, inside a call of SQLite.
final class Patience {
  /// Raised when the task that waits for this work is cancelled.
  var flag: CancellationFlag?
  private let timeout: Int
  private var waited = 0

  init(busyTimeout: Duration) {
    let (seconds, attoseconds) = busyTimeout.components
    timeout = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }

  var isOver: Bool { flag?.isRaised ?? false }

  /// Sleeps a little and says whether the lock is to be tried again. `attempts` counts from 0 for
  /// each lock. The longest nap is short, so that a cancelled wait ends soon.
  func waitsAgain(attempts: Int) -> Bool {
    if attempts == 0 { waited = 0 }
    guard !isOver, waited < timeout else { return false }
    let naps = [1, 2, 5, 10, 15, 20, 25]
    let nap = min(naps[min(attempts, naps.count - 1)], timeout - waited)
    usleep(UInt32(nap) * 1000)
    waited += nap
    return true
  }

  /// Makes SQLite ask. The connection must not outlive this object.
  func attach(to connection: OpaquePointer) {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe sqlite3_busy_handler(
      connection,
      { context, attempts in
        guard let context = unsafe context else { return 0 }
        let patience = unsafe Unmanaged<Patience>.fromOpaque(context).takeUnretainedValue()
        return patience.waitsAgain(attempts: Int(attempts)) ? 1 : 0
      }, context)
    // Every thousand steps of its machine, some ten microseconds: too rare to be measured.
    unsafe sqlite3_progress_handler(
      connection, 1000,
      { context in
        guard let context = unsafe context else { return 0 }
        return unsafe Unmanaged<Patience>.fromOpaque(context).takeUnretainedValue().isOver ? 1 : 0
      }, context)
  }
}
