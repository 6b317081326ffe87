internal import Model
internal import Wire

/// What a look into a store found.
struct StoreView {
  let palette: Palette

  func text(_ version: StoreVersion, _ report: StoreReport) -> String {
    let title = version.version.map { "\(version.name) \($0)" } ?? version.name
    var rows: [(String, String)] = [
      ("format", report.format.rawValue), ("rows", Counted.number(report.rows)),
      ("vectors", vectors(report)), ("lossless", report.isLossless ? "yes" : "no"),
    ]
    if let metric = report.metric { rows.append(("metric", metric)) }
    if let model = report.embeddingModel { rows.append(("embedding", model)) }
    if !report.collections.isEmpty {
      rows.append(("collections", report.collections.joined(separator: ", ")))
    }
    let lines = rows.map { "  " + $0.0.padded(to: 13) + $0.1.printable + "\n" }
    return palette.paint(title.printable, .bold) + "\n" + lines.joined()
  }

  private func vectors(_ report: StoreReport) -> String {
    guard let dimensions = report.dimensions else { return Counted.number(report.vectors) }
    return "\(Counted.number(report.vectors)) with \(Counted.of(dimensions, "dimension"))"
  }

  static func document(_ report: StoreReport) -> KeyValuePairs<String, JSON> {
    [
      "format": .string(report.format.rawValue), "rows": JSON(report.rows),
      "vectors": JSON(report.vectors), "dimensions": report.dimensions.map { JSON($0) } ?? .null,
      "metric": JSON(report.metric), "lossless": .bool(report.isLossless),
      "embedding_model": JSON(report.embeddingModel),
      "collections": .array(report.collections.map { .string($0) }),
      "problems": .array(report.problems.map(problem)),
    ]
  }

  static func problem(_ problem: StoreProblem) -> JSON {
    [
      "code": .string(problem.code), "severity": .string(problem.severity.rawValue),
      "message": .string(problem.message),
    ]
  }
}

extension String {
  /// With spaces at its end up to `width`, and one at least.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
