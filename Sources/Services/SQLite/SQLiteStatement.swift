internal import CSQLite

/// One compiled statement. It cannot be copied or outlive its transaction, and whoever drops it,
/// also by an error, gives it back.
@safe
public struct SQLiteStatement: ~Copyable {
  let raw: OpaquePointer
  let handle: Handle
  /// Under which it is kept for the next caller; nil when it is not.
  private let key: SQLText?

  init(_ raw: OpaquePointer, _ key: SQLText?, _ handle: Handle) {
    unsafe self.raw = raw
    self.key = key
    self.handle = handle
  }

  deinit {
    if let key {
      unsafe handle.takeBack(raw, key)
    } else {
      unsafe sqlite3_finalize(raw)
    }
  }

  /// Goes to the next row and says whether there is one. After the last row it is ready to be bound
  /// and run again.
  public borrowing func step() throws(SQLiteError) -> Bool {
    if unsafe sqlite3_stmt_busy(raw) == 0 { try handle.requireTransaction(sql) }
    let code = unsafe sqlite3_step(raw)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE {
      unsafe sqlite3_reset(raw)
      return false
    }
    let error = handle.lastError(.run, code, sql: sql)
    unsafe sqlite3_reset(raw)
    throw error
  }

  /// Runs to the end and drops the rows; what is bound stays bound.
  public borrowing func run() throws(SQLiteError) {
    while try step() {}
  }

  /// Starts again before the first row; what is bound stays bound.
  public borrowing func reset() {
    unsafe sqlite3_reset(raw)
  }

  public var columnCount: Int { Int(unsafe sqlite3_column_count(raw)) }

  public borrowing func columnName(at index: Int) -> String {
    guard let name = unsafe sqlite3_column_name(raw, Int32(index)) else { return "" }
    return unsafe String(cString: name)
  }

  /// As written, with parameters and never with values.
  var sql: String? { unsafe sqlite3_sql(raw).map { unsafe String(cString: $0) } }
}
