public import Model

/// Reads a whole source once and keeps of each row only what planning needs.
public struct RowIntake: Sendable {
  private let mapping: RowMapping
  private let columns: DedupeColumns

  public init(_ manifest: Manifest, version: StoreVersion) {
    mapping = RowMapping(manifest, version: version)
    columns = DedupeColumns(rules: manifest.dedupe)
  }

  /// `expectedRows` saves the growing of arrays; it may be wrong. `scratch` is a folder for the vectors,
  /// where a rule will compare them.
  public func candidates(
    from source: any RowSource, expectedRows: Int = 0, scratch: String = "/var/tmp",
    progress: any ProgressSink = SilentProgress()
  ) async throws -> Candidates {
    var candidates = Candidates(rules: columns.empty())
    candidates.points.reserveCapacity(expectedRows)
    progress.begin("reading rows", total: expectedRows > 0 ? expectedRows : nil)
    defer { progress.end() }
    var spill = VectorSpill(folder: columns.needVectors ? scratch : nil)
    let intake = BatchIntake(mapping: mapping, columns: columns)
    func take(_ batch: IntakeBatch, _ base: Int) async throws {
      if let failure = batch.failure { throw failure.moved(by: base) }
      candidates.append(batch, base)
      try await spill.append(batch)
      progress.advance(by: batch.points.count)
    }
    if mapping.dependsOnPosition {
      try await source.read { rows in try await take(intake(rows), 0) }
    } else {
      try await source.read(digesting: { intake($0) }, take)
    }
    candidates.vectors = spill.file
    return candidates
  }
}
