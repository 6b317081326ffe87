internal import SQLite

extension LocalError {
  /// What SQLite refused, and what to do about it.
  init(_ error: SQLiteError, path: String) {
    let (code, message, hint) = LocalError.words(error)
    self.init(code, message, path: path, hint: hint)
  }

  private static func words(_ error: SQLiteError) -> (Code, String, String?) {
    if error.isFull {
      return (
        .full, "the disk is full; what was committed before is safe",
        "free some space and run the same command again"
      )
    }
    if error.isBusy {
      return (
        .busy, "another process is writing to the database",
        "run the same command again when it has finished"
      )
    }
    if error.isCorrupt {
      return (
        .damaged, "the database is damaged (\(error.message))",
        "restore the file from a backup, or delete it: the next apply builds it again"
      )
    }
    if error.isNotADatabase {
      return (
        .notADatabase, "the file is not a SQLite database",
        "name another file; it was left as it is"
      )
    }
    if error.isReadOnly {
      return (
        .readOnly, "the database may not be written",
        "give write permission to the file and its folder"
      )
    }
    if error.isCannotOpen {
      return (
        .cannotOpen, "the database cannot be opened (\(error.message))",
        "check that its folder exists and that you may use both"
      )
    }
    return (.failed, error.description, nil)
  }
}
