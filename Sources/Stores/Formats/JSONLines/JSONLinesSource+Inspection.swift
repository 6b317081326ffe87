internal import Host
public import Model
internal import Wire

extension JSONLinesSource {
  /// Looks into the store: by its line ends and its first and last row, or, where `full`, by reading
  /// every row.
  ///
  /// The short look takes for granted that all rows are like the first and the last in having a
  /// vector; where those two differ, every row is read after all.
  public func inspect(full: Bool, progress: any ProgressSink) async throws -> StoreReport {
    full ? try await census(progress) : try await glance(progress)
  }

  private func glance(_ progress: any ProgressSink) async throws -> StoreReport {
    let index = try await rowIndex(reader())
    let ends = index.count == 0 ? [] : index.count == 1 ? [0] : [0, index.count - 1]
    let rows = try await fetch(ends)
    let isWhole = index.count == rows.count
    let withVector = rows.count(where: \.hasVector)
    guard isWhole || withVector == 0 || withVector == rows.count else {
      return try await census(progress)
    }
    var census = RowCensus()
    census.count(rows)
    return report(
      rows: index.count, vectors: isWhole || withVector == 0 ? withVector : index.count,
      dimensions: census.dimensions, problems: isWhole ? census.problems : [])
  }

  private func census(_ progress: any ProgressSink) async throws -> StoreReport {
    var census = RowCensus(progress)
    try await read(digesting: { RowTally($0) }) { tally, base in census.count(tally, base: base) }
    return report(
      rows: census.rows, vectors: census.rows - census.withoutVector,
      dimensions: census.dimensions, problems: census.problems)
  }

  private func report(rows: Int, vectors: Int, dimensions: Int?, problems: [StoreProblem])
    -> StoreReport
  {
    StoreReport(
      format: .jsonl, rows: rows, vectors: vectors, dimensions: dimensions,
      metric: version.entry?.metric, embeddingModel: version.entry?.embeddingModel,
      problems: problems)
  }
}
