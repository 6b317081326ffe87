import Host
import Testing

@testable import SQLite

private struct Mishap: Error, Equatable {}

@Suite struct `Transactions` {
  let desk = Desk()

  @Test func `what throws is rolled back and the error comes through`() async throws {
    try await desk.table(rows: 3)
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readWrite)
    await #expect(throws: Mishap()) {
      try await db.write { c in
        try c.execute("DELETE FROM t")
        throw Mishap()
      }
    }
    #expect(try await db.number("SELECT count(*) FROM t") == 3)
    try await db.close()
  }

  @Test func `a broken rule names the rule and not the value`() async throws {
    let db = try await SQLiteDatabase.open(desk.path(), mode: .create)
    try await db.write { try $0.execute("CREATE TABLE t(a TEXT UNIQUE, b REFERENCES t(a))") }
    let error = await refusal {
      try await db.write { c in
        let insert = try c.prepare("INSERT INTO t(a) VALUES(?1)")
        for _ in 0..<2 {
          try insert.bind("a secret", at: 1)
          try insert.run()
        }
      }
    }
    #expect(error?.isConstraint == true)
    #expect(error?.code == .init(rawValue: 19 | 8 << 8))
    #expect(
      error?.description
        == "cannot run SQL on the database \(desk.path()): UNIQUE constraint failed: t.a in: INSERT INTO t(a) VALUES(?1)"
    )
    let orphan = await refusal {
      try await db.write { try $0.execute("INSERT INTO t VALUES('x', 'nobody')") }
    }
    #expect(orphan?.message == "FOREIGN KEY constraint failed")
    #expect(try await db.number("SELECT count(*) FROM t") == 0)
    try await db.close()
  }

  @Test func `work behind a lost transaction is refused`() async throws {
    try await desk.table(rows: 3)
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readWrite)
    let error = await refusal {
      try await db.write { c in
        try c.execute("INSERT INTO t VALUES(9); ROLLBACK")
        try c.execute("INSERT INTO t VALUES(10)")
      }
    }
    #expect(error?.message == "the transaction has ended after an earlier error")
    #expect(try await db.number("SELECT count(*) FROM t") == 3)
    try await db.close()
  }

  static let endless =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

  @Test func `a long query ends within 100 ms of its cancellation`() async throws {
    let db = try await SQLiteDatabase.open(desk.path(), mode: .create)
    let fastest = try await Pace.fastestCancellation { _ = try await db.number(Self.endless) }
    #expect(fastest < .milliseconds(100))
    #expect(try await db.number("SELECT 1") == 1)
    try await db.close()
  }

  @Test func `a cancelled change is rolled back`() async throws {
    try await desk.table(rows: 3)
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readWrite)
    let work = Task {
      try await db.write { c in
        try c.execute("INSERT INTO t VALUES(9)")
        try c.execute("INSERT INTO t \(Self.endless)")
      }
    }
    try await Task.sleep(for: .milliseconds(50))
    work.cancel()
    await #expect(throws: CancellationError.self) { try await work.value }
    #expect(try await db.number("SELECT count(*) FROM t") == 3)
    try await db.close()
  }

  @Test func `a task that is cancelled already does not begin`() async throws {
    try await desk.table(rows: 3)
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readWrite)
    let work = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await db.write { try $0.execute("DELETE FROM t") }
    }
    await #expect(throws: CancellationError.self) { try await work.value }
    #expect(try await db.number("SELECT count(*) FROM t") == 3)
    try await db.close()
  }

  @Test(arguments: [
    ("", "there is no statement"), ("-- nothing\n", "there is no statement"),
    ("SELECT 1; SELECT 2", "there is more than one statement"),
    ("SELECT \"x\"", "no such column: x"), ("SELEC 1", "near \"SELEC\": syntax error"),
    ("SELECT 1\0", "SQL holds a zero byte"),
  ])
  func `SQL that is not one statement is refused`(sql: String, message: String) async throws {
    let db = try await SQLiteDatabase.open(desk.path(), mode: .create)
    let error = await refusal { _ = try await db.number(sql) }
    #expect(error?.message == message)
    try await db.close()
  }

  @Test func `no statement is left behind on any way out`() async throws {
    try await desk.table(rows: 10)
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readWrite)
    let bodies: [@Sendable (borrowing SQLiteConnection) throws -> Void] = [
      { _ = try $0.prepare("SELECT a FROM t").step() },
      { try $0.execute("SELECT a FROM t; SELECT nothing FROM t") },
      { c in
        let statement = try c.prepare("INSERT INTO t VALUES(?1)")
        try statement.bind(Int64(1), at: 9)
      },
      { c in
        let row = try c.prepare("SELECT a FROM t ORDER BY a DESC")
        while try row.step() { throw Mishap() }
      },
      { c in
        for index in 0..<200 { _ = try c.prepare("SELECT \(index)").step() }
        try c.prepare("SELECT abs(-9223372036854775808)").run()
      },
      { try $0.prepare("SELECT 1").bind(Double.nan, at: 1) },
    ]
    for body in bodies { try? await db.write(body) }
    // SQLite refuses to close while a statement is alive.
    try await db.close()
    try await db.close()
    let error = await refusal { _ = try await db.number("SELECT 1") }
    #expect(
      error?.description == "cannot run SQL on the database \(desk.path()): it has been closed")
  }

  @Test func `the numbers in the header are kept`() async throws {
    let db = try await SQLiteDatabase.open(desk.path(), mode: .create)
    try await db.write { c in
      try c.setApplicationID(-5)
      try c.setUserVersion(7)
    }
    let numbers = try await db.read { c in [try c.applicationID(), try c.userVersion()] }
    #expect(numbers == [-5, 7])
    try await db.close()
  }

  @Test(arguments: [
    ("journal_mode", "wal", "delete"), ("synchronous", "2", "3"), ("foreign_keys", "1", "1"),
    ("trusted_schema", "0", "0"), ("cache_size", "-8192", "-8192"),
  ])
  func `the set-up holds`(name: String, wal: String, delete: String) async throws {
    for (journal, wanted) in [(SQLiteConfiguration.Journal.wal, wal), (.delete, delete)] {
      var configuration = SQLiteConfiguration()
      configuration.journal = journal
      let db = try await SQLiteDatabase.open(
        desk.path(), mode: .create, configuration: configuration)
      let found = try await db.write { c in
        let row = try c.prepare("PRAGMA \(name)")
        #expect(try row.step())
        return row.kind(at: 0) == .text ? try row.text(at: 0) : String(try row.int64(at: 0))
      }
      #expect(found == wanted)
      try await db.close()
    }
  }

  @Test func `the file cannot be damaged by SQL`() async throws {
    try await desk.table(rows: 1)
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readWrite)
    let error = await refusal {
      try await db.write { c in
        try c.execute("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema")
      }
    }
    #expect(error?.message == "table sqlite_master may not be modified")
    try await db.close()
  }
}
