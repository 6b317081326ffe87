/// Text that is not JSON, or more of it than allowed.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    case endedEarly, unexpectedByte, badNumber, numberTooLarge, notFinite, badEscape, badText
    case tooDeep, duplicateKey, trailingText, wrongKind
  }

  public let kind: Kind
  public let message: String
  /// 0-based, in bytes from the start of the text that was read.
  public let offset: Int

  public init(_ kind: Kind, _ message: String, at offset: Int) {
    self.kind = kind
    self.message = message
    self.offset = offset
  }

  public var description: String { "\(message) at byte \(offset)" }
}
