internal import CSQLite
internal import Host

extension Handle {
  /// The first bytes of the file, and how long it is.
  func start() throws(SQLiteError) -> (bytes: [UInt8], size: Int) {
    var bytes = [UInt8](repeating: 0, count: 100)
    var size: Int64 = 0
    let code = unsafe bytes.withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return SQLITE_CANTOPEN }
      return unsafe csqlite_read_start(raw, base, Int32(buffer.count), &size)
    }
    try check(code, .open)
    return (bytes, Int(size))
  }

  /// The write-ahead log of this file: its path, whether there is one, and whether it holds anything.
  var log: (exists: Bool, isEmpty: Bool) {
    guard let name = unsafe sqlite3_db_filename(raw, "main"),
      let log = unsafe sqlite3_filename_wal(name)
    else { return (false, true) }
    return LogFile.facts(unsafe String(cString: log))
  }

  /// A connection that only reads leaves the log as it found it: an empty one goes with its last
  /// user, a full one (a writer died) stays for the next writer, or reading would change the file.
  func settleLog() {
    guard keepsFile else { return }
    unsafe csqlite_configure(raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, log.isEmpty ? 0 : 1)
  }

  /// A file read without locks must not have had a writer meanwhile.
  func checkUntouched() throws(SQLiteError) {
    guard isImmutable, log.exists, !toleratesEmptyLog || !log.isEmpty else { return }
    let message = "a writer opened the file while it was being read without locks"
    throw SQLiteError(.run, .busy, message, path: path)
  }
}
