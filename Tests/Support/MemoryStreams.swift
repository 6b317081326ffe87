import Host
import Synchronization

/// A stream that keeps what is written, and may pretend to be a terminal or to fail.
public final class MemoryOutput: OutputChannel {
  public let terminal: Terminal?
  private let failure: SystemError?
  private let parts = Mutex<[String]>([])

  public init(terminal: Terminal? = nil, failing failure: SystemError? = nil) {
    self.terminal = terminal
    self.failure = failure
  }

  public func write(_ text: String) throws(SystemError) {
    if let failure { throw failure }
    parts.withLock { $0.append(text) }
  }

  /// Everything so far.
  public var text: String { parts.withLock { $0.joined() } }
  /// Each write by itself.
  public var writes: [String] { parts.withLock { $0 } }
}

/// Piped input that is all there, or a person who types it.
public struct MemoryInput: InputChannel {
  public let isTerminal: Bool
  private let bytes: [UInt8]

  public init(_ text: String = "", isTerminal: Bool = false) {
    bytes = Array(text.utf8)
    self.isTerminal = isTerminal
  }

  public func readLine(flag: CancellationFlag) throws(Files.ReadError) -> String? {
    bytes.isEmpty
      ? nil : String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  public func readAll(limit: Int, flag: CancellationFlag) throws(Files.ReadError) -> [UInt8] {
    bytes
  }
}

/// A clock that stands still until it is told to go on.
public final class ManualTime: Sendable {
  private let time = Mutex(Duration.zero)

  public init() {}

  public func advance(by step: Duration) { time.withLock { $0 += step } }

  public var clock: MonotonicClock { MonotonicClock { self.time.withLock { $0 } } }
}
