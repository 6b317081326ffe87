internal import Model

/// The first sentence: the worst thing that the plan does, in words.
struct PlanVerdict {
  private let plan: Plan
  private var points: PointChanges { plan.points }

  init(_ plan: Plan) {
    self.plan = plan
  }

  var sentence: String {
    if let hold = plan.hold {
      return "HELD at generation \(hold.generation) by a rollback. Nothing is changed until the "
        + "manifest changes or the hold is released."
    }
    let sentence = action
    return plan.isDrift
      ? "DRIFT. The live collection was changed outside plumb. " + sentence : sentence
  }

  private var action: String {
    switch plan.verdict {
    case .nothing: nothing
    case .create:
      "Creates collection \"\(plan.target.physical)\". Nothing existing is changed or deleted."
    case .update: "Updates in place: \(changes). Nothing is deleted."
    case .delete: "DELETES \(deletions). \(rest)"
    case .replace:
      "REPLACES collection \"\(plan.target.live ?? plan.target.collection)\" by a new generation. "
        + "Readers keep the old one until the alias is swapped."
    }
  }

  private var nothing: String {
    "No changes. The live collection is what the manifest says."
  }

  private var deletions: String {
    let share = Counted.percent(points.deleted, of: points.ownedBefore)
    return
      "\(Counted.of(points.deleted, "point")) (\(share) of \(Counted.number(points.ownedBefore)))"
  }

  private var rest: String {
    points.upserts + plan.schema.count + plan.indexes.count == 0
      ? "Nothing else changes." : "Also \(changes), in place."
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
    if !plan.retired.isEmpty { parts.append(Counted.of(plan.retired.count, "old generation")) }
    if parts.isEmpty { parts.append("the record of an interrupted apply is completed") }
    return parts.joined(separator: ", ")
  }
}
