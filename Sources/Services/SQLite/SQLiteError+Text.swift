internal import Host

extension SQLiteError: CustomStringConvertible {
  public var description: String {
    var text = "cannot \(attempted): \(message)"
    if let systemNumber, systemNumber != 0 {
      text += " (\(SystemError("", "", number: systemNumber).reason))"
    }
    if let sql { text += " in: \(SQLiteError.shortened(sql))" }
    if let next { text += "; \(next)" }
    return text
  }

  private var attempted: String {
    switch attempt {
    case .open: "open the database \(path)"
    case .setUp(let step): "set up the database \(path) (\(step))"
    case .begin: "begin a transaction on the database \(path)"
    case .commit: "commit to the database \(path)"
    case .rollback: "roll back on the database \(path)"
    case .prepare: "prepare SQL for the database \(path)"
    case .bind: "bind a value for the database \(path)"
    case .run: "run SQL on the database \(path)"
    case .readColumn: "read a column from the database \(path)"
    case .backUp(let target): "back up the database \(path) to \(target)"
    case .close: "close the database \(path)"
    }
  }

  /// What to do next, where there is one answer.
  private var next: String? {
    if isFull { return "free some space on its disk and run again" }
    if isBusy { return "another connection holds it: let that one finish and run again" }
    if code == .readOnlyRollback {
      return "an interrupted change has to be undone first: open it once for writing"
    }
    if isReadOnly { return "give write permission to the file and its folder" }
    if isCorrupt { return "restore it from a backup, or delete it and have it built again" }
    if isNotADatabase { return "check the path: the file is of another kind" }
    if isCannotOpen { return "check that the path exists and may be used" }
    if code.primary == .inputOutput { return "check the disk and run again" }
    return nil
  }

  /// One line of at most 160 characters.
  private static func shortened(_ sql: String) -> String {
    let words = sql.split { $0 == " " || $0 == "\n" || $0 == "\t" }.joined(separator: " ")
    return words.count <= 160 ? words : words.prefix(159) + "…"
  }
}
