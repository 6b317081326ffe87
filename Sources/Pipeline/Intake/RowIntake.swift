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
    try await source.read { rows in
      for row in rows {
        try columns.append(row, to: &candidates.rules)
        candidates.points.append(try mapping.desired(row))
      }
      try await spill.append(rows)
      progress.advance(by: rows.count)
    }
    candidates.vectors = spill.file
    return candidates
  }
}
