public import Model

/// A row that cannot become a point as the manifest asks.
public struct MappingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// 0-based position of the row.
  public let row: Int
  public let id: SourceID?
  public let message: String
  public let hint: String

  public init(row: Int, id: SourceID?, _ message: String, hint: String) {
    self.row = row
    self.id = id
    self.message = message
    self.hint = hint
  }

  init(_ row: SourceRow, _ message: String, hint: String) {
    self.init(row: row.position, id: row.id, message, hint: hint)
  }

  /// The same, with the dedupe rule that came upon it.
  func met(by rule: DedupeRule, at place: Int) -> MappingError {
    MappingError(
      row: row, id: id, "dedupe rule \(place + 1) (\(rule.name)): \(message)", hint: hint)
  }

  /// The same of a row that many rows further on.
  func moved(by rows: Int) -> MappingError {
    MappingError(row: row + rows, id: id, message, hint: hint)
  }

  public var description: String { "\(sentence); \(hint)" }
}

extension MappingError: ExplainedError {
  public var word: String { "row_refused" }

  public var sentence: String {
    let name = id.map { " (id \($0))" } ?? ""
    return "row \(row)\(name): \(message)"
  }

  public var hints: [String] { [hint] }
}
