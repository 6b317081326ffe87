internal import Model
internal import SQLite

/// Deletes points of one owner from one collection, for the length of one transaction.
struct PointDeletion: ~Copyable {
  private let point: SQLiteStatement
  private let vectors: SQLiteStatement
  private let payload: SQLiteStatement
  private let owner: Int64

  static func prepared(
    _ collection: StoredCollection, owner: Int64, _ connection: borrowing SQLiteConnection
  ) throws -> PointDeletion {
    let point = try connection.prepare(
      """
      DELETE FROM \(collection.pointTable)
      WHERE kind = ?1 AND high = ?2 AND low = ?3 AND owner = ?4 RETURNING content
      """)
    let vectors = try connection.prepare("DELETE FROM \(collection.vectorTable) WHERE key = ?1")
    let payload = try connection.prepare("DELETE FROM \(collection.payloadTable) WHERE key = ?1")
    return PointDeletion(point: point, vectors: vectors, payload: payload, owner: owner)
  }

  /// Whether there was such a point. Somebody else's is as good as not there.
  borrowing func delete(_ id: PointID) throws -> Bool {
    try point.bind(PointKey(id))
    try point.bind(owner, at: 4)
    guard try point.step() else { return false }
    let content = try point.int64(at: 0)
    // To the end, or the deletion is undone with the next use of the statement.
    try point.run()
    try vectors.bind(content, at: 1)
    try vectors.run()
    try payload.bind(content, at: 1)
    try payload.run()
    return true
  }
}
