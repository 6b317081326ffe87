internal import Intake
public import Model

/// What a verify found, measured on the live collection.
public struct Verification: Hashable, Sendable {
  /// What a plan made at the same time says; empty when the collection is in line.
  public var plan: Plan
  public var livePoints: Int
  public var desiredPoints: Int
  /// Every point was read back, not a sample.
  public var isDeep: Bool
  /// How many points were read back whole and compared with the source.
  public var sampled = 0
  /// Points that the scan saw and that could not be read back.
  public var lost: [PointID] = []
  public var vectorMismatches: [PointID] = []
  public var payloadMismatches: [PointID] = []
  /// Payload indexes that hold fewer points than they must, and how many indexes were looked at.
  public var indexGaps: [IndexGap] = []
  public var indexes = 0
  /// Of the sampled points: how many find themselves by exact search, and how many were asked.
  public var recalled = 0
  public var probed = 0

  /// A point that has more than ten exact copies may rightly not find itself, so not all must.
  public var recallIsGood: Bool { recalled * 10 >= probed * 9 }

  public var isClean: Bool {
    plan.isEmpty && lost.isEmpty && vectorMismatches.isEmpty && payloadMismatches.isEmpty
      && indexGaps.isEmpty && recallIsGood
  }
}

/// How thoroughly a verify looks.
public struct VerificationDepth: Hashable, Sendable {
  /// How many points are read back whole; nil: all.
  public var points: Int?
  /// How many of them are looked for by search, which costs a scan each.
  public var probes: Int

  public static func sample(_ points: Int) -> VerificationDepth {
    VerificationDepth(points: points, probes: points)
  }

  /// Everything that is stored is read and compared with the source.
  public static let deep = VerificationDepth(points: nil, probes: 1000)
}

extension Reconciler {
  /// Counts, id sets and fingerprints of everything, and whole points of an even sample or all of
  /// them: a mark only says what was written once, the content says what is there now.
  public func verify(_ depth: VerificationDepth) async throws -> Verification {
    let planned = try await plan()
    var result = Verification(
      plan: planned.plan, livePoints: 0, desiredPoints: planned.work.desired.points.count,
      isDeep: depth.points == nil)
    guard let live = planned.plan.target.live else { return result }
    try await withReader { reader in
      result.livePoints = try await reader.collection(live)?.points ?? 0
      guard planned.plan.hold == nil else { return }
      let wanted = evenSample(planned.work, count: depth.points ?? Int.max)
      var check = ContentCheck(
        collection: manifest.collection, live: live, probeEvery: wanted.count / max(1, depth.probes)
      )
      let supply = SourcePoints(
        planned.source.rows, mapping: RowMapping(manifest, version: planned.source.version))
      workshop.progress.begin("reading points back", total: wanted.count)
      defer { workshop.progress.end() }
      for start in stride(from: 0, to: wanted.count, by: 200) {
        try Task.checkCancellation()
        let batch = wanted[start..<min(start + 200, wanted.count)].map {
          planned.work.desired.points[$0]
        }
        try await check.take(try await supply.points(batch), reader, &result)
        workshop.progress.advance(by: batch.count)
      }
      check.compare(try await reader.indexed(live), &result)
    }
    return result
  }

  /// Places of points that the plan leaves alone: the others are known to differ.
  private func evenSample(_ work: PlanWork, count: Int) -> [Int] {
    let kept = work.steps.indices.filter { work.steps[$0] == .keep }
    guard count > 0, !kept.isEmpty else { return [] }
    let stride = max(1, kept.count / count)
    return Swift.stride(from: 0, to: kept.count, by: stride).prefix(count).map { kept[$0] }
  }
}

/// Compares whole points as they should be with what is stored.
private struct ContentCheck {
  let collection: CollectionSpec
  let live: String
  let probeEvery: Int
  private var seen = 0
  /// How many of the points must be in an index.
  private var held: [(index: IndexExpectation, points: Int)]

  init(collection: CollectionSpec, live: String, probeEvery: Int) {
    self.collection = collection
    self.live = live
    self.probeEvery = max(1, probeEvery)
    held = IndexExpectation.all(collection).map { ($0, 0) }
  }

  /// Whether the indexes hold what was read back: one of a wrong kind holds nothing, and no search with
  /// a filter finds what it lacks. An index that is not there at all is the plan's to say.
  func compare(_ indexed: [String: Int]?, _ result: inout Verification) {
    for (index, points) in held {
      guard let found = indexed?[index.field] else { continue }
      result.indexes += 1
      if found < points {
        result.indexGaps.append(IndexGap(field: index.field, indexed: found, expected: points))
      }
    }
  }

  mutating func take(
    _ expected: [Point], _ reader: any TargetReader, _ result: inout Verification
  ) async throws {
    let stored = try await reader.points(expected.map(\.id), in: live)
    let byID = Dictionary(stored.map { ($0.id, $0) }) { first, _ in first }
    for point in expected {
      result.sampled += 1
      guard let found = byID[point.id] else {
        result.lost.append(point.id)
        continue
      }
      if !VectorComparison.agree(point.vectors, found.vectors, collection) {
        result.vectorMismatches.append(point.id)
      }
      if found.payload != point.payload { result.payloadMismatches.append(point.id) }
      for place in held.indices where held[place].index.holds(found.payload) {
        held[place].points += 1
      }
      if seen.isMultiple(of: probeEvery) { try await probe(point, reader, &result) }
      seen += 1
    }
  }

  /// By a distance in which nothing is nearer to a point than itself; a product is not one.
  private func probe(
    _ point: Point, _ reader: any TargetReader, _ result: inout Verification
  ) async throws {
    for (name, vector) in point.vectors.byName {
      guard case .dense(let values) = vector, let space = collection.vectors[name],
        space.distance != .dot
      else { continue }
      result.probed += 1
      let nearest = try await reader.nearest(to: values, named: name, in: live, limit: 10)
      if nearest.contains(point.id) { result.recalled += 1 }
      return
    }
  }
}
