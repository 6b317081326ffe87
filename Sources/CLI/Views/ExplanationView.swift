internal import Engine
internal import Model
internal import Wire

/// Everything about one point, for a person.
struct ExplanationView {
  let palette: Palette
  let isFull: Bool

  func text(_ explanation: Explanation) -> String {
    let title =
      palette.paint(explanation.plan.owner, .bold) + "  point \(explanation.id): "
      + ExplanationWords(explanation: explanation).sentence
    let parts: [(String, [String])] = [
      ("source", source(explanation)), ("replaced", replaced(explanation)),
      ("desired", desired(explanation)), ("live", live(explanation)),
      ("blocked", explanation.plan.blocks.map { "\($0.code): \($0.message)" }),
    ]
    let lines = parts.flatMap { name, texts in
      texts.enumerated().map { "  " + ($0 == 0 ? name : "").padded(to: 10) + $1 }
    }
    return ([title] + lines).joined(separator: "\n") + "\n"
  }

  private func source(_ explanation: Explanation) -> [String] {
    let from = explanation.plan.source
    let place = ([from.name] + [from.version].compactMap(\.self)).joined(separator: " ").printable
    if explanation.rows.isEmpty { return ["no row of \(place) has this id"] }
    return explanation.rows.map { row in
      let name = DedupeView.name(row.row) + " of \(place)"
      guard let drop = row.drop else { return name + ", kept" }
      return name + ", dropped by rule \(drop.rule + 1) (\(drop.ruleName)): "
        + DedupeView.verdict(drop)
        + (drop.similarity == nil ? "" : "; \(DedupeView.likeness(drop))")
    }
  }

  private func replaced(_ explanation: Explanation) -> [String] {
    let rows = explanation.replaced.map { drop in
      "\(DedupeView.name(drop.row)), point \(drop.row.point), by rule \(drop.rule + 1) "
        + "(\(drop.ruleName)): \(drop.reason.shortened.printable)"
        + (drop.similarity == nil ? "" : "; \(DedupeView.likeness(drop))")
    }
    let hidden = explanation.replacedHidden
    return hidden > 0 ? rows + ["and \(Counted.of(hidden, "more row"))"] : rows
  }

  private func desired(_ explanation: Explanation) -> [String] {
    guard let desired = explanation.desired else { return ["nothing"] }
    return [payload(desired.payload), fingerprint(desired.fingerprint)]
  }

  private func live(_ explanation: Explanation) -> [String] {
    guard let live = explanation.live else { return ["nothing"] }
    let owner = live.mark.map { "owned by \($0.owner)" } ?? "owned by nobody"
    var lines = ["in \(live.collection), \(owner.printable)"]
    if isFull { lines.append(payload(live.payload)) }
    if let mark = live.mark { lines.append(fingerprint(mark.fingerprint)) }
    return lines
  }

  private func payload(_ payload: PayloadObject) -> String {
    guard !isFull else { return "payload " + JSONWriter.text(.object(payload)).printable }
    let parts = payload.map { "\($0.shortened) \(JSONWriter.text($1).shortened)" }
    return "payload " + (parts.isEmpty ? "empty" : parts.joined(separator: ", ").printable)
  }

  private func fingerprint(_ fingerprint: Fingerprint) -> String {
    "fingerprint: vector \(fingerprint.vector), payload \(fingerprint.payload)"
  }
}
