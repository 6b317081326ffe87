internal import Glibc

/// A file that appears under its name only when it is complete.
public struct AtomicFile: ~Copyable {
  private let path: String
  private let temporary: String
  private let descriptor: Int32
  private var isCommitted = false

  public init(_ path: String, mode: UInt32 = 0o644) throws(SystemError) {
    self.path = path
    temporary = "\(path).new-\(getpid())"
    descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_t(mode))
    guard descriptor >= 0 else { throw .last("create", temporary) }
  }

  public func write(_ bytes: [UInt8]) throws(SystemError) {
    try Files.write(bytes, to: descriptor, named: temporary)
  }

  /// Flushes and gives the file its name. What was there before is replaced in one step.
  public consuming func commit() throws(SystemError) {
    guard fsync(descriptor) == 0 else { throw .last("flush", temporary) }
    guard unsafe rename(temporary, path) == 0 else { throw .last("rename", temporary) }
    isCommitted = true
  }

  deinit {
    close(descriptor)
    if !isCommitted { unsafe unlink(temporary) }
  }
}
