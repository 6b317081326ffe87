internal import Model
internal import SQLite

extension StoredCollection {
  /// Field to schema. Indexes are kept as they were declared; searches here need none.
  func indexes(_ connection: borrowing SQLiteConnection) throws -> PayloadObject {
    let statement = try connection.prepare(
      "SELECT field, schema FROM indexes WHERE collection = ?1")
    try statement.bind(id, at: 1)
    var indexes = PayloadObject()
    while try statement.step() {
      let field = try statement.text(at: 0)
      indexes[field] = try StoredText.value(statement.text(at: 1), "index \(field) of \(name)")
    }
    return indexes
  }

  /// The same schema again changes nothing; another one takes its place.
  func setIndex(
    _ field: String, _ schema: PayloadValue, _ connection: borrowing SQLiteConnection
  ) throws {
    let statement = try connection.prepare(
      "INSERT OR REPLACE INTO indexes (collection, field, schema) VALUES (?1, ?2, ?3)")
    try statement.bind(id, at: 1)
    try statement.bind(field, at: 2)
    try statement.bind(StoredText.text(schema), at: 3)
    try statement.run()
  }

  /// An index that is not there is as good as dropped.
  func dropIndex(_ field: String, _ connection: borrowing SQLiteConnection) throws {
    let statement = try connection.prepare(
      "DELETE FROM indexes WHERE collection = ?1 AND field = ?2")
    try statement.bind(id, at: 1)
    try statement.bind(field, at: 2)
    try statement.run()
  }
}
