import Glibc
import Host
import Testing

@testable import SQLite

@Suite struct `Reading only` {
  let desk = Desk()

  @Test(arguments: [SQLiteConfiguration.Journal.wal, .delete])
  func `a closed database is read and left as it was`(journal: SQLiteConfiguration.Journal)
    async throws
  {
    try await desk.table(rows: 3, journal: journal)
    let before = try desk.state()
    #expect(before.bytes[19] == (journal == .wal ? 2 : 1))
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readOnly)
    #expect(try await db.number("SELECT count(*) FROM t") == 3)
    try await db.close()
    #expect(try desk.state() == before)
    #expect(try desk.names() == ["a.db"])
  }

  @Test func `a live writer is seen and its files are left alone`() async throws {
    try await desk.table(rows: 3)
    let writer = try await SQLiteDatabase.open(desk.path(), mode: .readWrite)
    try await writer.write { try $0.execute("INSERT INTO t VALUES(4)") }
    let before = (try desk.state(), try desk.state("a.db-wal"))
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readOnly)
    #expect(try await db.number("SELECT count(*) FROM t") == 4)
    try await writer.write { try $0.execute("INSERT INTO t VALUES(5)") }
    #expect(try await db.number("SELECT count(*) FROM t") == 5)
    try await db.close()
    #expect(try desk.state() == before.0)
    #expect(try desk.state("a.db-wal").bytes.starts(with: before.1.bytes))
    try await writer.close()
    #expect(try desk.names() == ["a.db"])
  }

  @Test func `what a dead writer left in the log is read and stays there`() async throws {
    try await desk.table(rows: 3)
    try Peer.dies(
      desk.path(), after: "c.execute('INSERT INTO t VALUES(4)'); c.execute('COMMIT')", begin: true)
    let before = (try desk.state(), try desk.state("a.db-wal"))
    #expect(before.1.bytes.count > 0)
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readOnly)
    #expect(try await db.number("SELECT count(*) FROM t") == 4)
    try await db.close()
    #expect(try desk.state() == before.0)
    #expect(try desk.state("a.db-wal") == before.1)
    let writer = try await SQLiteDatabase.open(desk.path(), mode: .readWrite)
    #expect(try await writer.number("SELECT count(*) FROM t") == 4)
    try await writer.close()
    #expect(try desk.names() == ["a.db"])
  }

  @Test(arguments: ["INSERT INTO t VALUES(9)", "DROP TABLE t", "PRAGMA user_version = 7"])
  func `nothing that changes is let through`(sql: String) async throws {
    try await desk.table(rows: 1)
    for mode in [SQLiteMode.readOnly, .readWrite] {
      let db = try await SQLiteDatabase.open(desk.path(), mode: mode)
      let error = await refusal { try await db.read { try $0.execute(sql) } }
      #expect(error?.isReadOnly == true)
      #expect(
        error?.description
          == "cannot prepare SQL for the database \(desk.path()): a read may not change anything in: \(sql); give write permission to the file and its folder"
      )
      try await db.close()
    }
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readOnly)
    let error = await refusal { try await db.write { try $0.execute(sql) } }
    #expect(error?.isReadOnly == true)
    try await db.close()
  }

  @Test func `a statement kept from a write is not a way around`() async throws {
    try await desk.table(rows: 1)
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readWrite)
    try await db.write { try $0.prepare("DELETE FROM t").run() }
    let error = await refusal { try await db.read { try $0.prepare("DELETE FROM t").run() } }
    #expect(error?.isReadOnly == true)
    try await db.close()
  }

  @Test func `an interrupted change under a rollback journal is not undone by a reader`()
    async throws
  {
    try await desk.table(rows: 3, journal: .delete)
    try Peer.dies(
      desk.path(),
      after:
        "c.execute('PRAGMA cache_size = 1'); [c.execute('INSERT INTO t VALUES(randomblob(100000))') for _ in range(30)]",
      begin: true)
    let before = try desk.state()
    let error = await refusal {
      _ = try await SQLiteDatabase.open(desk.path(), mode: .readOnly)
    }
    #expect(error?.code == .readOnlyRollback)
    #expect(
      error?.description
        == "cannot set up the database \(desk.path()) (schema): attempt to write a readonly database; an interrupted change has to be undone first: open it once for writing"
    )
    #expect(try desk.state() == before)
    var configuration = SQLiteConfiguration()
    configuration.journal = .delete
    let db = try await SQLiteDatabase.open(
      desk.path(), mode: .readWrite, configuration: configuration)
    #expect(try await db.number("SELECT count(*) FROM t") == 3)
    try await db.close()
  }

  @Test(.enabled(if: Mount.works, "this process may not mount"), arguments: [false, true])
  func `a folder that cannot be written is read`(withLog: Bool) async throws {
    try await desk.table(rows: 3)
    if withLog {
      try Peer.dies(
        desk.path(), after: "c.execute('INSERT INTO t VALUES(4)'); c.execute('COMMIT')",
        begin: true)
    }
    let names = try desk.names()
    let mount = try Mount(readOnly: desk.folder)
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readOnly)
    #expect(try await db.number("SELECT count(*) FROM t") == (withLog ? 4 : 3))
    try await db.close()
    for mode in [SQLiteMode.readWrite, .create] {
      let error = await refusal { _ = try await SQLiteDatabase.open(desk.path(), mode: mode) }
      #expect(
        error?.description
          == "cannot open the database \(desk.path()): the file may not be written; give write permission to the file and its folder"
      )
    }
    let error = await refusal {
      _ = try await SQLiteDatabase.open(desk.path("new.db"), mode: .create)
    }
    #expect(
      error?.description
        == "cannot open the database \(desk.path("new.db")): the file cannot be made in its folder; check that the path exists and may be used"
    )
    mount.end()
    #expect(try desk.names() == names)
  }
}
