internal import Glibc

/// Where a command reads what was piped into it.
public protocol InputChannel: Sendable {
  /// Everything up to the end, at most `limit` bytes. Blocks; gives up with `ECANCELED` soon after
  /// the flag is raised.
  func readAll(limit: Int, flag: CancellationFlag) throws(Files.ReadError) -> [UInt8]
}

/// Standard input. Call it on a `BlockingLane`.
public struct StandardInput: InputChannel {
  public static let name = "standard input"

  public init() {}

  public func readAll(limit: Int, flag: CancellationFlag) throws(Files.ReadError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      try waitUntilReadable(flag)
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(0, $0.baseAddress, $0.count)
      }
      if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      guard count >= 0 else { throw .system(.last("read", Self.name)) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
      guard bytes.count <= limit else {
        throw .tooLarge(path: Self.name, size: bytes.count, limit: limit)
      }
    }
  }

  /// Looks at the flag ten times a second, because nothing interrupts a read from a silent pipe.
  private func waitUntilReadable(_ flag: CancellationFlag) throws(Files.ReadError) {
    while true {
      if flag.isRaised { throw .system(SystemError("read", Self.name, number: ECANCELED)) }
      var request = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      if unsafe poll(&request, 1, 100) != 0 { return }
    }
  }
}
