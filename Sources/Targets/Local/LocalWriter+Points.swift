internal import Model
internal import SQLite

extension LocalWriter {
  func upsert(_ points: [Point], in collection: String, under lock: Lock) async throws {
    try await change(points, in: collection, under: lock) { try $0.upsert($1) }
  }

  func overwritePayload(_ points: [Point], in collection: String, under lock: Lock) async throws {
    try await change(points, in: collection, under: lock) { try $0.overwritePayload($1) }
  }

  func adopt(_ points: [Point], in collection: String, under lock: Lock) async throws {
    try await change(points, in: collection, under: lock) {
      try $0.overwritePayload($1, evenUnmarked: true)
    }
  }

  func delete(_ ids: [PointID], in collection: String, under lock: Lock) async throws {
    guard !ids.isEmpty else { return }
    try await write(under: lock) { connection in
      var stored = try StoredCollection.known(collection, connection)
      guard let owner = try Owners.number(of: lock.owner, connection) else { return }
      let deletion = try PointDeletion.prepared(stored, owner: owner, connection)
      for id in ids { stored.points -= try deletion.delete(id) ? 1 : 0 }
      try stored.save(connection)
    }
  }

  /// What is committed is visible, and there is no index to wait for.
  func settle(_ collection: String) async throws {
    _ = try await file.read { try StoredCollection.known(collection, $0) }
  }

  private func change(
    _ points: [Point], in collection: String, under lock: Lock,
    _ change: @escaping @Sendable (inout PointTables, Point) throws -> Void
  ) async throws {
    guard !points.isEmpty else { return }
    try await write(under: lock) { connection in
      let stored = try StoredCollection.known(collection, connection)
      let owner = try Owners.enter(lock.owner, connection)
      try stored.change(points, owner: (lock.owner, owner), connection, change)
    }
  }
}

extension StoredCollection {
  /// Changes points in id order, which the narrow table takes best; of equal ids the last one wins.
  func change(
    _ points: [Point], owner: (name: String, number: Int64)?,
    _ connection: borrowing SQLiteConnection, _ change: (inout PointTables, Point) throws -> Void
  ) throws {
    let shape = try CollectionShape(config)
    for point in points { try shape.check(point, in: name) }
    var tables = try PointTables.prepared(self, owner: owner, connection)
    let order = points.indices.sorted { (points[$0].id, $0) < (points[$1].id, $1) }
    for index in order { try change(&tables, points[index]) }
    try tables.finished().save(connection)
  }
}
