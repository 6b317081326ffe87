internal import Glibc

/// A file that several processes fill and read together, at any place.
///
/// Its calls block: make them on a lane.
public final class SharedFile: Sendable {
  public let path: String
  private let descriptor: Int32
  /// The kernel lets one write into a file at a time: whoever waits for it here sleeps, where in there
  /// its processor would spin.
  private let turn = Locked(())

  /// Opens the file, or makes an empty one that only its owner may read.
  public init(_ path: String, appending: Bool = false) throws(SystemError) {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | (appending ? O_APPEND : 0)
    descriptor = unsafe open(path, flags, 0o600)
    guard descriptor >= 0 else { throw .last("open", path) }
    self.path = path
  }

  /// A lock that is held ends here, too.
  deinit { close(descriptor) }

  /// Cuts the file, or adds a hole at its end.
  public func setSize(_ size: UInt64) throws(SystemError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw .last("resize", path) }
  }

  /// All bytes at once; a file that was opened for appending gets them at its end.
  public func write(_ bytes: [UInt8], at offset: UInt64 = 0) throws(SystemError) {
    try turn.withLock { (_) throws(SystemError) in try writeAll(bytes, at: offset) }
  }

  private func writeAll(_ bytes: [UInt8], at offset: UInt64) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe pwrite(
          descriptor, $0.baseAddress.map { unsafe $0 + written }, $0.count - written,
          off_t(offset) + off_t(written))
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .last("write", path) }
      written += count
    }
  }

  /// Returns when the bytes would outlast a power cut.
  public func flush() throws(SystemError) {
    guard fsync(descriptor) == 0 else { throw .last("flush", path) }
  }

  /// Marks the file as used now.
  public func touch() {
    _ = futimens(descriptor, nil)
  }

  public enum Lock: Hashable, Sendable { case shared, exclusive }

  /// A lock on the whole file, which ends with `unlock`, or with this object, or with the process.
  /// Without waiting it says whether it was to be had.
  @discardableResult
  public func lock(_ lock: Lock, waiting: Bool = true) throws(SystemError) -> Bool {
    let wish = (lock == .shared ? LOCK_SH : LOCK_EX) | (waiting ? 0 : LOCK_NB)
    while flock(descriptor, wish) != 0 {
      if errno == EINTR { continue }
      guard errno == EWOULDBLOCK else { throw .last("lock", path) }
      return false
    }
    return true
  }

  public func unlock() {
    flock(descriptor, LOCK_UN)
  }
}
