internal import CSQLite
internal import Host

extension Handle {
  /// Runs `body` between BEGIN and COMMIT; whatever it throws, the transaction is rolled back.
  ///
  /// A cancelled caller gets `CancellationError`, and then nothing of `body` was kept.
  func transaction<Value>(
    _ kind: Scope, until flag: CancellationFlag,
    _ body: (borrowing SQLiteConnection) throws -> Value
  ) throws -> Value {
    patience.flag = flag
    defer { patience.flag = nil }
    do {
      guard !flag.isRaised else { throw CancellationError() }
      try run(kind == .writing ? "BEGIN IMMEDIATE" : "BEGIN", .begin)
      scope = kind
      // Not in place: the optimiser of Swift 6.3.1 crashes on a temporary here.
      let connection = SQLiteConnection(self)
      let value = try body(connection)
      guard !flag.isRaised else { throw CancellationError() }
      // A read has nothing to commit, and in a damaged file even an empty COMMIT fails.
      try run(kind == .writing ? "COMMIT" : "ROLLBACK", kind == .writing ? .commit : .rollback)
      scope = .idle
      try checkUntouched()
      return value
    } catch {
      let cause = isStop(error) ? CancellationError() : error
      try rollBack(after: cause)
      throw cause
    }
  }

  /// Refuses to work when the transaction around the work is gone: SQLite ends it by itself after
  /// some errors, and what follows would be committed piece by piece.
  func requireTransaction(_ sql: String?) throws(SQLiteError) {
    guard scope != .idle, unsafe sqlite3_get_autocommit(raw) != 0 else { return }
    let message = "the transaction has ended after an earlier error"
    throw SQLiteError(.run, .misuse, message, path: path, sql: sql)
  }

  private func rollBack(after cause: any Error) throws {
    // A cancelled task must not interrupt its own rollback.
    patience.flag = nil
    scope = .idle
    guard unsafe sqlite3_get_autocommit(raw) == 0 else { return }
    do throws(SQLiteError) {
      try run("ROLLBACK", .rollback)
    } catch {
      throw SQLiteRollbackFailure(cause: cause, rollback: error)
    }
  }

  /// Whether SQLite stopped because the caller was cancelled.
  private func isStop(_ error: any Error) -> Bool {
    guard patience.isOver, let error = error as? SQLiteError else { return false }
    return error.isInterrupted || error.isBusy
  }

  /// Runs one statement of ours that gives no rows.
  func run(_ sql: String, _ attempt: SQLiteError.Attempt) throws(SQLiteError) {
    try check(unsafe sqlite3_exec(raw, sql, nil, nil, nil), attempt, sql: nil)
  }
}
