internal import Host
public import Model
internal import StoreBytes

/// The rows of one store of Parquet files.
public final class ParquetSource: StoreReader {
  private static let batchSize = 512

  private let version: StoreVersion
  private let tables: ParquetTables
  private let lane: BlockingLane
  /// Where the last fetch ended: rows are mostly fetched in order.
  private let walk = Locked<GroupWalk?>(nil)

  /// Pages are packed, and a row is somewhere inside one.
  public let isSequential = true

  init(_ version: StoreVersion, _ tables: ParquetTables, _ lane: BlockingLane) {
    self.version = version
    self.tables = tables
    self.lane = lane
  }

  public func read(_ batch: ([SourceRow]) async throws -> Void) async throws {
    var dimensions: Int?
    for table in tables.tables {
      for group in table.footer.groups.indices where table.footer.groups[group].rows > 0 {
        let walk = try await lane.run { () throws(FormatError) in
          try GroupWalk(table, group: group)
        }
        while true {
          try Task.checkCancellation()
          let rows = try await lane.run { () throws(FormatError) in
            try walk.next(ParquetSource.batchSize)
          }
          guard !rows.isEmpty else { break }
          try require(&dimensions, of: rows, in: table)
          try await batch(rows)
        }
      }
    }
    try await check()
  }

  /// All vectors have as many numbers as the first.
  private func require(
    _ dimensions: inout Int?, of rows: [SourceRow], in table: ParquetTables.Table
  )
    throws(FormatError)
  {
    for row in rows {
      guard let vector = row.vector else { continue }
      guard vector.count == dimensions ?? vector.count else {
        throw FormatError(
          .corrupt, table.file.path, row: row.position,
          "the vector has \(vector.count) numbers, those before have \(dimensions ?? 0)")
      }
      dimensions = vector.count
    }
  }

  private func check() async throws {
    let files = tables.files
    try await lane.run { () throws(FormatError) in for file in files { try file.check() } }
  }

  public func fetch(_ positions: [Int]) async throws -> [SourceRow] {
    for position in positions where !(0..<tables.rows).contains(position) {
      throw FormatError(
        .noSuchRow, version.name, row: position, "the store has \(tables.rows) rows")
    }
    var rows: [SourceRow] = []
    var rest = positions[...]
    while !rest.isEmpty {
      try Task.checkCancellation()
      let wanted = Array(rest.prefix(ParquetSource.batchSize))
      rest = rest.dropFirst(wanted.count)
      rows += try await lane.run { () throws(FormatError) in
        var rows: [SourceRow] = []
        for position in wanted { rows += try self.row(at: position) }
        return rows
      }
    }
    try await check()
    return rows
  }

  private func row(at position: Int) throws(FormatError) -> [SourceRow] {
    let walk = try walk(to: position)
    try walk.skip(to: position)
    let rows = try walk.next(1)
    self.walk.withLock { $0 = walk }
    return rows
  }

  /// The walk that is just before the row, or a new one from the start of its group.
  private func walk(to position: Int) throws(FormatError) -> GroupWalk {
    let last = walk.withLock { walk in
      defer { walk = nil }
      return walk
    }
    if let last, last.position <= position, position < last.end { return last }
    for table in tables.tables {
      var start = table.start
      for (group, facts) in table.footer.groups.enumerated() {
        if (start..<start + facts.rows).contains(position) {
          return try GroupWalk(table, group: group)
        }
        start += facts.rows
      }
    }
    throw FormatError(.noSuchRow, version.name, row: position, "there is no such row")
  }
}

extension ParquetSource {
  /// Counts rows by what the files say. Where all of the first rows have a vector, or none of them, it
  /// takes for granted that the others are like these.
  public func inspect(full: Bool) async throws -> StoreReport {
    var report = StoreReport(
      format: .parquet, rows: tables.rows, vectors: 0, dimensions: nil,
      metric: version.entry?.metric, embeddingModel: version.entry?.embeddingModel,
      collections: tables.collections)
    var census = RowCensus()
    if !full {
      for row in try await fetch(Array(0..<min(tables.rows, ParquetSource.batchSize))) {
        census.count(row)
      }
      report.vectors = census.withoutVector == 0 ? tables.rows : 0
    }
    if full || ![0, census.rows].contains(census.withoutVector) {
      census = RowCensus()
      try await read { rows in census.count(rows) }
      report.vectors = census.rows - census.withoutVector
      report.problems = census.problems
    }
    report.dimensions = census.dimensions
    return report
  }
}
