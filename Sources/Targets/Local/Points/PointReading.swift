internal import Model
internal import SQLite

extension StoredCollection {
  /// The next points in id order, with nothing read but ids, owners and hashes.
  func livePoints(
    after key: PointKey, limit: Int, _ connection: borrowing SQLiteConnection
  ) throws -> [LivePoint] {
    let owners = try Owners.names(connection)
    let statement = try connection.prepare(
      """
      SELECT kind, high, low, owner, vector_high, vector_low, payload_high, payload_low
      FROM \(pointTable) WHERE (kind, high, low) > (?1, ?2, ?3)
      ORDER BY kind, high, low LIMIT ?4
      """)
    try statement.bind(key)
    try statement.bind(Int64(limit), at: 4)
    var points: [LivePoint] = []
    points.reserveCapacity(min(limit, Int(self.points)))
    while try statement.step() {
      let key = PointKey(
        kind: try statement.int64(at: 0), high: try statement.int64(at: 1),
        low: try statement.int64(at: 2))
      points.append(LivePoint(id: key.id, mark: try statement.mark(from: 3, owners)))
    }
    return points
  }
}

extension SQLiteStatement {
  /// The mark in five columns from `index` on; nil where there is no owner.
  borrowing func mark(from index: Int, _ owners: [Int64: String]) throws -> LivePoint.Mark? {
    guard !isNull(at: index) else { return nil }
    guard let owner = owners[try int64(at: index)] else {
      throw StoredText.damaged("list of owners", "one is missing")
    }
    return LivePoint.Mark(
      owner: owner,
      fingerprint: Fingerprint(
        vector: Hash128(high: try uint64(at: index + 1), low: try uint64(at: index + 2)),
        payload: Hash128(high: try uint64(at: index + 3), low: try uint64(at: index + 4))))
  }
}

/// Reads whole points of one collection, for the length of one transaction.
struct PointReading: ~Copyable {
  private let collection: String
  private let owners: [Int64: String]
  private let statement: SQLiteStatement

  static func prepared(
    _ collection: StoredCollection, _ connection: borrowing SQLiteConnection
  ) throws -> PointReading {
    let owners = try Owners.names(connection)
    let statement = try connection.prepare(
      """
      SELECT vectors.data, payloads.data, owner, vector_high, vector_low, payload_high, payload_low
      FROM \(collection.pointTable) AS points
      LEFT JOIN \(collection.vectorTable) AS vectors ON vectors.key = points.content
      LEFT JOIN \(collection.payloadTable) AS payloads ON payloads.key = points.content
      WHERE points.kind = ?1 AND points.high = ?2 AND points.low = ?3
      """)
    return PointReading(collection: collection.name, owners: owners, statement: statement)
  }

  /// Nil when there is no such point.
  borrowing func point(_ id: PointID) throws -> StoredPoint? {
    try statement.bind(PointKey(id))
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    let what = "point \(id) of collection \(collection)"
    guard !statement.isNull(at: 0), !statement.isNull(at: 1) else {
      throw StoredText.damaged(what, "its content is missing")
    }
    guard let vectors = VectorBlob.vectors(try statement.bytes(at: 0)) else {
      throw StoredText.damaged(what, "its vectors cannot be read")
    }
    return StoredPoint(
      id: id, vectors: vectors, payload: try StoredText.object(statement.text(at: 1), what),
      mark: try statement.mark(from: 2, owners))
  }
}
