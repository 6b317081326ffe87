internal import Model
internal import SQLite

/// What was applied last for each owner, and everything that was applied before.
enum LedgerTables {
  static func entry(
    of owner: String, _ connection: borrowing SQLiteConnection
  ) throws -> LedgerEntry? {
    let statement = try connection.prepare("SELECT entry FROM ledger WHERE owner = ?1")
    try statement.bind(owner, at: 1)
    guard try statement.step() else { return nil }
    return try entry(statement.text(at: 0), owner)
  }

  static func entries(_ connection: borrowing SQLiteConnection) throws -> [LedgerEntry] {
    let statement = try connection.prepare("SELECT entry, owner FROM ledger ORDER BY owner")
    var entries: [LedgerEntry] = []
    while try statement.step() {
      entries.append(try entry(statement.text(at: 0), statement.text(at: 1)))
    }
    return entries
  }

  static func history(
    of owner: String, limit: Int, _ connection: borrowing SQLiteConnection
  ) throws -> [HistoryEntry] {
    let statement = try connection.prepare(
      "SELECT entry FROM history WHERE owner = ?1 ORDER BY number DESC LIMIT ?2")
    try statement.bind(owner, at: 1)
    try statement.bind(Int64(max(0, limit)), at: 2)
    var entries: [HistoryEntry] = []
    while try statement.step() {
      let what = "history of \(owner)"
      guard let entry = HistoryEntry(try StoredText.object(statement.text(at: 0), what)) else {
        throw StoredText.damaged(what, "a key is missing")
      }
      entries.append(entry)
    }
    return entries
  }

  /// Takes the next serial or refuses: somebody else wrote in between.
  static func record(
    _ entry: LedgerEntry, _ history: HistoryEntry?, _ connection: borrowing SQLiteConnection
  ) throws {
    let stored = try self.entry(of: entry.owner, connection)?.serial ?? 0
    guard stored == entry.serial - 1 else {
      throw Refusal(
        .staleLedger,
        "the ledger of \(entry.owner) is at serial \(stored), and \(entry.serial) does not follow it",
        hint: "another apply wrote meanwhile: plan again")
    }
    let statement = try connection.prepare("INSERT OR REPLACE INTO ledger VALUES (?1, ?2, ?3)")
    try statement.bind(entry.owner, at: 1)
    try statement.bind(Int64(entry.serial), at: 2)
    try statement.bind(StoredText.text(.object(entry.stored)), at: 3)
    try statement.run()
    if let history { try append(history, of: entry.owner, connection) }
  }

  private static func append(
    _ history: HistoryEntry, of owner: String, _ connection: borrowing SQLiteConnection
  ) throws {
    let last = try connection.prepare(
      "SELECT coalesce(max(number), 0) FROM history WHERE owner = ?1")
    try last.bind(owner, at: 1)
    var numbered = history
    numbered.owner = owner
    numbered.number = try last.step() ? Int(last.int64(at: 0)) + 1 : 1
    let statement = try connection.prepare("INSERT INTO history VALUES (?1, ?2, ?3)")
    try statement.bind(owner, at: 1)
    try statement.bind(Int64(numbered.number), at: 2)
    try statement.bind(StoredText.text(.object(numbered.stored)), at: 3)
    try statement.run()
  }

  private static func entry(_ text: String, _ owner: String) throws -> LedgerEntry {
    let what = "ledger entry of \(owner)"
    guard let entry = LedgerEntry(try StoredText.object(text, what)) else {
      throw StoredText.damaged(what, "a key is missing")
    }
    return entry
  }
}
