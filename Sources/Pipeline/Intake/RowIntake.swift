public import Model

/// Reads a whole source once and keeps of each row only what planning needs.
public struct RowIntake: Sendable {
  private let mapping: RowMapping
  private let columns: DedupeColumns

  public init(_ manifest: Manifest, version: StoreVersion) {
    mapping = RowMapping(manifest, version: version)
    columns = DedupeColumns(rules: manifest.dedupe)
  }

  /// `expectedRows` saves the growing of arrays; it may be wrong.
  public func candidates(
    from source: any RowSource, expectedRows: Int = 0, progress: any ProgressSink = SilentProgress()
  ) async throws -> Candidates {
    var candidates = Candidates(rules: columns.empty())
    candidates.points.reserveCapacity(expectedRows)
    progress.begin("reading rows", total: expectedRows > 0 ? expectedRows : nil)
    defer { progress.end() }
    try await source.read { rows in
      for row in rows {
        candidates.points.append(try mapping.desired(row))
        try columns.append(row, to: &candidates.rules)
      }
      progress.advance(by: rows.count)
    }
    return candidates
  }
}
