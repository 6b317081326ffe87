internal import Model

/// A replacement, step by step: what is built, what must hold before readers are switched, and what
/// goes only after that.
struct PlanSteps {
  private let plan: Plan
  private let lines: PlanLines

  init(_ plan: Plan) {
    self.plan = plan
    lines = PlanLines(plan)
  }

  var all: [PlanStory.Line] {
    let steps = [build] + writes + [check] + swap + drops
    let numbered = steps.enumerated().map { index, step in
      var step = step
      step.text = "step \(index + 1)  " + step.text
      return step
    }
    return lines.interrupted + [heading] + losses + lines.schema + numbered + lines.leftAlone
  }

  private var new: String { "\"\(plan.target.physical)\"" }
  private var old: String { "\"\(plan.target.live ?? plan.target.collection)\"" }

  private var isKept: Bool { !plan.retired.contains { $0 == plan.target.live } }

  private var heading: PlanStory.Line {
    lines.line(.replace, 0, "collection \(old) will be replaced by \(new)")
  }

  /// Nothing is deleted in place, but what is not desired is gone for readers after the swap.
  private var losses: [PlanStory.Line] {
    guard let losses = plan.losses, losses.deleted > 0 else { return [] }
    let share = Counted.percent(losses.deleted, of: losses.ownedBefore)
    let text =
      "points  \(Counted.number(losses.deleted)) of \(Counted.number(losses.ownedBefore)) (\(share)) "
      + "will be gone for readers"
    return [lines.line(.delete, 1, text, lines.reasons([.leftSource, .lostDedupe], in: losses))]
  }

  private var build: PlanStory.Line {
    let indexes = plan.indexes.compactMap { change in
      change.after.map { "payload index \(change.field)  \(SettingWords.value($0))" }
    }
    var details = SettingWords.lines(plan.declared) + indexes
    let present = plan.points.ownedBefore
    if present > 0 {
      details.append("of its points, \(Counted.number(present)) are already there")
    }
    return lines.line(.create, 1, "build \(new)", details)
  }

  private var writes: [PlanStory.Line] {
    lines.deletions + lines.insertions + lines.rewrites + lines.payloads
  }

  private var check: PlanStory.Line {
    lines.line(
      .gate, 1, "check \(new): ready, and every id and fingerprint as planned",
      ["if it is not, the apply stops here and readers keep \(old)"])
  }

  private var swap: [PlanStory.Line] {
    guard let change = plan.alias else { return [] }
    let before = change.before.map { "\"\($0)\" -> " } ?? "-> "
    return [
      lines.line(
        .change, 1, "swap alias \"\(change.alias)\"  \(before)\"\(change.after)\"",
        ["in one request; \(old) \(isKept ? "stays for 'plumb rollback'" : "is dropped below")"])
    ]
  }

  private var drops: [PlanStory.Line] {
    plan.retired.map { PlanLines.dropped($0, depth: 1) }
  }
}
