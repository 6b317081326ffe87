internal import Engine
internal import Model
internal import Wire

/// What dedupe would drop.
struct DedupeView {
  let palette: Palette

  func text(_ preview: DedupePreview) -> String {
    let report = preview.report
    let source = ([preview.name] + [preview.version].compactMap(\.self)).joined(separator: " ")
    var lines = [
      palette.paint(preview.owner, .bold)
        + "  \(Counted.of(report.input, "row")) of \(source.printable): "
        + "\(Counted.number(report.kept)) kept, \(Counted.number(report.dropped)) dropped"
    ]
    if report.rules.isEmpty { lines.append("  the manifest has no dedupe rules") }
    for (number, rule) in report.rules.enumerated() {
      lines.append("  rule \(number + 1)  \(rule.name): \(Counted.number(rule.dropped)) dropped")
      if let recall = rule.recall { lines.append("          " + Counted.measured(recall)) }
      for drop in preview.drops where drop.rule == number {
        lines += DedupeView.lines(drop).map { "    " + $0 }
      }
    }
    if preview.hidden > 0 {
      lines.append("  and \(Counted.number(preview.hidden)) more; see them with --limit")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One dropped row: the verdict, then what the two have in common.
  private static func lines(_ drop: DroppedRow) -> [String] {
    ["\(name(drop.row)): \(verdict(drop))", "    \(likeness(drop))"]
  }

  /// "older updated_at: 1, not 2; row 4 (b) stays".
  static func verdict(_ drop: DroppedRow) -> String {
    var text = "\(drop.reason.shortened.printable); \(name(drop.survivor)) stays"
    if let final = drop.final { text += ", until a later rule keeps \(name(final)) instead" }
    return text
  }

  /// "same text "a"", or "similarity 0.991234 to row 4 (b)".
  static func likeness(_ drop: DroppedRow) -> String {
    guard let similarity = drop.similarity else { return "same \(key(drop))" }
    return "similarity \(Counted.similarity(similarity)) to \(name(drop.survivor))"
  }

  private static func key(_ drop: DroppedRow) -> String {
    drop.key.map { "\($0.name) \(JSONWriter.text($0.value).shortened)" }.joined(separator: ", ")
      .printable
  }

  static func name(_ row: NamedRow) -> String {
    "row \(row.position)" + (row.source.map { " (\($0.description.shortened.printable))" } ?? "")
  }

  static func json(_ preview: DedupePreview) -> JSON {
    [
      "owner": .string(preview.owner), "name": .string(preview.name),
      "version": JSON(preview.version), "input": JSON(preview.report.input),
      "kept": JSON(preview.report.kept), "dropped": JSON(preview.report.dropped),
      "rules": .array(
        preview.report.rules.map(PlanJSON.rule)),
      "drops": .array(preview.drops.map(drop)), "hidden": JSON(preview.hidden),
    ]
  }

  static func drop(_ drop: DroppedRow) -> JSON {
    [
      "rule": JSON(drop.rule + 1), "by": .string(drop.ruleName),
      "key": .object(drop.key.map { JSON.Member($0.name, JSON($0.value)) }),
      "row": row(drop.row), "survivor": row(drop.survivor),
      "final_survivor": row(drop.final ?? drop.survivor), "reason": .string(drop.reason),
    ]
  }

  static func row(_ row: NamedRow) -> JSON {
    let source: JSON =
      switch row.source {
      case nil: .null
      case .number(let number): PlanJSON.id(.number(number))
      case .text(let text): .string(text)
      }
    return ["position": JSON(row.position), "id": source, "point": PlanJSON.id(row.point)]
  }
}

extension String {
  /// At most 60 characters of it.
  var shortened: String {
    count > 60 ? prefix(59) + "…" : self
  }
}
