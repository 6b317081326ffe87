internal import CLinux
internal import Dispatch
internal import Glibc

/// Where a command reads what was piped into it.
public protocol InputChannel: Sendable {
  /// Everything up to the end, at most `limit` bytes. Blocks; gives up with `ECANCELED` soon after
  /// the flag is raised.
  func readAll(limit: Int, flag: CancellationFlag) throws(Files.ReadError) -> [UInt8]

  /// Is there a person to ask?
  var isTerminal: Bool { get }

  /// One line without its end; nil at the end of the input. Blocks like `readAll`.
  func readLine(flag: CancellationFlag) throws(Files.ReadError) -> String?
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

  public var isTerminal: Bool { isatty(0) == 1 }

  public func readLine(flag: CancellationFlag) throws(Files.ReadError) -> String? {
    var line: [UInt8] = []
    while true {
      try waitUntilReadable(flag)
      var byte: UInt8 = 0
      let count = unsafe read(0, &byte, 1)
      if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      guard count >= 0 else { throw .system(.last("read", Self.name)) }
      if count == 0 && line.isEmpty { return nil }
      if count == 0 || byte == 0x0A { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
      // Nobody types that much as an answer.
      guard line.count <= 4096 else {
        throw .tooLarge(path: Self.name, size: line.count, limit: 4096)
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
