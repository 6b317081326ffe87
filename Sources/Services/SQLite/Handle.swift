internal import CSQLite
internal import Host

/// The C connection with its kept statements; closed exactly once.
///
/// Touched only on the lane of its database, which is why it may cross tasks without a lock.
@safe
final class Handle: @unchecked Sendable {
  enum Scope: Hashable { case idle, reading, writing }

  let raw: OpaquePointer
  let path: String
  let patience: Patience
  var scope: Scope = .idle
  /// Set when the file is read without locks, because nothing may be written beside it.
  var isImmutable = false
  /// Set when a log that holds nothing was there from the start.
  var toleratesEmptyLog = false
  /// Set when closing must not move the log into the file.
  var keepsFile = false
  private var kept: [SQLText: OpaquePointer] = unsafe [:]
  private var isClosed = false

  /// `flags` are SQLite's; `name` is the path or a URI.
  init(
    opening name: String, path: String, flags: Int32, _ configuration: SQLiteConfiguration
  ) throws(SQLiteError) {
    var connection: OpaquePointer?
    let all = flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = unsafe sqlite3_open_v2(name, &connection, all, nil)
    guard code == SQLITE_OK, let opened = unsafe connection else {
      let error = unsafe Handle.error(connection, code, .open, path: path, sql: nil)
      unsafe sqlite3_close_v2(connection)
      throw error
    }
    unsafe raw = opened
    self.path = path
    patience = Patience(busyTimeout: configuration.busyTimeout)
    unsafe patience.attach(to: raw)
  }

  deinit {
    guard !isClosed else { return }
    finaliseKept()
    settleLog()
    unsafe sqlite3_close_v2(raw)
  }

  /// Closes now. Refused by SQLite while a statement is alive, which no caller can bring about.
  func close() throws(SQLiteError) {
    finaliseKept()
    settleLog()
    try check(unsafe sqlite3_close(raw), .close)
    isClosed = true
  }

  /// Whether statements exist that nobody finalised.
  var hasStatements: Bool { unsafe sqlite3_next_stmt(raw, nil) != nil }

  // MARK: - Errors

  func check(_ code: Int32, _ attempt: SQLiteError.Attempt, sql: String? = nil) throws(SQLiteError)
  {
    guard code != SQLITE_OK else { return }
    throw unsafe Handle.error(raw, code, attempt, path: path, sql: sql)
  }

  /// The error that the last failed call left behind.
  func lastError(_ attempt: SQLiteError.Attempt, _ code: Int32, sql: String? = nil) -> SQLiteError {
    unsafe Handle.error(raw, code, attempt, path: path, sql: sql)
  }

  /// The one place where a result code becomes an error.
  private static func error(
    _ connection: OpaquePointer?, _ code: Int32, _ attempt: SQLiteError.Attempt, path: String,
    sql: String?
  ) -> SQLiteError {
    let isLast = unsafe connection != nil && sqlite3_errcode(connection) & 0xFF == code & 0xFF
    let words = unsafe isLast ? sqlite3_errmsg(connection) : sqlite3_errstr(code)
    let message = unsafe words.map { unsafe String(cString: $0) } ?? "error \(code)"
    let isSystem = [SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_FULL].contains(code & 0xFF)
    let number = isSystem ? unsafe sqlite3_system_errno(connection) : 0
    return SQLiteError(
      attempt, .init(rawValue: code), message, path: path, sql: sql,
      systemNumber: number == 0 ? nil : number)
  }

  // MARK: - Statements

  /// A statement for exactly `sql`, a kept one if there is one.
  func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
    let key = SQLText(text: sql)
    if let statement = unsafe kept.removeValue(forKey: key) {
      let owned = unsafe SQLiteStatement(statement, key, self)
      try unsafe admit(statement)
      return owned
    }
    var rest = sql
    guard let statement = unsafe try compile(&rest) else {
      throw SQLiteError(.prepare, .misuse, "there is no statement", path: path, sql: sql)
    }
    let owned = unsafe SQLiteStatement(statement, key, self)
    // Text behind the first statement would be left out silently.
    if let other = unsafe try compile(&rest) {
      unsafe sqlite3_finalize(other)
      throw SQLiteError(.prepare, .misuse, "there is more than one statement", path: path, sql: sql)
    }
    return owned
  }

  /// Compiles the first statement of `sql` and takes it off; nil when only space is left.
  func compile(_ sql: inout String) throws(SQLiteError) -> OpaquePointer? {
    guard !sql.utf8.contains(0) else {
      throw SQLiteError(.prepare, .misuse, "SQL holds a zero byte", path: path)
    }
    while !sql.isEmpty {
      var statement: OpaquePointer?
      var used = 0
      let code = unsafe sql.withCString { start in
        var tail: UnsafePointer<CChar>?
        let code = unsafe sqlite3_prepare_v3(raw, start, -1, 0, &statement, &tail)
        used = unsafe tail.map { unsafe $0 - start } ?? 0
        return code
      }
      try check(code, .prepare, sql: sql)
      sql = String(sql.utf8.dropFirst(used)) ?? ""
      guard let compiled = unsafe statement else { continue }
      do throws(SQLiteError) {
        try unsafe admit(compiled)
      } catch {
        unsafe sqlite3_finalize(compiled)
        throw error
      }
      return unsafe compiled
    }
    return nil
  }

  /// A read must not change anything, whatever its SQL says.
  private func admit(_ statement: OpaquePointer) throws(SQLiteError) {
    guard scope == .reading, unsafe sqlite3_stmt_readonly(statement) == 0 else { return }
    let sql = unsafe sqlite3_sql(statement).map { unsafe String(cString: $0) }
    throw SQLiteError(.prepare, .readOnly, "a read may not change anything", path: path, sql: sql)
  }

  /// Keeps a statement for the next caller, or finalises it.
  func takeBack(_ statement: OpaquePointer, _ key: SQLText) {
    // What a failed step said has been thrown already; reset says it again.
    unsafe sqlite3_reset(statement)
    let isKept = unsafe kept.count < 64 && kept[key] == nil
    guard isKept else {
      unsafe sqlite3_finalize(statement)
      return
    }
    unsafe sqlite3_clear_bindings(statement)
    unsafe kept[key] = statement
  }

  private func finaliseKept() {
    for unsafe(_, statement) in unsafe kept { unsafe sqlite3_finalize(statement) }
    unsafe kept.removeAll()
  }
}

/// SQL as a key: two texts are the same only when their bytes are.
struct SQLText: Hashable, Sendable {
  let text: String

  static func == (left: SQLText, right: SQLText) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
