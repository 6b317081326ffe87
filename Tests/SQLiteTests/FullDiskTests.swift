import Glibc
import Host
import Testing

@testable import SQLite

@Suite struct `A full disk` {
  let desk = Desk()

  @Test(arguments: [SQLiteConfiguration.Journal.wal, .delete])
  func `a file at its largest refuses and keeps what it had`(journal: SQLiteConfiguration.Journal)
    async throws
  {
    try await desk.table(rows: 10, journal: journal)
    var configuration = SQLiteConfiguration()
    configuration.journal = journal
    let db = try await SQLiteDatabase.open(
      desk.path(), mode: .readWrite, configuration: configuration)
    try await db.write { try $0.execute("PRAGMA max_page_count = 20") }
    let error = await refusal { try await fill(db) }
    #expect(error?.isFull == true)
    #expect(
      error?.description
        == "cannot run SQL on the database \(desk.path()): database or disk is full in: INSERT INTO t VALUES(randomblob(100000)); free some space on its disk and run again"
    )
    try await checkKept(db)
  }

  @Test(
    .enabled(if: Mount.works, "this process may not mount"),
    arguments: [SQLiteConfiguration.Journal.wal, .delete])
  func `a disk without space refuses and keeps what it had`(journal: SQLiteConfiguration.Journal)
    async throws
  {
    let mount = try Mount(megabytes: 2, at: desk.folder)
    defer { mount.end() }
    try await desk.table(rows: 10, journal: journal)
    var configuration = SQLiteConfiguration()
    configuration.journal = journal
    // Small enough that pages are written before the commit.
    configuration.cacheBytes = 64 << 10
    let db = try await SQLiteDatabase.open(
      desk.path(), mode: .readWrite, configuration: configuration)
    let error = await refusal { try await fill(db) }
    #expect(error?.isFull == true)
    #expect(
      error?.description.hasSuffix("; free some space on its disk and run again") == true)
    try await checkKept(db)
  }

  @Test(.enabled(if: Mount.works, "this process may not mount"))
  func `a disk that is full at the start refuses to open`() async throws {
    let mount = try Mount(megabytes: 1, at: desk.folder)
    defer { mount.end() }
    try await desk.table(rows: 10)
    let free = open(desk.path("filler"), O_WRONLY | O_CREAT, 0o644)
    let block = [UInt8](repeating: 1, count: 4096)
    while write(free, block, block.count) > 0 {}
    close(free)
    for mode in [SQLiteMode.readOnly, .readWrite] {
      let error = await refusal {
        let db = try await SQLiteDatabase.open(desk.path(), mode: mode)
        if mode == .readOnly {
          #expect(try await db.number("SELECT count(*) FROM t") == 10)
        }
        try await db.write { try $0.execute("INSERT INTO t VALUES(1)") }
      }
      #expect(error?.isFull == true || mode == .readOnly && error?.isReadOnly == true)
    }
  }

  private func fill(_ db: SQLiteDatabase) async throws {
    try await db.write { c in
      let insert = try c.prepare("INSERT INTO t VALUES(randomblob(100000))")
      for _ in 0..<100 { try insert.run() }
    }
  }

  /// The rows from before are there, nothing else is, and the connection goes on working.
  private func checkKept(_ db: SQLiteDatabase) async throws {
    #expect(try await db.number("SELECT count(*) FROM t") == 10)
    #expect(try await db.integrityCheck() == [])
    try await db.write { try $0.execute("UPDATE t SET a = a + 1") }
    #expect(try await db.number("SELECT sum(a) FROM t") == 55)
    try await db.close()
    #expect(try desk.names() == ["a.db"])
  }
}
