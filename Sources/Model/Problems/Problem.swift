/// Something wrong with what a person wrote, and where.
public struct Problem: Error, Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable, CaseIterable {
    case error, warning
  }

  public let severity: Severity
  /// A stable identifier such as "PL101". Codes are documented and never reused.
  public let code: String
  /// One sentence fragment: lower case, no full stop.
  public let message: String
  public let place: Place?
  /// What to do about it, or what was probably meant.
  public let hint: String?

  public init(
    _ severity: Severity = .error, code: String, _ message: String, at place: Place? = nil,
    hint: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.place = place
    self.hint = hint
  }
}

/// A range on one line of a file.
public struct Place: Hashable, Sendable {
  public let file: String
  /// 1-based.
  public let line: Int
  /// 1-based, counted in unicode scalars.
  public let column: Int
  /// How many scalars the caret underlines, at least 1.
  public let length: Int
  /// The whole line, without its line break.
  public let source: String

  public init(file: String, line: Int, column: Int, length: Int = 1, source: String) {
    self.file = file
    self.line = line
    self.column = column
    self.length = max(1, length)
    self.source = source
  }
}
