internal import Model
internal import SQLite

/// Changes the file: each call is one transaction, which looks at the lock before it writes.
struct LocalWriter: TargetWriter {
  let file: LocalFile

  /// Changes all or nothing, and nothing unless the lock is still held.
  func write<Value: Sendable>(
    under lock: Lock, _ body: @escaping @Sendable (borrowing SQLiteConnection) throws -> Value
  ) async throws -> Value {
    try await file.write { connection in
      try Locks.check(lock, connection)
      return try body(connection)
    }
  }

  /// Moves everything from the log into the file, which is alone again when nobody else has it open.
  func close() async throws {
    try await file.close()
  }

  // MARK: - Locks

  func take(_ lock: Lock, now: String) async throws {
    try await file.write { try Locks.take(lock, now: now, $0) }
  }

  func renew(_ lock: Lock, until expiry: String) async throws {
    try await file.write { try Locks.renew(lock, until: expiry, $0) }
  }

  func release(_ lock: Lock) async throws {
    // A lock that was lost is somebody else's, and stays.
    _ = try await file.write { try Locks.remove(lock.owner, id: lock.id, $0) }
  }

  func breakLock(of owner: String, id: String) async throws -> Bool {
    try await file.write { try Locks.remove(owner, id: id, $0) }
  }

  // MARK: - Ledger

  func record(_ entry: LedgerEntry, _ history: HistoryEntry?, under lock: Lock) async throws {
    try await write(under: lock) { connection in
      guard entry.owner == lock.owner, history.map({ $0.owner == lock.owner }) ?? true else {
        throw Refusal(
          .staleLedger, "the lock of \(lock.owner) does not let the ledger of \(entry.owner) change"
        )
      }
      try LedgerTables.record(entry, history, connection)
    }
  }
}
