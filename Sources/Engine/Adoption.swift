internal import Applying
internal import Host
internal import Intake
public import Model

/// What an adoption would mark: points that are there already, carry nobody's mark, and are what the
/// manifest wants.
public struct Adoption: Hashable, Sendable {
  public var owner: String
  public var collection: String
  public var alias: String?
  /// Points of the collection, whoever's they are.
  public var livePoints: Int
  /// To be marked, ascending by id.
  public var equal: [PointID]
  /// Desired, there without a mark, and different.
  public var otherVectors: [PointID]
  public var otherPayloads: [PointID]
  /// This manifest's already.
  public var owned: Int
  /// Without a mark, and not desired.
  public var strangers: Int
  /// Of the desired ids, those that other manifests own, by owner.
  public var contested: [String: [PointID]]
  /// The manifest that owns the whole collection.
  public var collectionOwner: String?

  /// Why it is refused; nil when it may be done.
  public var refusal: String? {
    if let collectionOwner {
      return "collection \"\(collection)\" belongs to manifest \"\(collectionOwner)\""
    }
    let owners = contested.keys.sorted { $0.precedesInBytes($1) }
    guard let first = owners.first, let ids = contested[first] else { return nil }
    let count = contested.values.reduce(0) { $0 + $1.count }
    let examples = ids.prefix(3).map(\.description).joined(separator: ", ")
    return
      "\(count) desired ids are points of \(owners.map { "\"\($0)\"" }.joined(separator: ", "))"
      + " (\(examples)\(ids.count > 3 ? ", …" : ""))"
  }
}

extension Reconciler {
  /// Looks at the points that an adoption would mark. It writes nothing.
  public func adoption() async throws -> Adoption {
    let source = try await desiredSource()
    return try await withReader { try await adoption(source, $0) }
  }

  /// Marks the points of the preview that are still what they were, by their payload only, and gives
  /// the collection an entry in the ledger. Returns how many were marked.
  public func adopt(_ preview: Adoption) async throws -> Int {
    let source = try await desiredSource()
    return try await withLease { lease, reader, writer in
      let current = try await adoption(source, reader)
      if let refusal = current.refusal { throw EngineError.adoption(refusal) }
      try await enter(lease, reader, writer, nil)
      var marked = 0
      workshop.progress.begin("marking points", total: preview.equal.count)
      defer { workshop.progress.end() }
      let agreed = Set(preview.equal)
      let wanted = source.desired.points(current.equal.filter { agreed.contains($0) })
      for start in stride(from: 0, to: wanted.count, by: 200) {
        try await lease.keepAlive()
        let batch = Array(wanted[start..<min(start + 200, wanted.count)])
        // Looked at again right before: what changed since the preview is left alone.
        let found = try await compared(batch, source, current.collection, reader)
        try await writer.adopt(found.equal, in: current.collection, under: lease.lock)
        marked += found.equal.count
        workshop.progress.advance(by: batch.count)
      }
      try await enter(lease, reader, writer, marked)
      return marked
    }
  }

  private func adoption(_ source: DesiredSource, _ reader: any TargetReader) async throws
    -> Adoption
  {
    let name = manifest.target.collection
    guard let live = try await reader.collection(name) else {
      throw EngineError.nothingToAdopt(name)
    }
    let owners = try await reader.owners()
    var scan = AdoptionScan(owner: manifest.name, desired: source.desired)
    workshop.progress.begin("looking at points", total: live.points)
    try await reader.scan(name) { batch in
      try Task.checkCancellation()
      scan.take(batch)
      workshop.progress.advance(by: batch.count)
    }
    workshop.progress.end()
    var result = Adoption(
      owner: manifest.name, collection: name, alias: manifest.target.alias,
      livePoints: scan.points, equal: [], otherVectors: [], otherPayloads: [], owned: scan.owned,
      strangers: scan.strangers, contested: scan.contested,
      collectionOwner: owners.first { entry in
        entry.owner != manifest.name && entry.generations.contains { $0.collection == name }
      }?.owner)
    for start in stride(from: 0, to: scan.candidates.count, by: 200) {
      let batch = Array(scan.candidates[start..<min(start + 200, scan.candidates.count)])
      let found = try await compared(batch, source, name, reader)
      result.equal += found.equal.map(\.id)
      result.otherVectors += found.otherVectors
      result.otherPayloads += found.otherPayloads
    }
    return result
  }

  private typealias Compared = (
    equal: [Point], otherVectors: [PointID], otherPayloads: [PointID]
  )

  private func compared(
    _ wanted: [DesiredPoint], _ source: DesiredSource, _ collection: String,
    _ reader: any TargetReader
  ) async throws -> Compared {
    let supply = SourcePoints(
      source.rows, mapping: RowMapping(manifest, version: source.version))
    let expected = try await supply.points(wanted)
    let stored = try await reader.points(expected.map(\.id), in: collection)
    let byID = Dictionary(stored.map { ($0.id, $0) }) { first, _ in first }
    var result: Compared = ([], [], [])
    for point in expected {
      guard let found = byID[point.id], found.mark == nil else { continue }
      // A vector that nobody wants would survive, and the next rewrite would take it away.
      let sameNames = found.vectors.byName.count == point.vectors.byName.count
      if !sameNames || !VectorComparison.agree(point.vectors, found.vectors, manifest.collection) {
        result.otherVectors.append(point.id)
      } else if found.payload != point.payload {
        result.otherPayloads.append(point.id)
      } else {
        result.equal.append(point)
      }
    }
    return result
  }

  /// Before the first mark, so that the collection is known as this owner's; and at the end, with
  /// how many were marked.
  private func enter(
    _ lease: Lease, _ reader: any TargetReader, _ writer: any TargetWriter, _ marked: Int?
  ) async throws {
    let name = manifest.target.collection
    var entry = try await reader.ledger(of: manifest.name) ?? LedgerEntry(owner: manifest.name)
    let isKnown = entry.generations.contains { $0.collection == name }
    if marked == nil, isKnown { return }
    if !isKnown {
      entry.generations.append(Generation(number: 1, collection: name, isComplete: true))
      entry.generations.sort { $0.number < $1.number }
    }
    entry.serial += 1
    let history = marked.map { count in
      HistoryEntry(
        owner: manifest.name, kind: .adopt, at: workshop.clock.now(),
        by: workshop.identity.description, manifestDigest: digest, gitCommit: gitCommit,
        payloadOnly: count, note: "adopted points of collection \(name)")
    }
    try await writer.record(entry, history, under: lease.lock)
  }
}
