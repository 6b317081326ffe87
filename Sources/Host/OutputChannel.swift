internal import CLinux
internal import Dispatch
internal import Glibc

/// Where text for a person or a program goes: a standard stream, or memory in a test.
public protocol OutputChannel: Sendable {
  /// Is a person looking at it, and how many columns do they see?
  var terminal: Terminal? { get }

  /// Writes all of `text`, or says why not.
  func write(_ text: String) throws(SystemError)
}

/// A terminal behind a stream.
public struct Terminal: Hashable, Sendable {
  /// How many characters fit on a line.
  public let columns: Int

  public init(columns: Int) {
    self.columns = columns
  }

  /// The terminal that a descriptor is connected to, or nil.
  static func of(_ descriptor: Int32) -> Terminal? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    let answer = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size)
    // A serial line and a fresh pseudo-terminal say 0.
    return Terminal(columns: answer == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80)
  }
}

/// Standard output or standard error, written with write(2): nothing is held back in a buffer that
/// a crash would lose, and a failed write is an error instead of silence.
///
/// The process must ignore SIGPIPE, or a reader that goes away kills it before the error is seen:
/// see `Signals.hold`.
public struct StandardStream: OutputChannel {
  public static let output = StandardStream(descriptor: 1, name: "standard output")
  public static let error = StandardStream(descriptor: 2, name: "standard error")

  private let descriptor: Int32
  private let name: String

  public var terminal: Terminal? { Terminal.of(descriptor) }

  public func write(_ text: String) throws(SystemError) {
    try Files.write(Array(text.utf8), to: descriptor, named: name)
  }
}

extension StandardStream {
  /// Gives the descriptors 0 to 2 an owner when the caller closed them. Otherwise the next file that
  /// is opened becomes standard output, and the result is written into it. What stands in refuses
  /// to be read or written, so that a closed stream stays an error.
  public static func claimDescriptors() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
      _ = unsafe open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }
}
