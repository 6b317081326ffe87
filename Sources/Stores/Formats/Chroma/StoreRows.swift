internal import Model
internal import SQLite
internal import StoreBytes

/// The rows of the chosen collections, in order, with what was found on the way.
struct StoreRows: Sendable {
  private(set) var parts: [CollectionRows] = []
  /// The position of the first row of each part.
  private(set) var starts: [Int] = []
  private(set) var count = 0
  /// Rows of collections that are no more.
  let orphans: Int

  init(_ parts: [CollectionRows], orphans: Int) {
    self.orphans = orphans
    for part in parts {
      self.parts.append(part)
      starts.append(count)
      count += part.count
    }
  }

  var vectors: Int { parts.reduce(0) { $0 + $1.vectors } }

  /// The part that a row is in, and its place there. `position` must be less than `count`.
  func place(of position: Int) -> (part: Int, row: Int) {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= position { low = middle } else { high = middle }
    }
    // Of parts without rows, which start where the next one does, the last is the one with the row.
    return (low, position - starts[low])
  }
}

/// Goes through the tables once and finds out where everything is. Its calls block.
struct StoreSurvey {
  let layout: StoreLayout
  let schema: Schema
  let all: [ChromaCollection]
  let chosen: [ChromaCollection]

  private var path: String { layout.database.path }

  func rows(_ connection: borrowing SQLiteConnection) throws -> StoreRows {
    try schema.verify(connection, path: path)
    let applied = try appliedNumbers(connection)
    var gatherings = chosen.map { RowGathering($0, path: path) }
    let orphans = try gather(connection, into: &gatherings)
    for (place, collection) in chosen.enumerated() {
      // The ids of one segment at a time.
      let written = applied[ExactText(collection.vectorSegment ?? "")]
      let files = try SegmentFiles(collection, layout, wasWritten: written != nil)
      try gatherings[place].settle(files, committed: files.labels?.committed ?? written ?? 0)
    }
    try replay(connection, applied, into: &gatherings)
    return StoreRows(gatherings.map { $0.finished() }, orphans: orphans)
  }

  /// How many rows are of collections that are no more.
  private func gather(
    _ connection: borrowing SQLiteConnection, into gatherings: inout [RowGathering]
  ) throws -> Int {
    let known = Set(all.compactMap { $0.rowSegment.map(ExactText.init) })
    let places = Dictionary(
      chosen.enumerated().compactMap { place, collection in
        collection.rowSegment.map { (ExactText($0), place) }
      }, uniquingKeysWith: { first, _ in first })
    var orphans = 0
    // Every row, whatever an index says of it.
    let statement = try connection.prepare(
      "SELECT id, segment_id, embedding_id FROM embeddings NOT INDEXED ORDER BY id")
    while try statement.step() {
      let segment = ExactText(try statement.text(at: 1))
      if let place = places[segment] {
        try gatherings[place].add(try statement.text(at: 2), number: try statement.int64(at: 0))
      } else if !known.contains(segment) {
        orphans += 1
      }
    }
    return orphans
  }

  private func replay(
    _ connection: borrowing SQLiteConnection, _ applied: [ExactText: Int64],
    into gatherings: inout [RowGathering]
  ) throws {
    let places = Dictionary(
      chosen.enumerated().map { (ExactText($1.topic), $0) }, uniquingKeysWith: { first, _ in first }
    )
    let statement = try connection.prepare(
      """
      SELECT seq_id, operation, topic, id, typeof(vector) FROM embeddings_queue NOT INDEXED
      ORDER BY seq_id
      """)
    while try statement.step() {
      guard let place = places[ExactText(try statement.text(at: 2))] else { continue }
      let operation = try queued(statement)
      let segment = ExactText(chosen[place].rowSegment ?? "")
      if let last = applied[segment], operation.number > last {
        throw FormatError(
          .mismatch, path,
          "operation \(operation.number) is queued and not yet in the rows, which end at \(last)",
          hints: ["a writer was interrupted: open the store once with Chroma, which catches up"])
      }
      try gatherings[place].replay(operation)
    }
  }

  private func queued(_ statement: borrowing SQLiteStatement) throws -> QueuedOperation {
    let number = try statement.int64(at: 0)
    let type = try statement.text(at: 4)
    guard let kind = QueuedOperation.Kind(rawValue: try statement.int64(at: 1)), number > 0,
      type == "blob" || type == "null"
    else {
      throw FormatError(.corrupt, path, "operation \(number) of the queue is of no known kind")
    }
    return QueuedOperation(
      number: number, kind: kind, id: try statement.text(at: 3), hasVector: type == "blob")
  }

  /// The last operation that each segment has taken in: a number, or its eight bytes, highest first.
  private func appliedNumbers(_ connection: borrowing SQLiteConnection) throws -> [ExactText: Int64]
  {
    guard schema.has(.lastNumbers) else { return [:] }
    let statement = try connection.prepare("SELECT segment_id, seq_id FROM max_seq_id")
    var numbers: [ExactText: Int64] = [:]
    while try statement.step() {
      let number: Int64? =
        switch statement.kind(at: 1) {
        case .integer: try statement.int64(at: 1)
        case .blob: StoreSurvey.number(try statement.bytes(at: 1))
        default: nil
        }
      guard let number, number >= 0 else {
        throw FormatError(.corrupt, path, "max_seq_id holds something that is no number")
      }
      numbers[ExactText(try statement.text(at: 0))] = number
    }
    return numbers
  }

  private static func number(_ bytes: [UInt8]) -> Int64? {
    guard bytes.count == 8 else { return nil }
    return Int64(exactly: bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}
