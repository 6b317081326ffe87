internal import SQLite

/// The tables of the file and the numbers that say whose it is.
enum LocalSchema {
  /// "Plum" in ASCII, in the header of the file.
  static let applicationID: Int32 = 0x506C_756D
  static let version: Int32 = 1

  static let tables = """
    CREATE TABLE collections (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      config TEXT NOT NULL,
      points INTEGER NOT NULL DEFAULT 0,
      next INTEGER NOT NULL DEFAULT 1
    ) STRICT;
    CREATE TABLE indexes (
      collection INTEGER NOT NULL REFERENCES collections (id),
      field TEXT NOT NULL,
      schema TEXT NOT NULL,
      PRIMARY KEY (collection, field)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE aliases (
      name TEXT NOT NULL PRIMARY KEY,
      collection INTEGER NOT NULL REFERENCES collections (id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE owners (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE locks (
      owner TEXT NOT NULL PRIMARY KEY,
      id TEXT NOT NULL,
      holder TEXT NOT NULL,
      taken_at TEXT NOT NULL,
      expires_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE ledger (
      owner TEXT NOT NULL PRIMARY KEY,
      serial INTEGER NOT NULL,
      entry TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE history (
      owner TEXT NOT NULL,
      number INTEGER NOT NULL,
      entry TEXT NOT NULL,
      PRIMARY KEY (owner, number)
    ) STRICT, WITHOUT ROWID;
    """

  /// What the header and the list of tables say of a file.
  enum Identity {
    case empty
    case ours
  }

  /// Refuses a file that is somebody else's, or of a later version than this one.
  static func identity(_ connection: borrowing SQLiteConnection) throws -> Identity {
    let application = try connection.applicationID()
    let statement = try connection.prepare("SELECT 1 FROM sqlite_schema LIMIT 1")
    guard try statement.step() else {
      guard application == 0 else { throw foreign }
      return .empty
    }
    guard application == applicationID else { throw foreign }
    let found = try connection.userVersion()
    guard found <= version else { throw newer(found) }
    guard found == version else { throw foreign }
    return .ours
  }

  static func create(_ connection: borrowing SQLiteConnection) throws {
    try connection.execute(tables)
    try connection.setApplicationID(applicationID)
    try connection.setUserVersion(version)
  }

  private static var foreign: Refusal {
    Refusal(
      .foreignFile, "this SQLite database belongs to another program",
      hint: "name another file; it was left as it is")
  }

  private static func newer(_ found: Int32) -> Refusal {
    Refusal(
      .newerSchema, "the database has version \(found), and this plumb knows \(version)",
      hint: "use the plumb that wrote it, or a later one; it was left as it is")
  }
}
