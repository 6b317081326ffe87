internal import Dedupe
internal import Desired
internal import Host
internal import Intake
internal import Model

/// A source read whole, with every row and every drop at hand: explanations need what a row index
/// leaves out.
struct SourceReading: Sendable {
  let version: StoreVersion
  let rows: any RowSource
  let candidates: Candidates
  let survivors: Survivors
  /// By the row that fell.
  let drops: [Int32: Drop]
  let manifest: Manifest

  func last(after drop: Drop) -> Int32 { Deduplication.last(after: drop, among: drops) }

  /// Drops with everything that people ask about them. Rows are fetched again in small numbers, and
  /// their vectors are let go at once.
  func explained(_ drops: some Collection<Drop>) async throws -> [DroppedRow] {
    let numbers = Set(drops.flatMap { [$0.row, $0.survivor, last(after: $0)] }).sorted()
    let found = try await named(numbers)
    let similarities = try await similarities(drops)
    let rules = Deduplication(manifest.dedupe)
    return drops.compactMap { drop in
      let last = last(after: drop)
      guard let fallen = found[drop.row], let survivor = found[drop.survivor],
        let final = found[last]
      else { return nil }
      let rule = manifest.dedupe[Int(drop.rule)]
      let decision = rules.decision(drop, among: candidates)
      return DroppedRow(
        rule: Int(drop.rule), ruleName: rule.name,
        key: key(fallen.row, candidates.points[Int(drop.row)], rule, similarities[drop.row]),
        similarity: similarities[drop.row], row: fallen.name,
        survivor: survivor.name, final: last == drop.survivor ? nil : final.name,
        decision: decision,
        reason: DropReason(rule: rule, fallen: fallen.row, survivor: survivor.row).words(decision))
    }
  }

  /// Rows by their place among the candidates, without their vectors.
  func named(_ numbers: [Int32]) async throws -> [Int32: (name: NamedRow, row: SourceRow)] {
    var found: [Int32: (name: NamedRow, row: SourceRow)] = [:]
    for start in stride(from: 0, to: numbers.count, by: 200) {
      let batch = numbers[start..<min(start + 200, numbers.count)]
      let points = batch.map { candidates.points[Int($0)] }
      for (number, (point, row)) in zip(batch, zip(points, try await rows.fetch(points.map(\.row))))
      {
        var row = row
        row.vector = nil
        row.vectors = nil
        found[number] = (NamedRow(position: point.row, source: row.id, point: point.id), row)
      }
    }
    return found
  }

  /// By the row that fell to a rule by similarity, how similar it is to its survivor.
  private func similarities(_ drops: some Collection<Drop>) async throws -> [Int32: Double] {
    guard let shelf = candidates.vectors else { return [:] }
    let pairs = drops.filter {
      if case .similarity = manifest.dedupe[Int($0.rule)].by { true } else { false }
    }
    return try await BlockingLane(label: "similarities").run {
      var (fallen, survivor): ([Float], [Float]) = ([], [])
      var found: [Int32: Double] = [:]
      for drop in pairs {
        try shelf.read(Int(drop.row)..<Int(drop.row) + 1, into: &fallen)
        try shelf.read(Int(drop.survivor)..<Int(drop.survivor) + 1, into: &survivor)
        found[drop.row] = Cosine.similarity(fallen, survivor)
      }
      return found
    }
  }

  private func key(
    _ row: SourceRow, _ point: DesiredPoint, _ rule: DedupeRule, _ similarity: Double?
  ) -> [DroppedRow.KeyPart] {
    switch rule.by {
    case .id: [DroppedRow.KeyPart("id", value(point.id))]
    case .text: [DroppedRow.KeyPart("text", row.text.map { .string($0) } ?? .null)]
    case .vector:
      [DroppedRow.KeyPart("vector", .string(point.fingerprint.vector.description))]
    case .fields(let paths):
      paths.map { DroppedRow.KeyPart($0, row.metadata.value(at: $0) ?? .null) }
    case .similarity: similarity.map { [DroppedRow.KeyPart("similarity", .double($0))] } ?? []
    }
  }
}

/// A number where it fits one.
private func value(_ id: PointID) -> PayloadValue {
  if case .number(let number) = id, let small = Int64(exactly: number) { return .int(small) }
  return .string(id.description)
}

extension Reconciler {
  /// Reads every row, whatever the cache knows.
  func sourceReading() async throws -> SourceReading {
    let (version, rows) = try await openSource()
    let (candidates, survivors) = try await read(rows, version)
    let drops = Dictionary(survivors.drops.map { ($0.row, $0) }) { first, _ in first }
    return SourceReading(
      version: version, rows: rows, candidates: candidates, survivors: survivors, drops: drops,
      manifest: manifest)
  }
}
