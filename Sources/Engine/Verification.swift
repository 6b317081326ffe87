internal import Intake
public import Model

/// What a verify found, measured on the live collection.
public struct Verification: Hashable, Sendable {
  /// What a plan made at the same time says; empty when the collection is in line.
  public var plan: Plan
  public var livePoints: Int
  public var desiredPoints: Int
  /// How many points were read back whole and compared with the source.
  public var sampled: Int
  public var vectorMismatches: [PointID]
  public var payloadMismatches: [PointID]
  /// Of the sampled points: how many find themselves by exact search, and how many were asked.
  public var recalled: Int
  public var probed: Int

  /// A point that has more than ten exact copies may rightly not find itself, so not all must.
  public var recallIsGood: Bool { recalled * 10 >= probed * 9 }

  public var isClean: Bool {
    plan.isEmpty && vectorMismatches.isEmpty && payloadMismatches.isEmpty && recallIsGood
  }
}

extension Reconciler {
  /// Counts, id sets and fingerprints of everything, and whole points of an even sample.
  public func verify(sample: Int) async throws -> Verification {
    let planned = try await plan()
    var result = Verification(
      plan: planned.plan, livePoints: 0, desiredPoints: planned.work.desired.points.count,
      sampled: 0, vectorMismatches: [], payloadMismatches: [], recalled: 0, probed: 0)
    guard let live = planned.plan.target.live else { return result }
    try await withReader(of: workshop.target(of: manifest)) { reader in
      result.livePoints = try await reader.collection(live)?.points ?? 0
      guard planned.plan.hold == nil else { return }
      try await comparePoints(planned, live, reader, sample: sample, &result)
    }
    return result
  }

  private func comparePoints(
    _ planned: PlannedWork, _ live: String, _ reader: any TargetReader, sample: Int,
    _ result: inout Verification
  ) async throws {
    let supply = SourcePoints(
      planned.source.rows, mapping: RowMapping(manifest, version: planned.source.version))
    let wanted = evenSample(planned.work, count: sample)
    for start in stride(from: 0, to: wanted.count, by: 200) {
      let batch = Array(wanted[start..<min(start + 200, wanted.count)])
      let expected = try await supply.points(batch)
      let stored = try await reader.points(expected.map(\.id), in: live)
      try await compare(expected, stored, live, reader, &result)
    }
  }

  /// Only points that the plan leaves alone: the others are known to differ.
  private func evenSample(_ work: PlanWork, count: Int) -> [DesiredPoint] {
    let kept = work.steps.indices.filter { work.steps[$0] == .keep }
    guard count > 0, !kept.isEmpty else { return [] }
    let stride = max(1, kept.count / count)
    return Swift.stride(from: 0, to: kept.count, by: stride).prefix(count).map {
      work.desired.points[kept[$0]]
    }
  }

  private func compare(
    _ expected: [Point], _ stored: [StoredPoint], _ live: String, _ reader: any TargetReader,
    _ result: inout Verification
  ) async throws {
    let byID = Dictionary(stored.map { ($0.id, $0) }) { first, _ in first }
    for point in expected {
      result.sampled += 1
      guard let found = byID[point.id] else { continue }
      if !VectorComparison.agree(point.vectors, found.vectors, manifest.collection) {
        result.vectorMismatches.append(point.id)
      }
      if found.payload != point.payload { result.payloadMismatches.append(point.id) }
      guard case .dense(let vector)? = point.vectors.byName.first?.vector,
        let name = point.vectors.byName.first?.name
      else { continue }
      result.probed += 1
      let nearest = try await reader.nearest(to: vector, named: name, in: live, limit: 10)
      if nearest.contains(point.id) { result.recalled += 1 }
    }
  }
}
