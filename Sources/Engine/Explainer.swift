internal import Desired
internal import Intake
public import Model

/// A source, a target and the plan between them, to be asked about single points.
public struct Explainer: Sendable {
  /// Rows that a point replaced are listed up to so many.
  public static let limit = 20

  let reading: SourceReading
  let planned: PlannedWork
  private let manifest: Manifest
  private let reader: any TargetReader

  init(
    _ manifest: Manifest, reading: SourceReading, planned: PlannedWork, reader: any TargetReader
  ) {
    self.manifest = manifest
    self.reading = reading
    self.planned = planned
    self.reader = reader
  }

  /// The point id that a text means: an id in any spelling, else a source id, which is hashed.
  public static func id(_ text: String) -> PointID { PointID(ofSource: text) }

  public func explanation(of id: PointID) async throws -> Explanation {
    let numbers = rows(of: id)
    let index = place(of: id)
    let desired = try await desired(at: index)
    let live = try await live(id)
    let outcome = outcome(id, index, live)
    let replaced = replaced(by: numbers)
    let isSame = planned.plan.target.live == planned.plan.target.physical
    var changes: [Explanation.PayloadChange] = []
    if let desired, let live, isSame, outcome != .held {
      changes = Explanation.PayloadChange.between(live.payload, desired.payload)
    }
    return Explanation(
      id: id, rows: try await explained(numbers),
      replaced: try await reading.explained(replaced.prefix(Explainer.limit)),
      replacedHidden: max(0, replaced.count - Explainer.limit), desired: desired, live: live,
      outcome: outcome, reason: reason(outcome, numbers, desired, live), changes: changes,
      plan: planned.plan)
  }

  private func rows(of id: PointID) -> [Int32] {
    let points = reading.candidates.points
    return points.indices.filter { points[$0].id == id }.map(Int32.init)
  }

  private func explained(_ numbers: [Int32]) async throws -> [Explanation.Row] {
    let named = try await reading.named(numbers)
    let drops = try await reading.explained(numbers.compactMap { reading.drops[$0] })
    return numbers.compactMap { number in
      guard let name = named[number]?.name else { return nil }
      return Explanation.Row(row: name, drop: drops.first { $0.row.position == name.position })
    }
  }

  /// Drops of rows of other ids that ended at one of these rows.
  private func replaced(by numbers: [Int32]) -> [Drop] {
    let own = Set(numbers)
    return reading.survivors.drops.filter {
      !own.contains($0.row) && own.contains(reading.last(after: $0))
    }
  }

  private func place(of id: PointID) -> Int? {
    let points = planned.work.desired.points
    return points.firstIndex { $0.id == id }
  }

  private func desired(at index: Int?) async throws -> Explanation.Desired? {
    guard let index else { return nil }
    let wanted = planned.work.desired.points[index]
    let supply = SourcePoints(
      reading.rows, mapping: RowMapping(manifest, version: reading.version))
    let point = try await supply.points([wanted]).first
    return point.map {
      Explanation.Desired(row: wanted.row, fingerprint: $0.fingerprint, payload: $0.payload)
    }
  }

  private func live(_ id: PointID) async throws -> Explanation.Live? {
    guard let collection = planned.plan.target.live else { return nil }
    return try await reader.points([id], in: collection).first.map {
      Explanation.Live(collection: collection, mark: $0.mark, payload: $0.payload)
    }
  }
}

extension Explainer {
  private func outcome(_ id: PointID, _ index: Int?, _ live: Explanation.Live?)
    -> Explanation.Outcome
  {
    if planned.plan.hold != nil { return .held }
    if planned.work.deletions.contains(id) { return .delete }
    let stranger = live.flatMap(stranger)
    guard let index else {
      guard live != nil else { return .absent }
      if let stranger { return stranger }
      if case .replace = planned.plan.collection { return .leftBehind }
      return .retained
    }
    switch planned.work.steps[index] {
    case .insert: return .insert
    case .rewrite: return .rewrite
    case .payloadOnly: return .payloadOnly
    case .keep: return stranger ?? .keep
    }
  }

  /// A live point that is not this owner's.
  private func stranger(_ live: Explanation.Live) -> Explanation.Outcome? {
    guard let mark = live.mark else { return .unmanaged }
    return mark.owner.utf8.elementsEqual(manifest.name.utf8) ? nil : .otherOwner
  }

  private func reason(
    _ outcome: Explanation.Outcome, _ rows: [Int32], _ desired: Explanation.Desired?,
    _ live: Explanation.Live?
  ) -> PointReason? {
    switch outcome {
    case .insert:
      planned.plan.points.reasons.map(\.reason).first {
        [.new, .missing, .newGeneration].contains($0)
      }
    case .rewrite:
      live?.mark?.fingerprint.payload == desired?.fingerprint.payload
        ? .vector : .vectorAndPayload
    case .payloadOnly: .payload
    case .delete, .leftBehind: rows.isEmpty ? .leftSource : .lostDedupe
    case .retained: .retained
    case .unmanaged: .unmanaged
    case .otherOwner: .otherOwner
    case .keep, .held, .absent: nil
    }
  }
}

extension Reconciler {
  /// Reads the whole source and the live points once, for any number of questions.
  public func explainer() async throws -> Explainer {
    let reading = try await sourceReading()
    let source = DesiredSource(
      version: reading.version,
      desired: try DesiredAssembly.desired(reading.candidates, reading.survivors),
      rows: reading.rows)
    // The explainer asks as long as it lives, so its reader goes with it.
    let reader = try await target.reader()
    return Explainer(
      manifest, reading: reading, planned: try await plan(source, reader), reader: reader)
  }
}
