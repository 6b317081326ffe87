extension Problem {
  /// The problem as lines of plain text, without a line break at the end:
  ///
  ///     docs.yaml:12:5: error PL101: unknown key `colour` in `spec`
  ///         colour: red
  ///         ^^^^^^
  ///         hint: did you mean `collection`?
  public var text: String {
    var lines = [headline]
    if let place { lines += place.excerpt.map { Self.indent + $0 } }
    if let hint { lines.append(Self.indent + "hint: " + hint) }
    return lines.joined(separator: "\n")
  }

  /// The first line: place, severity, code and message.
  public var headline: String {
    let prefix = place.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
    return "\(prefix)\(severity.rawValue) \(code): \(message)"
  }

  private static let indent = "    "
}

extension Problem {
  /// File, line, column, code: the order in which problems are shown.
  public static func isBefore(_ left: Problem, _ right: Problem) -> Bool {
    guard let a = left.place, let b = right.place else {
      return left.place == nil && right.place != nil
    }
    if a.file != b.file { return a.file.precedesInBytes(b.file) }
    return (a.line, a.column, left.code, left.message)
      < (b.line, b.column, right.code, right.message)
  }
}
