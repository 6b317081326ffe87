internal import Dispatch

/// One serial queue with a thread of its own, for calls that block (libcurl, libgit2, SQLite).
///
/// Swift's cooperative pool has one thread per core on Linux, and the global and concurrent
/// dispatch queues share that limit: blocking there stalls every task. A serial queue does not.
public final class BlockingLane: Sendable {
  private let queue: DispatchQueue

  public init(label: String) {
    queue = DispatchQueue(label: label)
  }

  /// Runs `body` on the lane and suspends the caller until it returns.
  ///
  /// Cancelling the calling task does not interrupt a blocking call by itself: give `body` a
  /// `CancellationFlag` to look at, and see `withCancellationFlag`.
  public func run<Value: Sendable, Failure: Error>(
    _ body: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let result = await withCheckedContinuation { continuation in
      queue.async {
        do throws(Failure) {
          continuation.resume(returning: Result<Value, Failure>.success(try body()))
        } catch {
          continuation.resume(returning: Result<Value, Failure>.failure(error))
        }
      }
    }
    return try result.get()
  }
}
