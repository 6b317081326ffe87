import Model
import TestSupport
import Testing

@testable import Planning

@Suite struct `Guards` {
  private let complete = Generation(number: 1, collection: "docs", isComplete: true)

  private func settled(_ points: Int) -> LiveState {
    Samples.state(["docs": points], generations: [complete], aliases: ["docs-live": "docs"])
  }

  private func codes(_ work: PlanWork) -> [String] { work.plan.blocks.map(\.code) }

  @Test func `an empty source deletes nothing, whatever is allowed`() {
    let sync = SyncSpec(prune: true, allow: [.deletes, .replace])
    let work = Samples.plan(
      Samples.request(
        Samples.manifest(sync: sync), desired: Samples.desired(count: 0), state: settled(50),
        approvals: [.deletes]),
      live: Samples.owned(0..<50))
    #expect(codes(work) == ["PL502"])
    #expect(!work.plan.canApply)
  }

  @Test func `a source with too few rows is taken for broken`() {
    let work = Samples.plan(
      Samples.request(
        Samples.manifest(sync: SyncSpec(prune: true, minRows: 10)),
        desired: Samples.desired(count: 9), state: settled(0)))
    #expect(codes(work) == ["PL503"])
  }

  @Test func `a source that differs from its catalog is taken for cut short`() {
    var request = Samples.request(desired: Samples.desired(count: 9), state: settled(0))
    request.source.entry = CatalogFacts(documents: 10)
    #expect(codes(Samples.plan(request)) == ["PL504"])
  }

  /// Live points, desired points, limit by count, limit by percent, blocked?
  @Test(arguments: [
    (100, 95, 1000, 10.0, false), (100, 90, 1000, 10.0, false), (100, 89, 1000, 10.0, true),
    (100, 95, 4, 10.0, true), (100, 96, 4, 10.0, false), (3, 2, 1000, 10.0, true),
    (3, 2, 1000, 40.0, false), (100, 1, 1000, 100.0, false), (100, 100, 0, 0.0, false),
    (100, 99, 0, 100.0, true), (100, 99, 1000, 0.0, true),
  ])
  func `both limits of maxDelete hold`(
    live: Int, desired: Int, count: Int, percent: Double, isBlocked: Bool
  ) {
    let limit = DeleteLimit(count: count, percent: percent)
    for approvals in [Set<SyncSpec.Approval>(), [.deletes]] {
      let work = Samples.plan(
        Samples.request(
          Samples.manifest(sync: SyncSpec(prune: true, maxDelete: limit)),
          desired: Samples.desired(count: desired), state: settled(live), approvals: approvals),
        live: Samples.owned(0..<live))
      #expect(codes(work) == (isBlocked && approvals.isEmpty ? ["PL514"] : []))
      #expect(work.plan.points.deleted == live - desired)
    }
  }

  @Test func `without prune nothing is deleted and nothing is blocked`() {
    let work = Samples.plan(
      Samples.request(
        Samples.manifest(sync: SyncSpec(prune: false)), desired: Samples.desired(count: 1),
        state: settled(100)),
      live: Samples.owned(0..<100))
    #expect(work.deletions.isEmpty)
    #expect(work.plan.points.retained == 99)
    #expect(work.plan.isEmpty)
    #expect(work.plan.canApply)
  }

  private func resized(_ sync: SyncSpec, alias: String? = "docs-live") -> Manifest {
    Samples.manifest(
      alias: alias, sync: sync,
      declared: ["vectors": ["size": .int(8), "distance": .string("Cosine")]])
  }

  @Test func `a replacement needs approval, in the manifest or by a person`() {
    let desired = Samples.desired(count: 50)
    let live = Samples.owned(0..<50)
    let plain = resized(SyncSpec(prune: true))
    let approved = resized(SyncSpec(prune: true, allow: [.replace]))
    #expect(
      codes(Samples.plan(Samples.request(plain, desired: desired, state: settled(50)), live: live))
        == ["PL513"])
    #expect(
      codes(
        Samples.plan(
          Samples.request(
            plain, desired: desired, state: settled(50), approvals: [.replace]), live: live)) == [])
    #expect(
      codes(
        Samples.plan(Samples.request(approved, desired: desired, state: settled(50)), live: live))
        == [])
  }

  @Test func `a forbidden replacement cannot be approved on the command line`() {
    let work = Samples.plan(
      Samples.request(
        resized(SyncSpec(prune: true, replace: .forbid)), desired: Samples.desired(count: 5),
        state: settled(5), approvals: [.replace]), live: Samples.owned(0..<5))
    #expect(codes(work) == ["PL510"])
  }

  @Test func `a replacement without an alias has nothing to swap`() {
    let state = Samples.state(["docs": 5], generations: [complete])
    let work = Samples.plan(
      Samples.request(
        resized(SyncSpec(prune: true), alias: nil), desired: Samples.desired(count: 5),
        state: state, approvals: [.replace]), live: Samples.owned(0..<5))
    #expect(codes(work) == ["PL511"])
  }

  @Test func `a replacement does not leave points of others behind`() {
    let live = Samples.owned(0..<5) + [LivePoint(id: .number(9), mark: nil)]
    let work = Samples.plan(
      Samples.request(
        resized(SyncSpec(prune: true)), desired: Samples.desired(count: 5), state: settled(6),
        approvals: [.replace]), live: live)
    #expect(codes(work) == ["PL512"])
  }

  @Test func `what readers would lose by a replacement counts as deleted`() {
    let work = Samples.plan(
      Samples.request(
        resized(SyncSpec(prune: false)), desired: Samples.desired(count: 50),
        state: settled(100), approvals: [.replace]), live: Samples.owned(0..<100))
    #expect(codes(work) == ["PL514"])
    #expect(work.plan.points.inserted == 50)
  }

  @Test func `what a killed apply left in a new generation goes, also without prune`() {
    let manifest = resized(SyncSpec(prune: false, allow: [.replace]))
    var state = Samples.state(
      ["docs": 5],
      generations: [complete, Generation(number: 2, collection: "docs__g2", isComplete: false)],
      aliases: ["docs-live": "docs"])
    state.collections["docs__g2"] = LiveCollection(
      name: "docs__g2", config: manifest.collection.declared, points: 2)
    let request = Samples.request(manifest, desired: Samples.desired(count: 5), state: state)
    let layout = request.layout
    var differ = request.differ(layout)
    differ.take(Samples.owned(4..<7))
    var losses = request.losses(layout)
    losses?.take(Samples.owned(0..<5))
    let work = Planner.plan(request, layout, differ.finish(), losses: losses.map { $0.finish() })
    #expect(work.deletions == [.number(5), .number(6)])
    #expect(work.plan.points.inserted == 4)
    #expect(work.plan.canApply)
  }

  @Test func `a collection of another manifest is not touched`() {
    let state = Samples.state(["docs": 5], others: ["docs": "papers"])
    let work = Samples.plan(
      Samples.request(desired: Samples.desired(count: 5), state: state),
      live: Samples.owned(10..<15, owner: "papers"))
    #expect(codes(work) == ["PL505"])
    #expect(work.plan.blocks[0].message == "collection \"docs\" belongs to manifest \"papers\"")
  }

  @Test func `a collection that is nobody's is taken over only when it is empty`() {
    let full = Samples.plan(
      Samples.request(desired: Samples.desired(count: 5), state: Samples.state(["docs": 5])))
    let empty = Samples.plan(
      Samples.request(desired: Samples.desired(count: 5), state: Samples.state(["docs": 0])))
    #expect(codes(full) == ["PL505"])
    #expect(codes(empty) == [])
  }

  @Test func `an alias that leads elsewhere is not taken`() {
    let state = Samples.state(
      ["docs": 5], generations: [complete], aliases: ["docs-live": "somewhere"])
    let work = Samples.plan(
      Samples.request(desired: Samples.desired(count: 5), state: state),
      live: Samples.owned(0..<5))
    #expect(codes(work) == ["PL506"])
  }

  @Test func `points of others and without a mark are not overwritten`() {
    let live =
      Samples.owned(0..<2) + Samples.owned(2..<3, owner: "papers")
      + [LivePoint(id: .number(3), mark: nil), LivePoint(id: .number(9), mark: nil)]
    let work = Samples.plan(
      Samples.request(desired: Samples.desired(count: 4), state: settled(5)), live: live)
    #expect(codes(work) == ["PL507", "PL508"])
    #expect(work.plan.points.writes == 0)
    #expect(work.plan.points.reasons.map(\.contested) == [1, 1])
    #expect(work.plan.points.reasons[0].samples == [.number(3), .number(9)])
  }

  @Test func `a suspended manifest says why`() {
    var request = Samples.request(desired: Samples.desired(count: 5), state: settled(0))
    request.manifest.suspend = Suspension(reason: "reindexing", until: "2026-12-01T00:00:00Z")
    request.isSuspended = true
    let work = Samples.plan(request)
    #expect(work.plan.blocks[0].message == "suspended until 2026-12-01T00:00:00Z: reindexing")
  }
}

@Suite struct `A rollback that holds` {
  private let generations = (1...2).map {
    Generation(number: $0, collection: Generation.name("docs", $0), isComplete: true)
  }

  private func state(_ digest: String) -> LiveState {
    Samples.state(
      ["docs": 3, "docs__g2": 4], generations: generations, aliases: ["docs-live": "docs"],
      hold: RollbackHold(generation: 1, manifestDigest: digest, at: "2026-11-20T00:00:00Z"))
  }

  @Test func `leaves everything alone while the manifest is the same`() {
    let work = Samples.plan(Samples.request(desired: Samples.desired(count: 9), state: state("m")))
    #expect(work.plan.isEmpty)
    #expect(work.plan.hold?.generation == 1)
    #expect(work.steps.allSatisfy { $0 == .keep })
  }

  @Test func `is over when the manifest changes`() {
    let work = Samples.plan(
      Samples.request(desired: Samples.desired(count: 9), state: state("older")),
      live: Samples.owned(0..<3))
    #expect(work.plan.hold == nil)
    #expect(work.plan.points.inserted == 6)
  }
}
