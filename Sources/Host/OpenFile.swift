internal import CLinux
internal import Glibc

/// A file open for reading at any place, closed when nobody holds it any more.
///
/// Its calls block: make them on a lane.
public final class OpenFile: Sendable {
  public let path: String
  private let descriptor: Int32

  public init(_ path: String) throws(SystemError) {
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last("open", path) }
    self.path = path
  }

  deinit { close(descriptor) }

  /// The facts of the open file, whatever its path leads to by now.
  public func facts() throws(SystemError) -> FileFacts {
    var facts = linux_facts()
    guard unsafe linux_fstat(descriptor, &facts) == 0 else { throw .last("look at", path) }
    return FileFacts(facts)
  }

  /// At most `count` bytes from `offset` on; fewer only where the file ends.
  public func read(at offset: UInt64, count: Int) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = unsafe fill(
        UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]),
        from: offset, &failure)
    }
    if let failure { throw failure }
    return bytes
  }

  /// At most `count` little-endian float32 values from `offset` on, without a copy on the way.
  public func floats(at offset: UInt64, count: Int) throws(SystemError) -> [Float] {
    var failure: SystemError?
    let floats = unsafe [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      // The array may have more room than was asked for.
      let wanted = unsafe UnsafeMutableRawBufferPointer(
        rebasing: UnsafeMutableRawBufferPointer(buffer)[..<(4 * count)])
      filled = unsafe fill(wanted, from: offset, &failure) / 4
    }
    if let failure { throw failure }
    return floats
  }

  /// How many bytes there were.
  private func fill(
    _ buffer: UnsafeMutableRawBufferPointer, from offset: UInt64, _ failure: inout SystemError?
  ) -> Int {
    var filled = 0
    while filled < buffer.count {
      let step = unsafe pread(
        descriptor, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled,
        off_t(offset) + off_t(filled))
      if step < 0 && errno == EINTR { continue }
      if step < 0 { failure = .last("read", path) }
      if step <= 0 { break }
      filled += step
    }
    return filled
  }
}
