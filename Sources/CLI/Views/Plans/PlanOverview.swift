internal import Model

/// The end of several plans: one line for each, so that nobody has to scroll for the one that deletes.
struct PlanOverview {
  private let plans: [Plan]

  init(_ plans: [Plan]) {
    self.plans = plans
  }

  /// Empty where one plan speaks for itself.
  var text: String {
    guard plans.count > 1 else { return "" }
    let width = plans.map(\.owner.count).max() ?? 0
    let lines = plans.map { plan in
      let gap = String(repeating: " ", count: width - plan.owner.count + 2)
      return "  \(plan.owner.printable)\(gap)\(words(plan))\n"
    }
    return "\nAll \(plans.count) plans\n" + lines.joined()
  }

  private func words(_ plan: Plan) -> String {
    var parts: [String] = []
    if !plan.canApply {
      parts.append("BLOCKED (\(plan.blocks.map(\.code).joined(separator: ", ")))")
    }
    if plan.isDrift { parts.append("DRIFT") }
    parts.append(action(plan))
    return parts.joined(separator: ", ")
  }

  private func action(_ plan: Plan) -> String {
    if plan.hold != nil { return "held by a rollback" }
    let writes = Counted.of(plan.points.upserts, "point")
    return switch plan.verdict {
    case .nothing: "no changes"
    case .create: "creates a collection with \(writes)"
    case .update where plan.points.upserts == 0: "updates in place"
    case .update: "updates \(writes) in place"
    case .delete:
      "DELETES \(Counted.number(plan.points.deleted)) of "
        + Counted.of(plan.points.ownedBefore, "point")
        + (plan.points.upserts == 0 ? "" : ", updates \(writes)")
    case .replace: "REPLACES its collection"
    }
  }
}
