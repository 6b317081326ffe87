internal import Model
internal import SQLite

/// Who may write for an owner, kept in the same file as what is written.
enum Locks {
  static func held(_ owner: String, _ connection: borrowing SQLiteConnection) throws -> Lock? {
    let statement = try connection.prepare(
      "SELECT id, holder, taken_at, expires_at FROM locks WHERE owner = ?1")
    try statement.bind(owner, at: 1)
    guard try statement.step() else { return nil }
    return Lock(
      owner: owner, id: try statement.text(at: 0), holder: try statement.text(at: 1),
      takenAt: try statement.text(at: 2), expiresAt: try statement.text(at: 3))
  }

  /// Throws unless `lock` is the one that is held. Called inside the transaction that writes, so
  /// that nothing is written by a process whose lock was taken over a moment ago.
  static func check(_ lock: Lock, _ connection: borrowing SQLiteConnection) throws {
    let held = try held(lock.owner, connection)
    guard let held, isSame(held, lock) else { throw LockRefusal(owner: lock.owner, held: held) }
  }

  /// An expired lock is taken over. Times of RFC 3339 in UTC sort as text.
  static func take(_ lock: Lock, now: String, _ connection: borrowing SQLiteConnection) throws {
    if let held = try held(lock.owner, connection), !isSame(held, lock), held.expiresAt > now {
      throw LockRefusal(owner: lock.owner, held: held)
    }
    let statement = try connection.prepare(
      "INSERT OR REPLACE INTO locks VALUES (?1, ?2, ?3, ?4, ?5)")
    let values = [lock.owner, lock.id, lock.holder, lock.takenAt, lock.expiresAt]
    for (index, value) in values.enumerated() { try statement.bind(value, at: index + 1) }
    try statement.run()
  }

  static func renew(
    _ lock: Lock, until expiry: String, _ connection: borrowing SQLiteConnection
  ) throws {
    try check(lock, connection)
    let statement = try connection.prepare("UPDATE locks SET expires_at = ?2 WHERE owner = ?1")
    try statement.bind(lock.owner, at: 1)
    try statement.bind(expiry, at: 2)
    try statement.run()
  }

  /// Whether there was such a lock.
  static func remove(
    _ owner: String, id: String, _ connection: borrowing SQLiteConnection
  ) throws -> Bool {
    let statement = try connection.prepare("DELETE FROM locks WHERE owner = ?1 AND id = ?2")
    try statement.bind(owner, at: 1)
    try statement.bind(id, at: 2)
    try statement.run()
    return connection.changes > 0
  }

  private static func isSame(_ left: Lock, _ right: Lock) -> Bool {
    left.id.utf8.elementsEqual(right.id.utf8)
  }
}
