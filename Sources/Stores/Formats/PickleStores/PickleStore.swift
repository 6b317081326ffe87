internal import FAISS
internal import Host
internal import Model
internal import Pickle
internal import StoreBytes

/// The rows of pickles that are joined.
final class PickleStore: StoreReader {
  let version: StoreVersion
  private let table: RowTable
  private let allowsLossy: Bool
  private let lane: BlockingLane

  private static let batchSize = 256

  init(_ version: StoreVersion, _ table: RowTable, allowsLossy: Bool, _ lane: BlockingLane) {
    self.version = version
    self.table = table
    self.allowsLossy = allowsLossy
    self.lane = lane
  }

  func read(_ batch: ([SourceRow]) async throws -> Void) async throws {
    try table.index?.require(allowsLossy: allowsLossy)
    _ = try await rows(batch)
    guard let said = version.entry?.documents ?? version.entry?.vectors, said != table.count else {
      return
    }
    throw FormatError(
      .mismatch, version.name,
      "the catalog says \(said) rows for version \(version.version ?? ""), its files have "
        + "\(table.count)",
      hints: ["publish the version again"])
  }

  private func rows(_ batch: ([SourceRow]) async throws -> Void) async throws -> PickleDoubts {
    var doubts = PickleDoubts()
    for start in stride(from: 0, to: table.count, by: PickleStore.batchSize) {
      try Task.checkCancellation()
      let table = table
      let positions = Array(start..<min(start + PickleStore.batchSize, table.count))
      let (rows, found) = try await lane.run { () throws(FormatError) in
        var found = PickleDoubts()
        return (try table.rows(positions, &found), found)
      }
      doubts.add(found)
      try await batch(rows)
    }
    try await check()
    return doubts
  }

  func fetch(_ positions: [Int]) async throws -> [SourceRow] {
    try table.index?.require(allowsLossy: allowsLossy)
    for position in positions where !(0..<table.count).contains(position) {
      throw FormatError(
        .noSuchRow, version.name, row: position, "the store has \(table.count) rows")
    }
    var rows: [SourceRow] = []
    rows.reserveCapacity(positions.count)
    for start in stride(from: 0, to: positions.count, by: PickleStore.batchSize) {
      try Task.checkCancellation()
      let table = table
      let some = Array(positions[start..<min(start + PickleStore.batchSize, positions.count)])
      rows += try await lane.run { () throws(FormatError) in
        var found = PickleDoubts()
        return try table.rows(some, &found)
      }
    }
    try await check()
    return rows
  }

  private func check() async throws(FormatError) {
    let table = table
    try await lane.run { () throws(FormatError) in try table.check() }
  }

  /// The short look reads the first row for its vector, and takes for granted that all have one then.
  func inspect(full: Bool) async throws -> StoreReport {
    var census = RowCensus()
    var problems: [StoreProblem] = []
    if full || table.count == 0 {
      let doubts = try await rows { rows in census.count(rows) }
      problems = census.problems + doubts.problems
    } else {
      for row in try await sample() { census.count(row) }
    }
    let isWhole = full || table.count == 0
    return StoreReport(
      format: .pickle, rows: table.count,
      vectors: isWhole
        ? census.rows - census.withoutVector : census.withoutVector == 0 ? table.count : 0,
      dimensions: census.dimensions, metric: table.index?.metric.word ?? version.entry?.metric,
      isLossless: table.index?.isLossless ?? true, embeddingModel: version.entry?.embeddingModel,
      problems: problems)
  }

  private func sample() async throws -> [SourceRow] {
    let table = table
    return try await lane.run { () throws(FormatError) in
      var found = PickleDoubts()
      return try table.rows([0], &found)
    }
  }
}
