internal import Model
internal import SQLite

/// One row of the table of collections, and the names of the three tables that hold its points.
///
/// Each collection has tables of its own, so that dropping it costs a walk over its pages instead
/// of a search for each of its points.
struct StoredCollection: Sendable {
  let id: Int64
  let name: String
  var config: PayloadObject
  var points: Int64
  /// The key of the next new point's vectors and payload.
  var next: Int64

  var pointTable: String { "points_\(id)" }
  var vectorTable: String { "vectors_\(id)" }
  var payloadTable: String { "payloads_\(id)" }

  static func find(
    _ name: String, _ connection: borrowing SQLiteConnection
  ) throws -> StoredCollection? {
    let statement = try connection.prepare(
      "SELECT id, config, points, next FROM collections WHERE name = ?1")
    try statement.bind(name, at: 1)
    guard try statement.step() else { return nil }
    return StoredCollection(
      id: try statement.int64(at: 0), name: name,
      config: try StoredText.object(statement.text(at: 1), "configuration of collection \(name)"),
      points: try statement.int64(at: 2), next: try statement.int64(at: 3))
  }

  /// The same, and it must be there.
  static func known(
    _ name: String, _ connection: borrowing SQLiteConnection
  ) throws -> StoredCollection {
    guard let collection = try find(name, connection) else {
      throw missing(name)
    }
    return collection
  }

  static func missing(_ name: String) -> Refusal {
    Refusal(
      .noCollection, "there is no collection \(name)",
      hint: "it was dropped meanwhile, or never created: plan again")
  }

  /// Keeps the counters of the collection, or its configuration, after a change.
  func save(_ connection: borrowing SQLiteConnection) throws {
    let statement = try connection.prepare(
      "UPDATE collections SET config = ?2, points = ?3, next = ?4 WHERE id = ?1")
    try statement.bind(id, at: 1)
    try statement.bind(StoredText.text(.object(config)), at: 2)
    try statement.bind(points, at: 3)
    try statement.bind(next, at: 4)
    try statement.run()
  }

  static func create(
    _ name: String, _ config: PayloadObject, _ connection: borrowing SQLiteConnection
  ) throws {
    let statement = try connection.prepare(
      "INSERT INTO collections (name, config) VALUES (?1, ?2)")
    try statement.bind(name, at: 1)
    try statement.bind(StoredText.text(.object(config)), at: 2)
    try statement.run()
    let id = connection.lastInsertRowID
    // The narrow table is all that a scan reads. Without an owner a point is not managed here.
    try connection.execute(
      """
      CREATE TABLE points_\(id) (
        kind INTEGER NOT NULL, high INTEGER NOT NULL, low INTEGER NOT NULL,
        owner INTEGER,
        vector_high INTEGER, vector_low INTEGER, payload_high INTEGER, payload_low INTEGER,
        content INTEGER NOT NULL,
        PRIMARY KEY (kind, high, low)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE vectors_\(id) (
        key INTEGER PRIMARY KEY,
        kind INTEGER NOT NULL, high INTEGER NOT NULL, low INTEGER NOT NULL,
        data BLOB NOT NULL
      ) STRICT;
      CREATE TABLE payloads_\(id) (key INTEGER PRIMARY KEY, data TEXT NOT NULL) STRICT;
      """)
  }

  func drop(_ connection: borrowing SQLiteConnection) throws {
    for table in [pointTable, vectorTable, payloadTable] {
      try connection.execute("DROP TABLE \(table)")
    }
    for sql in [
      "DELETE FROM indexes WHERE collection = ?1", "DELETE FROM collections WHERE id = ?1",
    ] {
      let statement = try connection.prepare(sql)
      try statement.bind(id, at: 1)
      try statement.run()
    }
  }
}
