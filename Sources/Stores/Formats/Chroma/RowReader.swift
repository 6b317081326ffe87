internal import Model
internal import SQLite
internal import StoreBytes

/// Reads rows one by one: statements that are compiled once for many of them.
struct RowReader: ~Copyable {
  private let ids: SQLiteStatement
  private let scalars: SQLiteStatement
  private let lists: SQLiteStatement
  private let operations: SQLiteStatement
  private let path: String
  /// Numbers in metadata that JSON cannot say.
  private(set) var infinities = 0

  private static let documentKey = "chroma:document"

  init(_ connection: borrowing SQLiteConnection, _ schema: Schema, path: String) throws {
    let ids = try connection.prepare("SELECT embedding_id FROM embeddings WHERE id = ?1")
    let scalars = try connection.prepare(RowReader.scalars(schema))
    let lists = try connection.prepare(RowReader.lists(schema))
    let operations = try connection.prepare(
      "SELECT vector, encoding FROM embeddings_queue WHERE seq_id = ?1")
    self.path = path
    self.ids = ids
    self.scalars = scalars
    self.lists = lists
    self.operations = operations
  }

  mutating func row(_ place: Int, of rows: CollectionRows, position: Int) throws -> SourceRow {
    let number = rows.numbers[place]
    try ids.bind(number, at: 1)
    guard try ids.step() else {
      throw FormatError(.corrupt, path, row: position, "the row \(number) is gone")
    }
    let id = try ids.text(at: 0)
    ids.reset()
    var metadata = PayloadObject()
    try addScalars(of: number, to: &metadata)
    try addLists(of: number, to: &metadata)
    var text: String?
    if case .string(let document) = metadata[RowReader.documentKey] { text = document }
    metadata[RowReader.documentKey] = nil
    return SourceRow(
      position: position, id: .text(id), text: text, metadata: metadata,
      vector: try vector(rows.places[place], of: rows, position: position))
  }

  // MARK: - Vectors

  private func vector(_ place: VectorPlace, of rows: CollectionRows, position: Int) throws
    -> [Float]?
  {
    switch place.kind {
    case .nowhere: return nil
    case .element(let slot): return try rows.segment?.vector(at: slot)
    case .operation(let number):
      let vector = try queued(number, position)
      let dimensions = rows.collection.dimensions ?? vector.count
      guard vector.count == dimensions, !vector.isEmpty else {
        throw FormatError(
          .corrupt, path, row: position,
          "operation \(number) has a vector of \(vector.count) dimensions, the collection has "
            + "\(dimensions)")
      }
      return vector
    }
  }

  private func queued(_ number: Int64, _ position: Int) throws -> [Float] {
    try operations.bind(number, at: 1)
    defer { operations.reset() }
    guard try operations.step() else {
      throw FormatError(.corrupt, path, row: position, "operation \(number) is gone")
    }
    let encoding = try operations.optionalText(at: 1) ?? "nothing"
    guard encoding == "FLOAT32" else {
      throw FormatError(
        .unsupported, path, row: position,
        "operation \(number) has a vector in \(encoding.prefix(40)); FLOAT32 is what is known")
    }
    return try operations.floats(at: 0)
  }

  // MARK: - Metadata

  private mutating func addScalars(of number: Int64, to metadata: inout PayloadObject) throws {
    try scalars.bind(number, at: 1)
    while try scalars.step() {
      let key = try scalars.text(at: 0)
      metadata[key] = try RowReader.value(scalars, &infinities)
    }
  }

  /// Values of one key follow each other.
  private mutating func addLists(of number: Int64, to metadata: inout PayloadObject) throws {
    try lists.bind(number, at: 1)
    var key: String?
    var values: [PayloadValue] = []
    while try lists.step() {
      let next = try lists.text(at: 0)
      if let last = key, !last.utf8.elementsEqual(next.utf8) {
        metadata[last] = .list(values)
        values = []
      }
      key = next
      values.append(try RowReader.value(lists, &infinities))
    }
    if let key { metadata[key] = .list(values) }
  }

  /// One of the columns has the value, by its kind; none of them is None.
  private static func value(_ row: borrowing SQLiteStatement, _ infinities: inout Int) throws
    -> PayloadValue
  {
    if !row.isNull(at: 1) { return .string(try row.text(at: 1)) }
    if !row.isNull(at: 2) { return .int(try row.int64(at: 2)) }
    if !row.isNull(at: 3) {
      let number = try row.double(at: 3)
      if number.isFinite { return .double(number) }
      infinities += 1
      return .null
    }
    return row.isNull(at: 4) ? .null : .bool(try row.int64(at: 4) != 0)
  }

  // MARK: - SQL

  private static func scalars(_ schema: Schema) -> String {
    let boolean = schema.column("bool_value", of: .metadata)
    return """
      SELECT key, string_value, int_value, float_value, \(boolean) FROM embedding_metadata
      WHERE id = ?1 ORDER BY key
      """
  }

  private static func lists(_ schema: Schema) -> String {
    guard schema.has(.metadataLists) else {
      return "SELECT NULL, NULL, NULL, NULL, NULL WHERE ?1 IS NULL"
    }
    return """
      SELECT key, string_value, int_value, float_value, bool_value FROM embedding_metadata_array
      WHERE id = ?1 ORDER BY key, rowid
      """
  }

  /// Fails where the metadata of a row could only be found by going through those of all rows.
  static func requireIndexes(
    _ connection: borrowing SQLiteConnection, _ schema: Schema, path: String
  ) throws {
    for sql in [scalars(schema), lists(schema)] where sql.contains("FROM") {
      let plan = try connection.prepare("EXPLAIN QUERY PLAN " + sql)
      guard try plan.step(), try plan.text(at: 3).hasPrefix("SEARCH") else {
        throw FormatError(.corrupt, path, "the index of the metadata is missing")
      }
    }
  }
}
