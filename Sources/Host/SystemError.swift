internal import Glibc

/// A call of the operating system that failed: what was attempted, on what, and what it answered.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was attempted, as a verb: "open", "write", "rename".
  public let attempt: String
  /// The path or other object of the attempt.
  public let subject: String
  public let number: Int32

  public init(_ attempt: String, _ subject: String, number: Int32) {
    self.attempt = attempt
    self.subject = subject
    self.number = number
  }

  /// The error that the last failed call of this thread left behind.
  static func last(_ attempt: String, _ subject: String) -> SystemError {
    SystemError(attempt, subject, number: errno)
  }

  public var isMissing: Bool { number == ENOENT || number == ENOTDIR }
  public var isForbidden: Bool { number == EACCES || number == EPERM }
  public var isFullDisk: Bool { number == ENOSPC || number == EDQUOT }
  public var isClosedPipe: Bool { number == EPIPE }

  /// What the machine says, in its own words.
  public var reason: String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text).lowercased()
  }

  public var description: String { "cannot \(attempt) \(subject): \(reason)" }
}
