import Local
import Model
import TestSupport
import Testing

@testable import Engine

@Suite struct `An explanation agrees with the plan` {
  @Test(arguments: 1...25)
  func `for every id of a generated pair of source and target`(seed: Int) async throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let prune = random.chance(70)
    let bench = try Bench(
      dedupe: [DedupeRule(by: .id, keep: .last), .init(by: .text)], prune: prune)
    let before = (0..<1 + random.below(25)).map { _ in BenchRow(&random, ids: 30) }
    bench.write(before)
    let reconciler = bench.reconciler
    _ = try await reconciler.apply(try await reconciler.plan())
    // Some rows stay as they were, so that there is something to keep.
    let kept = before.filter { _ in random.chance(50) }
    bench.write(kept + (0..<1 + random.below(25)).map { _ in BenchRow(&random, ids: 30) })
    let planned = try await bench.reconciler.plan()
    let explainer = try await bench.reconciler.explainer()
    var counts: [Explanation.Outcome: Int] = [:]
    for id in 0..<31 {
      let id = PointID.number(UInt64(id))
      let explanation = try await explainer.explanation(of: id)
      #expect(explanation.outcome == expected(id, planned.work, explanation), "\(id)")
      #expect(explanation.plan == planned.plan)
      counts[explanation.outcome, default: 0] += explanation.isFound ? 1 : 0
      check(explanation)
    }
    let points = planned.plan.points
    #expect(counts[.insert, default: 0] == points.inserted)
    #expect(counts[.rewrite, default: 0] == points.rewritten)
    #expect(counts[.payloadOnly, default: 0] == points.payloadOnly)
    #expect(counts[.delete, default: 0] == points.deleted)
    #expect(counts[.keep, default: 0] == points.unchanged)
    #expect(counts[.retained, default: 0] == points.retained)
  }

  private func expected(_ id: PointID, _ work: PlanWork, _ explanation: Explanation)
    -> Explanation.Outcome
  {
    if work.deletions.contains(id) { return .delete }
    guard let index = work.desired.points.firstIndex(where: { $0.id == id }) else {
      return explanation.live == nil ? .absent : .retained
    }
    return switch work.steps[index] {
    case .keep: .keep
    case .insert: .insert
    case .rewrite: .rewrite
    case .payloadOnly: .payloadOnly
    }
  }

  /// What it says of the rows and the content has to fit what it says of the plan.
  private func check(_ explanation: Explanation) {
    let kept = explanation.rows.filter { $0.drop == nil }
    #expect(kept.count == (explanation.desired == nil ? 0 : 1))
    #expect(kept.first?.row.position == explanation.desired?.row)
    switch explanation.outcome {
    case .keep: #expect(explanation.changes.isEmpty)
    case .payloadOnly:
      #expect(!explanation.changes.isEmpty)
      #expect(explanation.live?.mark?.fingerprint.vector == explanation.desired?.fingerprint.vector)
    case .rewrite:
      #expect(explanation.live?.mark?.fingerprint.vector != explanation.desired?.fingerprint.vector)
      #expect(explanation.changes.isEmpty == (explanation.reason == .vector))
    case .delete, .retained: #expect(explanation.live != nil && explanation.desired == nil)
    case .insert: #expect(explanation.live == nil && explanation.desired != nil)
    default: break
    }
    if explanation.outcome == .delete {
      #expect(explanation.reason == (explanation.rows.isEmpty ? .leftSource : .lostDedupe))
    }
  }

  @Test func `a point of another owner is never touched, and says whose it is`() async throws {
    let bench = try Bench()
    var random = SeededGenerator(seed: 1)
    bench.write([BenchRow(&random, ids: 1)])
    let reconciler = bench.reconciler
    _ = try await reconciler.apply(try await reconciler.plan())
    let writer = try await LocalTarget(path: bench.scratch.path + "/plumb.db").writer()
    let lock = Lock(
      owner: "other", id: String(repeating: "b", count: 32), holder: "test",
      takenAt: "2026-01-01T00:00:00Z", expiresAt: "2099-01-01T00:00:00Z")
    try await writer.take(lock, now: "2026-01-01T00:00:00Z")
    let hash = Hash128(high: 1, low: 2)
    try await writer.upsert(
      [
        Point(
          id: .number(9), vectors: Vectors(dense: [1, 2]), payload: ["a": .int(1)],
          fingerprint: Fingerprint(vector: hash, payload: hash))
      ], in: "docs", under: lock)
    try await writer.release(lock)
    let explanation = try await bench.reconciler.explainer().explanation(of: .number(9))
    #expect(explanation.outcome == .otherOwner)
    #expect(explanation.reason == .otherOwner)
    #expect(explanation.live?.mark?.owner == "other")
    #expect(explanation.rows.isEmpty)
  }

  @Test func `a replacement inserts what is desired and leaves the rest behind`() async throws {
    var bench = try Bench()
    bench.write([BenchRow(id: 1), BenchRow(id: 2)])
    _ = try await bench.reconciler.apply(try await bench.reconciler.plan())
    bench.manifest = try Bench(distance: "Dot").manifest
    bench.write([BenchRow(id: 1)])
    let explainer = try await bench.reconciler.explainer()
    let desired = try await explainer.explanation(of: .number(1))
    #expect(desired.outcome == .insert)
    #expect(desired.reason == .newGeneration)
    #expect(desired.live?.collection == "docs")
    let gone = try await explainer.explanation(of: .number(2))
    #expect(gone.outcome == .leftBehind)
    #expect(gone.reason == .leftSource)
  }

  @Test func `a rollback holds every point as it is`() async throws {
    var bench = try Bench()
    bench.write([BenchRow(id: 1)])
    _ = try await bench.reconciler.apply(try await bench.reconciler.plan())
    bench.manifest = try Bench(distance: "Dot").manifest
    _ = try await bench.reconciler.apply(try await bench.reconciler.plan())
    _ = try await bench.reconciler.rollback(to: nil)
    bench.write([BenchRow(id: 1, angle: 2), BenchRow(id: 2)])
    let explainer = try await bench.reconciler.explainer()
    let held = try await explainer.explanation(of: .number(1))
    #expect(held.outcome == .held)
    #expect(held.live?.collection == "docs")
    #expect(held.changes.isEmpty)
    #expect(try await explainer.explanation(of: .number(2)).outcome == .held)
  }

  @Test func `a payload changed by hand is seen, though the mark and so the plan are as they were`()
    async throws
  {
    let bench = try Bench()
    bench.write([BenchRow(id: 1)])
    _ = try await bench.reconciler.apply(try await bench.reconciler.plan())
    let planned = try await bench.reconciler.plan()
    let fingerprint = planned.work.desired.points[0].fingerprint
    let writer = try await LocalTarget(path: bench.scratch.path + "/plumb.db").writer()
    let lock = Lock(
      owner: "docs", id: String(repeating: "b", count: 32), holder: "test",
      takenAt: "2026-01-01T00:00:00Z", expiresAt: "2099-01-01T00:00:00Z")
    try await writer.take(lock, now: "2026-01-01T00:00:00Z")
    try await writer.overwritePayload(
      [
        Point(
          id: .number(1), vectors: Vectors([]), payload: ["by": .string("hand")],
          fingerprint: fingerprint)
      ], in: "docs", under: lock)
    try await writer.release(lock)
    let explanation = try await bench.reconciler.explainer().explanation(of: .number(1))
    #expect(explanation.outcome == .keep)
    #expect(explanation.changes == [.init(key: "by", before: .string("hand"), after: nil)])
  }
}
