internal import Host
public import Model
internal import Wire

extension JSONLinesSource {
  /// Looks into the store: by its line ends and its first and last row, or, where `full`, by reading
  /// every row.
  ///
  /// The short look takes for granted that all rows are like the first and the last in having a
  /// vector; where those two differ, every row is read after all.
  public func inspect(full: Bool = false) async throws -> StoreReport {
    full ? try await census() : try await glance()
  }

  private func glance() async throws -> StoreReport {
    let index = try await rowIndex(reader())
    let ends = index.count == 0 ? [] : index.count == 1 ? [0] : [0, index.count - 1]
    let rows = try await fetch(ends)
    let isWhole = index.count == rows.count
    let withVector = rows.count { $0.vector != nil }
    guard isWhole || withVector == 0 || withVector == rows.count else { return try await census() }
    var census = Census()
    for row in rows { census.count(row) }
    return report(
      rows: index.count, vectors: isWhole || withVector == 0 ? withVector : index.count,
      dimensions: census.dimensions, problems: isWhole ? census.problems : [])
  }

  private func census() async throws -> StoreReport {
    var census = Census()
    try await read { rows in for row in rows { census.count(row) } }
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

/// Counts what is missing or doubtful in rows.
private struct Census {
  private(set) var rows = 0
  private(set) var dimensions: Int?
  private(set) var withoutVector = 0
  private var withoutID = 0
  private var withoutText = 0
  private var zeroVectors: (count: Int, first: Int) = (0, 0)
  private var repeated: (count: Int, first: SourceID?) = (0, nil)
  private var ids: Set<SourceID> = []

  mutating func count(_ row: SourceRow) {
    rows += 1
    if row.text == nil { withoutText += 1 }
    if let id = row.id {
      if !ids.insert(id).inserted { repeated = (repeated.count + 1, repeated.first ?? id) }
    } else {
      withoutID += 1
    }
    guard let vector = row.vector else {
      withoutVector += 1
      return
    }
    dimensions = dimensions ?? vector.count
    if vector.allSatisfy({ $0 == 0 }) {
      zeroVectors = (
        zeroVectors.count + 1, zeroVectors.count == 0 ? row.position : zeroVectors.first
      )
    }
  }

  var problems: [StoreProblem] {
    var problems: [StoreProblem] = []
    func warn(_ count: Int, _ code: StoreProblemCode, _ message: String) {
      if count > 0 {
        problems.append(StoreProblem(.warning, code, "\(count) of \(rows) \(message)"))
      }
    }
    if rows == 0 { problems.append(StoreProblem(.warning, .noRows, "the store has no rows")) }
    warn(withoutID, .rowsWithoutID, "rows have no id; theirs will come from their content")
    warn(
      repeated.count, .repeatedIDs,
      "rows repeat the id of an earlier row, first \"\(repeated.first?.description ?? "")\"")
    warn(withoutVector, .rowsWithoutVector, "rows have no vector")
    warn(
      zeroVectors.count, .zeroVectors,
      "rows have a vector of zeros, first row \(zeroVectors.first); it has no direction for cosine")
    warn(withoutText, .rowsWithoutText, "rows have no text")
    return problems
  }
}
