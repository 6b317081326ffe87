internal import Engine
internal import Model
internal import Wire

/// What a plan does with a point, and why, in one sentence.
struct ExplanationWords {
  let explanation: Explanation

  var sentence: String {
    switch explanation.outcome {
    case .insert: "will be inserted: \(insertion)"
    case .rewrite: "will be rewritten: \(rewriting)"
    case .payloadOnly: "its payload will be written, and its vector stays: \(changes)"
    case .delete: "will be deleted: \(departure)"
    case .keep: keeping
    case .retained: "stays, though \(departure): `sync.prune` is false"
    case .unmanaged: "is never touched: it carries no mark of plumb's" + contested
    case .otherOwner:
      "is never touched: it belongs to \"\(explanation.live?.mark?.owner ?? "")\"" + contested
    case .leftBehind: "is not built into the new generation: \(departure)"
    case .held: "stays as it is: a rollback holds generation \(generation)"
    case .absent: "is not live and will not be: \(departure)"
    }
  }

  private var insertion: String {
    switch explanation.reason {
    case .newGeneration:
      "\(explanation.plan.target.physical) is built as a new generation"
    case .missing: "it was applied before, and is missing"
    default: "it is new"
    }
  }

  private var rewriting: String {
    explanation.reason == .vectorAndPayload
      ? "vector changed; payload changed: \(changes)" : "vector changed"
  }

  private var departure: String {
    explanation.rows.isEmpty
      ? "no row of the source has this id" : "every row with this id fell to dedupe"
  }

  /// A mark says what was written. Who changes a payload by hand leaves it as it was.
  private var keeping: String {
    guard !explanation.changes.isEmpty else { return "is as it should be; nothing will be done" }
    return "nothing will be done: its mark is right, but its payload was changed behind it: "
      + "\(changes); 'plumb verify' compares content"
  }

  private var contested: String {
    explanation.desired == nil ? "" : ", though the manifest wants a point of this id"
  }

  private var generation: Int { explanation.plan.hold?.generation ?? 0 }

  /// "page 3 -> 4, source none -> \"a\"".
  private var changes: String {
    guard !explanation.changes.isEmpty else { return "its fingerprint differs" }
    let shown = explanation.changes.prefix(5).map { change in
      "\(change.key.shortened) \(text(change.before)) -> \(text(change.after))"
    }
    let more = explanation.changes.count - shown.count
    return (shown.joined(separator: ", ") + (more > 0 ? ", and \(more) more" : "")).printable
  }

  private func text(_ value: PayloadValue?) -> String {
    value.map { JSONWriter.text($0).shortened } ?? "none"
  }
}
