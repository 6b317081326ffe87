internal import Host
internal import Model
internal import SQLite
internal import StoreBytes
internal import Synchronization

/// The rows of the chosen collections of one store.
///
/// In memory are the number of each row and the place of its vector, sixteen bytes; ids only while
/// those are found out. Rows are read in batches, each in a transaction of its own.
final class ChromaSource: StoreReader {
  let version: StoreVersion
  let database: StoreDatabase
  let chosen: [ChromaCollection]
  /// All that the store has.
  let all: [ChromaCollection]
  private let layout: StoreLayout
  private let known = Mutex<StoreRows?>(nil)

  static let batchSize = 256

  init(
    _ version: StoreVersion, _ layout: StoreLayout, _ database: StoreDatabase,
    all: [ChromaCollection], chosen: [ChromaCollection]
  ) {
    self.version = version
    self.layout = layout
    self.database = database
    self.all = all
    self.chosen = chosen
  }

  func read(_ batch: ([SourceRow]) async throws -> Void) async throws {
    try await walk { found in try await batch(found.rows) }
  }

  func fetch(_ positions: [Int]) async throws -> [SourceRow] {
    let rows = try await rows()
    for position in positions where !(0..<rows.count).contains(position) {
      throw FormatError(
        .noSuchRow, version.name, row: position, "the store has \(rows.count) rows")
    }
    var fetched: [SourceRow] = []
    for start in stride(from: 0, to: positions.count, by: ChromaSource.batchSize) {
      let some = positions[start..<min(start + ChromaSource.batchSize, positions.count)]
      fetched += try await found(Array(some), in: rows).rows
    }
    try await check(rows)
    return fetched
  }

  /// Rows, and how many of their numbers JSON cannot say.
  struct Batch: Sendable {
    var rows: [SourceRow] = []
    var infinities = 0
  }

  func walk(_ batch: (Batch) async throws -> Void) async throws {
    let rows = try await rows()
    for start in stride(from: 0, to: rows.count, by: ChromaSource.batchSize) {
      try Task.checkCancellation()
      let end = min(start + ChromaSource.batchSize, rows.count)
      try await batch(try await found(Array(start..<end), in: rows))
    }
    try await check(rows)
    try compareWithCatalog(rows)
  }

  /// Where everything is; found out once.
  func rows() async throws -> StoreRows {
    if let known = known.withLock({ $0 }) { return known }
    let survey = StoreSurvey(layout: layout, schema: database.schema, all: all, chosen: chosen)
    let path = database.path
    let found = try await database.read { connection in
      try RowReader.requireIndexes(connection, survey.schema, path: path)
      return try survey.rows(connection)
    }
    known.withLock { $0 = found }
    return found
  }

  private func found(_ positions: [Int], in rows: StoreRows) async throws -> Batch {
    let names: [String?] = rows.parts.map { all.count > 1 ? $0.collection.shownName : nil }
    return try await database.read { [database] connection in
      var reader = try RowReader(connection, database.schema, path: database.path)
      var batch = Batch()
      for position in positions {
        let (part, place) = rows.place(of: position)
        var row = try reader.row(place, of: rows.parts[part], position: position)
        row.collection = names[part]
        batch.rows.append(row)
      }
      batch.infinities = reader.infinities
      return batch
    }
  }

  private func check(_ rows: StoreRows) async throws {
    let lane = BlockingLane(label: "chroma")
    try await lane.run { [database] () throws(FormatError) in
      try database.check()
      for part in rows.parts { try part.segment?.check() }
    }
  }

  private func compareWithCatalog(_ rows: StoreRows) throws(FormatError) {
    // What it says is about all collections.
    guard let entry = version.entry, chosen.count == all.count else { return }
    for (word, said, found) in [
      ("documents", entry.documents, rows.count), ("vectors", entry.vectors, rows.vectors),
    ] {
      guard let said, said != found else { continue }
      throw FormatError(
        .mismatch, version.name,
        "the catalog says \(said) \(word) for version \(version.version ?? ""), the store has \(found)",
        hints: ["publish the version again"])
    }
  }
}
