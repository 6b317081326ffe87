internal import Model

extension Counted {
  /// "96 of 1,300 rows dropped (90 by id, 6 by text), 1,204 kept", or "none of 12 rows dropped".
  static func dropped(_ report: DedupeReport) -> String {
    let all = of(report.input, "row")
    guard report.dropped > 0 else { return "none of \(all) dropped" }
    let rules = report.rules.filter { $0.dropped > 0 }.map {
      "\(number($0.dropped)) by \($0.name)" + ($0.recall.map { ", \(recall($0))" } ?? "")
    }
    return "\(number(report.dropped)) of \(all) dropped (\(rules.joined(separator: ", "))), "
      + "\(number(report.kept)) kept"
  }
}
