internal import Crypto
internal import Dedupe
internal import Desired
internal import Intake
internal import Model
internal import Wire

/// A pinned source and the desired set that came out of it.
struct DesiredSource: Sendable {
  let version: StoreVersion
  let desired: DesiredSet
  let rows: any RowSource

  /// What a saved plan remembers of the source. The content is in the desired set's digest; file
  /// identities are not in here, because they differ between machines.
  var digest: String {
    var parts: [JSON] = [.string(version.name), JSON(version.version)]
    for file in version.files { parts += [.string(file.name), .unsigned(file.size)] }
    return SHA256.hash(JSONWriter.bytes(.array(parts))).description
  }
}

extension Reconciler {
  /// Source, intake, dedupe and desired: from the row index when nothing has changed, else by reading
  /// every row once.
  func desiredSource() async throws -> DesiredSource {
    let (version, rows) = try await openSource()
    let cache = workshop.cache.map { RowIndexFile(folder: $0, owner: manifest.name) }
    let key = sections.text(version)
    if let set = await cache?.read(key: key) {
      return DesiredSource(version: version, desired: set, rows: rows)
    }
    let (candidates, survivors) = try await readForPlan(rows, version)
    // Given away whole: held here as well, the points would be copied before they are sorted.
    let set = try DesiredAssembly.desired(consume candidates, survivors)
    await cache?.write(set, key: key)
    return DesiredSource(version: version, desired: set, rows: rows)
  }

  func openSource() async throws -> (version: StoreVersion, rows: RowsOnDemand) {
    let store = try Registry.store(manifest.source.store, workshop.places)
    let version = try await store.open(name: manifest.source.name, version: manifest.source.version)
    return (version, RowsOnDemand(version, RowSelection(manifest.source), workshop.progress))
  }

  /// By the published row index where there is one that fits, and the vectors lie apart; else by
  /// reading all of it.
  private func readForPlan(_ rows: RowsOnDemand, _ version: StoreVersion) async throws -> (
    candidates: Candidates, survivors: Survivors
  ) {
    // What an index says of a vector is enough where there is one dense space.
    guard !manifest.dedupe.contains(where: \.needsVectors), manifest.collection.isPlain,
      let source = try await rows.rows() as? any VectorlessSource,
      let index = await PublishedIndex.read(version)
    else { return try await read(rows, version) }
    do {
      return try await read(IndexedRows(source, index), version)
    } catch is IndexedRows.Mismatch {
      return try await read(rows, version)
    }
  }

  func read(_ rows: any RowSource, _ version: StoreVersion) async throws -> (
    candidates: Candidates, survivors: Survivors
  ) {
    try await refuseLossyVectors(rows, version)
    if !(rows is IndexedRows) {
      try await Registry.supplyWhole(version, everything: true, progress: workshop.progress)
    }
    let candidates = try await RowIntake(manifest, version: version).candidates(
      from: rows, expectedRows: version.entry?.documents ?? 0, scratch: workshop.scratch,
      progress: workshop.progress)
    let survivors = try await Deduplication(manifest.dedupe).survivors(
      of: candidates, progress: workshop.progress)
    return (candidates, survivors)
  }

  /// Approximate vectors have approximate similarities, and what is dropped by those is not what the
  /// rule says.
  func refuseLossyVectors(_ rows: any RowSource, _ version: StoreVersion) async throws {
    for (place, rule) in manifest.dedupe.enumerated() {
      guard case .similarity = rule.by else { continue }
      if let store = rows as? any StoreReader, try await !store.inspect(full: false).isLossless {
        throw EngineError.lossyVectors(version.name, rule: place + 1, rule.name)
      }
      return
    }
  }
}

extension DedupeRule {
  /// Equal vectors have equal hashes; how near others are, only the vectors themselves say.
  fileprivate var needsVectors: Bool {
    if case .similarity = by { true } else { false }
  }
}
