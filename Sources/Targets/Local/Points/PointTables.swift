internal import Model
internal import SQLite

/// The statements that change the points of one collection, for the length of one transaction.
struct PointTables: ~Copyable {
  /// Whose points may be changed, and what new ones are marked with; nil for points without a mark.
  private let owner: (name: String, number: Int64)?
  private var collection: StoredCollection
  private let find: SQLiteStatement
  private let insertPoint: SQLiteStatement
  private let updatePoint: SQLiteStatement
  private let insertVectors: SQLiteStatement
  private let updateVectors: SQLiteStatement
  private let insertPayload: SQLiteStatement
  private let updatePayload: SQLiteStatement
  private let findOwner: SQLiteStatement

  static func prepared(
    _ collection: StoredCollection, owner: (name: String, number: Int64)?,
    _ connection: borrowing SQLiteConnection
  ) throws -> PointTables {
    let key = "kind = ?1 AND high = ?2 AND low = ?3"
    let find = try connection.prepare(
      "SELECT owner, content FROM \(collection.pointTable) WHERE \(key)")
    let insertPoint = try connection.prepare(
      "INSERT INTO \(collection.pointTable) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
    let updatePoint = try connection.prepare(
      """
      UPDATE \(collection.pointTable) SET owner = ?4, vector_high = ?5, vector_low = ?6,
        payload_high = ?7, payload_low = ?8 WHERE \(key)
      """)
    let insertVectors = try connection.prepare(
      "INSERT INTO \(collection.vectorTable) VALUES (?1, ?2, ?3, ?4, ?5)")
    let updateVectors = try connection.prepare(
      "UPDATE \(collection.vectorTable) SET data = ?2 WHERE key = ?1")
    let insertPayload = try connection.prepare(
      "INSERT INTO \(collection.payloadTable) VALUES (?1, ?2)")
    let updatePayload = try connection.prepare(
      "UPDATE \(collection.payloadTable) SET data = ?2 WHERE key = ?1")
    let findOwner = try connection.prepare("SELECT name FROM owners WHERE id = ?1")
    return PointTables(
      owner: owner, collection: collection, find: find, insertPoint: insertPoint,
      updatePoint: updatePoint, insertVectors: insertVectors, updateVectors: updateVectors,
      insertPayload: insertPayload, updatePayload: updatePayload, findOwner: findOwner)
  }

  /// Replaces or inserts a point as a whole.
  mutating func upsert(_ point: Point) throws {
    let key = PointKey(point.id)
    if let content = try content(of: point.id, key) {
      try bind(point, key, to: updatePoint)
      try updatePoint.run()
      try updateVectors.bind(content, at: 1)
      try updateVectors.run(lending: VectorBlob.bytes(point.vectors), at: 2)
      try write(point.payload, content, with: updatePayload)
    } else {
      try insert(point, key)
    }
  }

  private mutating func insert(_ point: Point, _ key: PointKey) throws {
    let content = collection.next
    collection.next += 1
    collection.points += 1
    try bind(point, key, to: insertPoint)
    try insertPoint.bind(content, at: 9)
    try insertPoint.run()
    try insertVectors.bind(content, at: 1)
    try insertVectors.bind(key.kind, at: 2)
    try insertVectors.bind(key.high, at: 3)
    try insertVectors.bind(key.low, at: 4)
    try insertVectors.run(lending: VectorBlob.bytes(point.vectors), at: 5)
    try write(point.payload, content, with: insertPayload)
  }

  /// Replaces the payload and the mark of a point that is there.
  borrowing func overwritePayload(_ point: Point, evenUnmarked: Bool = false) throws {
    let key = PointKey(point.id)
    guard let content = try content(of: point.id, key, evenUnmarked: evenUnmarked) else {
      throw Refusal(
        .noPoint, "there is no point \(point.id) in collection \(collection.name)",
        hint: "it was deleted meanwhile: plan again")
    }
    try bind(point, key, to: updatePoint)
    try updatePoint.run()
    try write(point.payload, content, with: updatePayload)
  }

  /// The collection with its counters as they are now.
  consuming func finished() -> StoredCollection { collection }

  // MARK: - Private

  /// Where the content of a point is; nil when there is no such point. One of somebody else's is
  /// refused, because nothing here may be lost for its owner.
  private borrowing func content(
    of id: PointID, _ key: PointKey, evenUnmarked: Bool = false
  ) throws -> Int64? {
    try find.bind(key)
    defer { find.reset() }
    guard try find.step() else { return nil }
    let found = try find.isNull(at: 0) ? nil : find.int64(at: 0)
    guard found == owner?.number || (evenUnmarked && found == nil) else {
      throw try foreign(id, found)
    }
    return try find.int64(at: 1)
  }

  private borrowing func foreign(_ id: PointID, _ found: Int64?) throws -> Refusal {
    var whose = "has no owner"
    if let found {
      try findOwner.bind(found, at: 1)
      let isKnown = try findOwner.step()
      whose = try "belongs to \(isKnown ? findOwner.text(at: 0) : "somebody else")"
    }
    return Refusal(
      .foreignPoint, "point \(id) of collection \(collection.name) \(whose)",
      hint: "plumb leaves it alone: give the new point another id, or have the other one removed")
  }

  private borrowing func bind(
    _ point: Point, _ key: PointKey, to statement: borrowing SQLiteStatement
  ) throws {
    try statement.bind(key)
    guard let owner else {
      for position in 4...8 { try statement.bindNull(at: position) }
      return
    }
    try statement.bind(owner.number, at: 4)
    try statement.bind(point.fingerprint.vector.high, at: 5)
    try statement.bind(point.fingerprint.vector.low, at: 6)
    try statement.bind(point.fingerprint.payload.high, at: 7)
    try statement.bind(point.fingerprint.payload.low, at: 8)
  }

  private borrowing func write(
    _ payload: PayloadObject, _ content: Int64, with statement: borrowing SQLiteStatement
  ) throws {
    try statement.bind(content, at: 1)
    try statement.bind(StoredText.text(.object(payload)), at: 2)
    try statement.run()
  }
}

extension SQLiteStatement {
  /// The id of a point as the first three parameters.
  borrowing func bind(_ key: PointKey) throws {
    try bind(key.kind, at: 1)
    try bind(key.high, at: 2)
    try bind(key.low, at: 3)
  }
}
