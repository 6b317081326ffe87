internal import Model

/// The first sentence: the worst thing that the plan does, in words.
struct PlanVerdict {
  private let plan: Plan
  private var points: PointChanges { plan.points }

  init(_ plan: Plan) {
    self.plan = plan
  }

  var sentence: String {
    let codes = plan.blocks.map(\.code).joined(separator: ", ")
    let blocked = plan.canApply ? "" : "BLOCKED (\(codes)). "
    if let hold = plan.hold {
      return blocked
        + "HELD at generation \(hold.generation) by a rollback. Nothing is changed until "
        + "the manifest changes or the hold is released."
    }
    let drift = plan.isDrift ? "DRIFT. The live collection was changed outside plumb. " : ""
    return blocked + drift + action
  }

  private var action: String {
    switch plan.verdict {
    case .nothing: nothing
    case .create:
      "Creates collection \"\(plan.target.physical)\" with \(Counted.of(points.inserted, "point")). "
        + (plan.retired.isEmpty ? "Nothing existing is changed or deleted." : retired)
    case .update: update
    case .delete: "DELETES \(Counted.of(points.deleted, "point")) (\(share(points))). \(rest)"
    case .replace: replacement
    }
  }

  private var nothing: String {
    let taken = points.reasons.reduce(0) { $0 + $1.contested }
    guard taken == 0 else {
      return "Nothing can change: \(Counted.of(taken, "desired id")) "
        + "\(taken == 1 ? "belongs" : "belong") to points that are not this manifest's."
    }
    let kept = points.retained
    return kept == 0
      ? "No changes. The live collection is what the manifest says."
      : "No changes. \(Counted.of(kept, "point")) no longer desired \(kept == 1 ? "is" : "are") kept, "
        + "because `sync.prune` is false."
  }

  private var update: String {
    let changes = self.changes
    if changes.isEmpty && plan.retired.isEmpty {
      return "Finishes an interrupted apply: only its record is missing."
    }
    let first = changes.isEmpty ? "" : "Updates in place: \(changes). "
    return first + (plan.retired.isEmpty ? "No point is deleted." : retired)
  }

  private var retired: String {
    "DROPS \(Counted.of(plan.retired.count, "old generation"))."
  }

  private var replacement: String {
    let live = plan.target.live ?? plan.target.collection
    let readers =
      plan.target.alias == nil ? "" : " Readers keep the old one until the alias is swapped."
    var text = "REPLACES collection \"\(live)\" by a new generation.\(readers)"
    if let losses = plan.losses, losses.deleted > 0 {
      text += " Then they LOSE \(Counted.of(losses.deleted, "point")) (\(share(losses)))."
    }
    return plan.retired.isEmpty ? text : text + " \(retired)"
  }

  private func share(_ changes: PointChanges) -> String {
    "\(Counted.percent(changes.deleted, of: changes.ownedBefore)) of "
      + Counted.number(changes.ownedBefore)
  }

  private var rest: String {
    let changes = self.changes
    let also = changes.isEmpty ? "Nothing else changes." : "Also \(changes), in place."
    return plan.retired.isEmpty ? also : "\(also) \(retired)"
  }

  private var changes: String {
    var parts: [String] = []
    if points.inserted > 0 { parts.append("\(Counted.number(points.inserted)) inserted") }
    let rewritten = points.rewritten + points.payloadOnly
    if rewritten > 0 { parts.append("\(Counted.number(rewritten)) rewritten") }
    if !plan.schema.isEmpty { parts.append(Counted.of(plan.schema.count, "setting")) }
    if !plan.indexes.isEmpty {
      parts.append("\(plan.indexes.count) payload index\(plan.indexes.count == 1 ? "" : "es")")
    }
    if plan.alias != nil { parts.append("the alias") }
    return parts.joined(separator: ", ")
  }
}
