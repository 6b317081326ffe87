import Model
import TestSupport

@testable import Planning

/// Small building blocks for plans.
enum Samples {
  static func manifest(
    alias: String? = "docs-live", sync: SyncSpec = SyncSpec(prune: true),
    declared: PayloadObject = ["vectors": ["size": .int(4), "distance": .string("Cosine")]]
  ) -> Manifest {
    Manifest(
      name: "docs", source: SourceSpec(store: "local", name: "docs"),
      target: TargetSpec(connection: "local", collection: "docs", alias: alias),
      collection: CollectionSpec(
        declared: declared, vectors: ["": VectorSpace(size: 4, distance: .cosine)]),
      sync: sync)
  }

  static func fingerprint(_ content: Int, payload: Int? = nil) -> Fingerprint {
    Fingerprint(
      vector: Hash128(high: 1, low: UInt64(content)),
      payload: Hash128(high: 2, low: UInt64(payload ?? content)))
  }

  static func desired(_ points: [(PointID, Fingerprint)], dropped: [PointID] = []) -> DesiredSet {
    let sorted = points.sorted { $0.0 < $1.0 }
    return DesiredSet(
      points: ContiguousArray(
        sorted.enumerated().map { DesiredPoint(id: $1.0, fingerprint: $1.1, row: $0) }),
      digest: Hash128(high: 7, low: UInt64(points.count)),
      dedupe: DedupeReport(input: points.count), rows: points.count, dropped: dropped)
  }

  static func desired(count: Int) -> DesiredSet {
    desired((0..<count).map { (.number(UInt64($0)), fingerprint($0)) })
  }

  static func state(
    _ collections: [String: Int] = [:], generations: [Generation] = [],
    aliases: [String: String] = [:], others: [String: String] = [:], hold: RollbackHold? = nil,
    applied: AppliedState? = nil,
    config: PayloadObject = ["vectors": ["size": .int(4), "distance": .string("Cosine")]]
  ) -> LiveState {
    var state = LiveState(
      facts: TargetFacts(kind: "local", address: "./plumb.db"), others: others, aliases: aliases)
    if !generations.isEmpty || hold != nil {
      state.entry = LedgerEntry(
        owner: "docs", serial: 3, applied: applied, generations: generations, hold: hold)
    }
    for (name, points) in collections {
      state.collections[name] = LiveCollection(name: name, config: config, points: points)
    }
    return state
  }

  static func request(
    _ manifest: Manifest = manifest(), desired: DesiredSet, state: LiveState,
    approvals: Set<SyncSpec.Approval> = []
  ) -> PlanRequest {
    PlanRequest(
      manifest: manifest,
      source: StoreVersion(name: "docs", version: "v1", files: []), desired: desired, state: state,
      base: PlanBase(
        manifest: "m", source: "s", desired: desired.digest.description, config: "c", live: "l",
        serial: 3),
      approvals: approvals)
  }

  /// The plan when the live collection holds exactly these points.
  static func plan(_ request: PlanRequest, live: [LivePoint] = []) -> PlanWork {
    let layout = request.layout
    var differ = request.differ(layout)
    var losses = request.losses(layout)
    if layout.exists { differ.take(live) }
    losses?.take(live)
    return Planner.plan(request, layout, differ.finish(), losses: losses.map { $0.finish() })
  }

  static func owned(_ range: Range<Int>, owner: String = "docs") -> [LivePoint] {
    range.map {
      LivePoint(
        id: .number(UInt64($0)),
        mark: LivePoint.Mark(owner: owner, fingerprint: fingerprint($0)))
    }
  }
}
