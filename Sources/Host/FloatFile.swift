internal import Glibc
public import Model
internal import Synchronization

/// Vectors of one length in a file without a name: what does not belong in memory, at hand again by its
/// number. The file is gone with the process, whatever ends it.
public final class FloatFile: VectorShelf {
  public let dimensions: Int
  private let path: String
  private let descriptor: Int32
  private let rows = Atomic<Int>(0)

  /// `folder` should be on a disk: some systems hold /tmp in memory.
  public init(folder: String, dimensions: Int) throws(SystemError) {
    var random = SystemRandomNumberGenerator()
    path = "\(folder)/plumb-\(getpid())-\(String(random.next(), radix: 36)).vectors"
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .last("create", path) }
    self.dimensions = dimensions
    unsafe unlink(path)
  }

  deinit { close(descriptor) }

  public var count: Int { rows.load(ordering: .acquiring) }

  /// Adds whole vectors, one behind the other. By one caller at a time.
  public func append(_ values: [Float]) throws(SystemError) {
    precondition(values.count.isMultiple(of: max(1, dimensions)))
    let start = count * dimensions * 4
    var failure: SystemError?
    unsafe values.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let step = unsafe pwrite(
          descriptor, bytes.baseAddress.map { unsafe $0 + written }, bytes.count - written,
          off_t(start + written))
        if step < 0 && errno == EINTR { continue }
        guard step >= 0 else {
          failure = .last("write", path)
          return
        }
        written += step
      }
    }
    if let failure { throw failure }
    rows.store(count + values.count / max(1, dimensions), ordering: .releasing)
  }

  public func read(_ range: Range<Int>, into values: inout [Float]) throws {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let length = range.count * dimensions
    if values.count != length { values = [Float](repeating: 0, count: length) }
    var failure: SystemError?
    unsafe values.withUnsafeMutableBytes { bytes in
      var filled = 0
      while filled < bytes.count {
        let step = unsafe pread(
          descriptor, bytes.baseAddress.map { unsafe $0 + filled }, bytes.count - filled,
          off_t(range.lowerBound * dimensions * 4 + filled))
        if step < 0 && errno == EINTR { continue }
        guard step > 0 else {
          failure = .last("read", path)
          return
        }
        filled += step
      }
    }
    if let failure { throw failure }
  }
}
