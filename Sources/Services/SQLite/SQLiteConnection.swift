internal import CSQLite

/// The connection, lent for the length of one transaction.
public struct SQLiteConnection: ~Copyable {
  let handle: Handle

  // Inlined, it makes the optimiser of Swift 6.3.1 stop with "Cannot initialize a nonCopyable type
  // with a guaranteed value".
  @inline(never)
  init(_ handle: Handle) { self.handle = handle }

  /// Runs every statement of `sql` and drops the rows.
  public borrowing func execute(_ sql: String) throws(SQLiteError) {
    var rest = sql
    while let statement = unsafe try handle.compile(&rest) {
      // Not worth keeping: whole scripts are rarely run twice.
      let owned = unsafe SQLiteStatement(statement, nil, handle)
      try owned.run()
    }
  }

  /// The one statement in `sql`, with nothing bound. It is compiled once and kept for the next time.
  public borrowing func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
    try handle.prepare(sql)
  }

  /// Rows that the last INSERT, UPDATE or DELETE changed.
  public var changes: Int { Int(unsafe sqlite3_changes64(handle.raw)) }

  public var lastInsertRowID: Int64 { unsafe sqlite3_last_insert_rowid(handle.raw) }

  /// The number in the file that says whose it is; 0 when nobody said.
  public borrowing func applicationID() throws(SQLiteError) -> Int32 {
    Int32(truncatingIfNeeded: try number("PRAGMA application_id"))
  }

  public borrowing func setApplicationID(_ id: Int32) throws(SQLiteError) {
    try execute("PRAGMA application_id = \(id)")
  }

  /// The number in the file that is the user's: the version of the tables.
  public borrowing func userVersion() throws(SQLiteError) -> Int32 {
    Int32(truncatingIfNeeded: try number("PRAGMA user_version"))
  }

  public borrowing func setUserVersion(_ version: Int32) throws(SQLiteError) {
    try execute("PRAGMA user_version = \(version)")
  }

  private borrowing func number(_ sql: String) throws(SQLiteError) -> Int64 {
    let statement = try prepare(sql)
    return try statement.step() ? try statement.int64(at: 0) : 0
  }
}
