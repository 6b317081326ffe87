internal import Intake
internal import Model
internal import Wire

/// A decision between two rows in words, from the point of view of the one that falls.
struct DropReason {
  let rule: DedupeRule
  let fallen: SourceRow
  let survivor: SourceRow

  func words(_ decision: DropDecision) -> String {
    switch decision {
    case .position: rule.keep == .first ? "an earlier row stays" : "a later row stays"
    case .missing: "no \(subject)"
    case .order: "\(comparative) \(subject): \(value(fallen)), not \(value(survivor))"
    case .tie(let tie): prefix + words(tie)
    }
  }

  private func words(_ tie: DropDecision.TieBreak) -> String {
    switch tie {
    case .id: "the lower id stays"
    case .content: "the lower content hash stays"
    case .nothing: "equal in everything"
    }
  }

  private var subject: String { rule.keep == .longest ? "text" : rule.order ?? "order" }

  private var comparative: String {
    switch rule.keep {
    case .newest: "older"
    case .oldest: "newer"
    case .highest: "lower"
    case .longest: "shorter"
    case .any, .first, .last: "other"
    }
  }

  /// What made it a tie, where the rule compares something.
  private var prefix: String {
    switch rule.keep {
    case .any, .first, .last: ""
    case .longest: fallen.text == nil ? "no text in both; " : "equally long text; "
    case .newest, .oldest, .highest:
      order(fallen) == nil ? "no \(subject) in both; " : "same \(subject); "
    }
  }

  private func value(_ row: SourceRow) -> String {
    if rule.keep == .longest { return "\(row.text?.unicodeScalars.count ?? 0) characters" }
    guard let value = order(row) else { return "nothing" }
    if case .string(let text) = value { return text }
    return JSONWriter.text(value)
  }

  private func order(_ row: SourceRow) -> PayloadValue? {
    let value = rule.order.flatMap { row.metadata.value(at: $0) }
    return value == .null ? nil : value
  }
}
