public import Model

/// Puts a plan together from the layout and the merged points, and lets every guard speak.
public enum Planner {
  /// `losses` is what readers would lose by a replacement; nil where nothing is replaced.
  public static func plan(
    _ request: PlanRequest, _ layout: CollectionLayout, _ difference: PointDifference,
    losses: PointDifference? = nil
  ) -> PlanWork {
    if request.hold != nil { return held(request, layout) }
    var plan = draft(request, layout, difference.changes)
    plan.losses = losses?.changes
    plan.isDrift = !plan.isEmpty && request.wasApplied(layout) && isNotOfTheManifest(plan, request)
    let facts = GuardFacts(request: request, plan: plan, losses: losses?.changes)
    plan.blocks = Guards.blocks(facts)
    plan.warnings = Guards.warnings(facts)
    return PlanWork(
      plan: plan, desired: request.desired, steps: difference.steps,
      deletions: difference.deletions)
  }

  /// A schema may differ because the manifest changed; points of the same desired set may not.
  private static func isNotOfTheManifest(_ plan: Plan, _ request: PlanRequest) -> Bool {
    request.state.entry?.applied?.manifestDigest == request.base.manifest
      || (plan.collection == .keep && plan.alias == nil && plan.retired.isEmpty
        && plan.points.writes > 0)
  }

  private static func held(_ request: PlanRequest, _ layout: CollectionLayout) -> PlanWork {
    var plan = draft(request, layout, PointChanges())
    plan.hold = request.hold
    plan.finishesInterrupted = false
    return PlanWork(
      plan: plan, desired: request.desired,
      steps: Array(repeating: .keep, count: request.desired.points.count), deletions: [])
  }

  private static func draft(
    _ request: PlanRequest, _ layout: CollectionLayout, _ points: PointChanges
  ) -> Plan {
    let manifest = request.manifest
    return Plan(
      owner: manifest.name, source: source(request), target: target(request, layout),
      base: request.base, collection: layout.change, schema: layout.schema,
      indexes: layout.indexes, alias: layout.alias, points: points,
      declared: declared(manifest, layout),
      suspension: request.isSuspended ? manifest.suspend : nil, retired: layout.retired,
      finishesInterrupted: request.state.entry?.pending != nil)
  }

  /// Indexes are changes of their own.
  private static func declared(_ manifest: Manifest, _ layout: CollectionLayout) -> PayloadObject {
    switch layout.change {
    case .keep, .update: return PayloadObject()
    case .create, .replace:
      var declared = manifest.collection.declared
      declared["payload_indexes"] = nil
      return declared
    }
  }

  private static func source(_ request: PlanRequest) -> PlannedSource {
    let version = request.source
    return PlannedSource(
      store: request.manifest.source.store, name: version.name, version: version.version,
      isLatest: version.isLatest, files: version.files.count,
      bytes: version.files.reduce(0) { $0 + $1.size }, dedupe: request.desired.dedupe)
  }

  private static func target(_ request: PlanRequest, _ layout: CollectionLayout) -> PlannedTarget {
    let spec = request.manifest.target
    let facts = request.state.facts
    return PlannedTarget(
      connection: spec.connection, kind: facts.kind, address: facts.address,
      collection: spec.collection, alias: spec.alias, live: layout.live,
      physical: layout.physical)
  }
}
