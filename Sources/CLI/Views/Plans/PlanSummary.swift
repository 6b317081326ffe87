internal import Model

/// The last lines: every count, also those that are zero, so that nothing is said by silence.
struct PlanSummary {
  private let plan: Plan

  init(_ plan: Plan) {
    self.plan = plan
  }

  var lines: [String] { [collections, points, total] }

  private var collections: String {
    var counts = (create: 0, change: 0, replace: 0)
    switch plan.collection {
    case .keep: break
    case .create: counts.create = 1
    case .update: counts.change = 1
    case .replace: counts.replace = 1
    }
    let word = counts.create == 1 ? "collection" : "collections"
    return "Plan: \(counts.create) \(word) to create, \(counts.change) to change, "
      + "\(counts.replace) to replace, \(plan.retired.count) to drop."
  }

  private var points: String {
    let points = plan.points
    return "Points: \(Counted.number(points.inserted)) to insert, "
      + "\(Counted.number(points.rewritten)) to rewrite, "
      + "\(Counted.number(points.payloadOnly)) payload only, "
      + "\(Counted.number(points.deleted)) to delete."
  }

  /// What readers see of this manifest's points, before and after. In a replacement that is the old
  /// generation and the new one.
  private var total: String {
    if plan.hold != nil { return "Total: not compared while a rollback holds." }
    let points = plan.points
    let retained =
      points.retained > 0 ? ", \(Counted.number(points.retained)) no longer desired but kept" : ""
    let before = plan.losses?.ownedBefore ?? points.ownedBefore
    return "Total: \(Counted.of(before, "point")) before, "
      + "\(Counted.number(points.ownedAfter)) after; "
      + "\(Counted.number(points.unchanged)) unchanged\(retained)."
  }
}
