internal import CSQLite
internal import Host

/// How a file becomes a connection: the way in for each mode, then the same named steps for all.
struct Opening {
  let path: String
  let mode: SQLiteMode
  let configuration: SQLiteConfiguration

  func opened() throws(SQLiteError) -> Handle {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw SQLiteError(.open, .cannotOpen, "this is not the path of a file", path: path)
    }
    switch mode {
    case .readOnly: return try openedForReading()
    case .readWrite: return try settled(connection(SQLITE_OPEN_READWRITE))
    case .create: return try settled(created())
    }
  }

  // MARK: - Ways in

  /// A file with a rollback journal is simply opened read-only. A file with a write-ahead log needs
  /// its two side files even for reading, and a read-only connection would leave them behind; one
  /// that may write but does not takes them away again (see `Handle.settleLog`). Where even that is
  /// forbidden and there is no log, the file alone is the whole database and is read without locks.
  private func openedForReading() throws(SQLiteError) -> Handle {
    let plain = try connection(SQLITE_OPEN_READONLY)
    guard try usesLog(plain) else { return try settled(plain) }
    let isWhole = plain.log.isEmpty
    try plain.close()
    if configuration.leavesNoTrace, isWhole { return try openedAlone() }
    let polite = try connection(SQLITE_OPEN_READWRITE)
    polite.keepsFile = true
    do throws(SQLiteError) {
      return try settled(polite)
    } catch {
      guard error.isCannotOpen || error.isReadOnly, !polite.log.exists else { throw error }
    }
    return try openedAlone()
  }

  private func openedAlone() throws(SQLiteError) -> Handle {
    let alone = try connection(SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, name: immutableName)
    alone.isImmutable = true
    alone.toleratesEmptyLog = configuration.leavesNoTrace
    return try settled(alone)
  }

  /// SQLite hides why a file cannot be made: it tries again without making it, and reports that.
  private func created() throws(SQLiteError) -> Handle {
    do throws(SQLiteError) {
      return try connection(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    } catch {
      let isHidden = error.isCannotOpen && error.isMissing && Files.exists(Files.parent(of: path))
      guard isHidden else { throw error }
      throw SQLiteError(
        .open, .cannotOpen, "the file cannot be made in its folder", path: path)
    }
  }

  private func connection(_ flags: Int32, name: String? = nil) throws(SQLiteError) -> Handle {
    try Handle(opening: name ?? plainName, path: path, flags: flags, configuration)
  }

  /// Never taken for a URI or for the name of a database in memory.
  private var plainName: String { path.utf8.first == UInt8(ascii: "/") ? path : "./" + path }

  private var immutableName: String {
    var name = "file:"
    for byte in plainName.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "-"), UInt8(ascii: "_"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        name += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return name + "?immutable=1"
  }

  // MARK: - Steps

  private func settled(_ handle: Handle) throws(SQLiteError) -> Handle {
    try validateFormat(handle)
    try requireWritable(handle)
    try restrict(handle)
    // Reads the schema, so that a damaged file is refused here and not in the middle of the work.
    try handle.run("SELECT 1 FROM sqlite_schema LIMIT 1", .setUp(step: "schema"))
    if mode == .readOnly {
      try set(handle, "only reading", "query_only = 1")
    } else {
      if let size = configuration.pageBytes { try set(handle, "page size", "page_size = \(size)") }
      try setJournal(handle)
      try set(handle, "durability", "synchronous = \(synchronous)")
    }
    try set(handle, "foreign keys", "foreign_keys = \(configuration.foreignKeys ? 1 : 0)")
    // Negative: in KiB instead of pages.
    try set(handle, "cache size", "cache_size = \(-max(1, configuration.cacheBytes >> 10))")
    try set(handle, "memory map", "mmap_size = \(configuration.mapBytes)")
    return handle
  }

  /// Another kind of file is refused before SQLite sees it, and an empty one is an empty database.
  private func validateFormat(_ handle: Handle) throws(SQLiteError) {
    let start = try handle.start()
    guard start.size > 0, start.size < 512 || !start.bytes.starts(with: Opening.magic) else {
      return
    }
    throw SQLiteError(.open, .notADatabase, "the file is not a SQLite database", path: path)
  }

  /// Asked for writing, SQLite silently settles for reading.
  private func requireWritable(_ handle: Handle) throws(SQLiteError) {
    guard mode != .readOnly, unsafe sqlite3_db_readonly(handle.raw, "main") == 1 else { return }
    throw SQLiteError(.open, .readOnly, "the file may not be written", path: path)
  }

  /// "SQLite format 3" and a zero byte.
  private static let magic = Array("SQLite format 3\0".utf8)

  /// Byte 19 of the file says how it is read: 1 with a rollback journal, 2 with a log.
  private func usesLog(_ handle: Handle) throws(SQLiteError) -> Bool {
    try validateFormat(handle)
    return try handle.start().bytes[19] == 2
  }

  /// Nothing stored in the file may run functions, and "x" is a column, never a text.
  private func restrict(_ handle: Handle) throws(SQLiteError) {
    let options: [(String, Int32, Int32)] = [
      ("defensive mode", SQLITE_DBCONFIG_DEFENSIVE, 1),
      ("untrusted schema", SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
      ("no quoted texts in definitions", SQLITE_DBCONFIG_DQS_DDL, 0),
      ("no quoted texts in statements", SQLITE_DBCONFIG_DQS_DML, 0),
    ]
    for (name, option, value) in options {
      try handle.check(unsafe csqlite_configure(handle.raw, option, value), .setUp(step: name))
    }
    let limit = Int32(clamping: configuration.valueLimit)
    unsafe sqlite3_limit(handle.raw, SQLITE_LIMIT_LENGTH, limit)
  }

  /// SQLite answers with the journal that it really uses, and says nothing when that is another.
  private func setJournal(_ handle: Handle) throws(SQLiteError) {
    let step = SQLiteError.Attempt.setUp(step: "journal")
    let wanted = configuration.journal.rawValue
    let statement = try handle.prepare("PRAGMA journal_mode = \(wanted)")
    var answer = ""
    do throws(SQLiteError) {
      while try statement.step() { answer = try statement.text(at: 0) }
    } catch {
      throw SQLiteError(
        step, error.code, error.message, path: path, systemNumber: error.systemNumber)
    }
    guard answer == wanted else {
      let message = "the journal stays \(answer) instead of \(wanted)"
      throw SQLiteError(step, .error, message, path: path)
    }
  }

  /// With a rollback journal a commit is safe only when the removal of the journal is flushed too.
  private var synchronous: String {
    switch (configuration.durability, configuration.journal) {
    case (.powerCut, .wal): "FULL"
    case (.powerCut, .delete): "EXTRA"
    case (.processDeath, _): "NORMAL"
    }
  }

  private func set(_ handle: Handle, _ step: String, _ pragma: String) throws(SQLiteError) {
    try handle.run("PRAGMA \(pragma)", .setUp(step: step))
  }
}
