internal import CLinux
internal import Dispatch
internal import Glibc

/// A value behind a lock that the thread sanitizer understands.
///
/// The standard library's `Mutex` hands a contended lock over inside the kernel, which the sanitizer
/// cannot see: it reports a race wherever two threads really meet. A POSIX mutex it can see.
///
/// Unchecked because `value` is a plain property: it is touched only while `mutex` is held.
@safe
public final class Locked<Value: Sendable>: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private var value: Value

  public init(_ value: Value) {
    self.value = value
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe pthread_mutex_init(mutex, nil)
  }

  deinit {
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
  }

  /// Runs `body` alone. It must not take the same lock again.
  public func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return try body(&value)
  }
}
