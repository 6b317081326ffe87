internal import CSQLite
internal import Glibc
internal import Host

extension SQLiteDatabase {
  /// What is wrong with the file, in SQLite's words, at most a hundred; empty when nothing is.
  public func integrityCheck() async throws -> [String] {
    try await read { connection in
      let statement = try connection.prepare("PRAGMA integrity_check(100)")
      var problems: [String] = []
      do throws(SQLiteError) {
        while try statement.step() {
          let line = try statement.text(at: 0)
          if line != "ok" { problems.append(line) }
        }
      } catch {
        // Some damage stops the check itself.
        guard error.isCorrupt else { throw error }
        problems.append(error.message)
      }
      return problems
    }
  }

  /// Copies the committed state into a new file, which appears under its name only when whole.
  public func backup(to target: String) async throws {
    let partial = target + ".partial"
    try await work { [path] handle, flag in
      guard !Files.exists(target) else {
        throw SQLiteError(.backUp(to: target), .cannotOpen, "there is a file already", path: path)
      }
      do {
        handle.patience.flag = flag
        defer { handle.patience.flag = nil }
        try Backup(from: handle, partial: partial, target: target).run(until: flag)
      } catch {
        unsafe unlink(partial)
        throw error
      }
    }
  }
}

/// One copy of a database, page by page.
private struct Backup {
  let from: Handle
  let partial: String
  let target: String

  init(from: Handle, partial: String, target: String) {
    self.from = from
    self.partial = partial
    self.target = target
  }

  func run(until flag: CancellationFlag) throws {
    unsafe unlink(partial)
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    let to = try Handle(opening: partial, path: partial, flags: flags, SQLiteConfiguration())
    try copy(to, flag)
    try to.close()
    guard unsafe rename(partial, target) == 0 else {
      throw SQLiteError(
        .backUp(to: target), .inputOutput, "the copy cannot be renamed", path: from.path,
        systemNumber: errno)
    }
  }

  private func copy(_ to: Handle, _ flag: CancellationFlag) throws {
    let attempt = SQLiteError.Attempt.backUp(to: target)
    guard let copy = unsafe sqlite3_backup_init(to.raw, "main", from.raw, "main") else {
      throw to.lastError(attempt, unsafe sqlite3_extended_errcode(to.raw))
    }
    var code = SQLITE_OK
    // A megabyte at a time, so that a cancelled caller is heard.
    while code == SQLITE_OK && !flag.isRaised {
      code = unsafe sqlite3_backup_step(copy, 256)
    }
    let end = unsafe sqlite3_backup_finish(copy)
    guard !flag.isRaised else { throw CancellationError() }
    guard code == SQLITE_DONE else { throw to.lastError(attempt, code) }
    try to.check(end, attempt)
  }
}
