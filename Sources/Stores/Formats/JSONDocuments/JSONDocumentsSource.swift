internal import Host
internal import JSONRows
public import Model
internal import StoreBytes

/// The rows of one document.
public final class JSONDocumentsSource: StoreReader {
  private let version: StoreVersion
  private let file: StoreFile
  private let lane: BlockingLane
  /// The rows with all of their places, once they are known.
  private let known = Locked<JSONColumns?>(nil)

  init(_ version: StoreVersion, _ file: StoreFile, _ lane: BlockingLane) {
    self.version = version
    self.file = file
    self.lane = lane
  }

  public func read(_ batch: ([SourceRow]) async throws -> Void) async throws {
    let file = file
    let walk = try await lane.run { () throws(FormatError) in try DocumentWalk(file) }
    let walker = RowWalker(walk, on: lane)
    let end = try await walker.read(batch)
    known.withLock { $0 = end.columns }
    try await lane.run { () throws(FormatError) in try walk.file.check() }
  }

  public func fetch(_ positions: [Int]) async throws -> [SourceRow] {
    guard !positions.isEmpty else { return [] }
    let columns = try await indexed()
    var rows: [SourceRow] = []
    var rest = positions[...]
    while !rest.isEmpty {
      try Task.checkCancellation()
      let wanted = Array(rest.prefix(DocumentWalk.batchSize))
      rest = rest.dropFirst(wanted.count)
      rows += try await lane.run { [file] () throws(FormatError) in
        try JSONDocumentsSource.rows(wanted, columns, file)
      }
    }
    return rows
  }

  private static func rows(_ positions: [Int], _ columns: JSONColumns, _ file: StoreFile)
    throws(FormatError) -> [SourceRow]
  {
    var columns = columns
    var rows: [SourceRow] = []
    for position in positions {
      guard (0..<columns.count).contains(position) else {
        throw FormatError(
          .noSuchRow, file.path, row: position, "the store has \(columns.count) rows")
      }
      rows.append(try columns.row(at: position))
    }
    try columns.check()
    return rows
  }

  private func indexed() async throws -> JSONColumns {
    if let known = known.withLock({ $0 }) { return known }
    let file = file
    let found = try await lane.run { () throws(FormatError) in
      var walk = try DocumentWalk(file)
      try walk.columns.index()
      return walk.columns
    }
    known.withLock { $0 = found }
    return found
  }

  /// Where not `full`, by the brackets of the document and its first and last row; where those two
  /// differ in having a vector, every row is read after all.
  public func inspect(full: Bool, progress: any ProgressSink) async throws -> StoreReport {
    guard !full else { return try await census(progress) }
    let count = try await indexed().count
    let rows = try await fetch(count < 2 ? Array(0..<count) : [0, count - 1])
    let withVector = rows.count { $0.vector != nil }
    let isWhole = rows.count == count
    guard isWhole || withVector == 0 || withVector == rows.count else {
      return try await census(progress)
    }
    var census = RowCensus()
    census.count(rows)
    return report(
      rows: count, vectors: isWhole || withVector == 0 ? withVector : count,
      census.dimensions, isWhole ? census.problems : [])
  }

  private func census(_ progress: any ProgressSink) async throws -> StoreReport {
    var census = RowCensus(progress)
    try await read { rows in census.count(rows) }
    return report(
      rows: census.rows, vectors: census.rows - census.withoutVector, census.dimensions,
      census.problems)
  }

  private func report(rows: Int, vectors: Int, _ dimensions: Int?, _ problems: [StoreProblem])
    -> StoreReport
  {
    StoreReport(
      format: .json, rows: rows, vectors: vectors, dimensions: dimensions,
      metric: version.entry?.metric, embeddingModel: version.entry?.embeddingModel,
      problems: problems)
  }
}

/// Goes through the rows of a document.
struct DocumentWalk: RowWalk {
  static let batchSize = 256

  let file: PinnedFile
  private let isWhole: Bool
  var columns: JSONColumns

  init(_ file: StoreFile) throws(FormatError) {
    self.file = try PinnedFile(file)
    guard let outline = try DocumentOutline.look(self.file) else {
      throw FormatError(
        .wrongContent, file.path,
        "expected a JSON list of rows, or an object with the lists ids, embeddings, documents and "
          + "metadatas")
    }
    isWhole = outline.isWhole
    columns = try outline.columns(self.file)
  }

  mutating func batch() throws -> [SourceRow] {
    var rows: [SourceRow] = []
    while rows.count < DocumentWalk.batchSize, let row = try columns.row() { rows.append(row) }
    if columns.isComplete && isWhole { try columns.finish() }
    return rows
  }
}
