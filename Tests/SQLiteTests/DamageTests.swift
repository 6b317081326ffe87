import Glibc
import Host
import Testing

@testable import SQLite

@Suite struct `Damage` {
  let desk = Desk()

  static let notDatabases: [(String, [UInt8])] = [
    (
      "a picture",
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array(repeating: 7, count: 4000)
    ),
    ("a short text", Array("hello".utf8)),
    ("a header and nothing more", Array("SQLite format 3\0".utf8)),
    ("zeros", Array(repeating: 0, count: 8192)),
  ]

  @Test(arguments: notDatabases.map(\.0))
  func `another kind of file is told so and left as it was`(kind: String) async throws {
    let bytes = try #require(Damage.notDatabases.first { $0.0 == kind }).1
    try Files.replace(desk.path(), with: bytes)
    let before = try desk.state()
    for mode in [SQLiteMode.readOnly, .readWrite, .create] {
      let error = await refusal { _ = try await SQLiteDatabase.open(desk.path(), mode: mode) }
      #expect(error?.isNotADatabase == true)
      #expect(
        error?.description
          == "cannot open the database \(desk.path()): the file is not a SQLite database; check the path: the file is of another kind"
      )
    }
    #expect(try desk.state() == before)
    #expect(try desk.names() == ["a.db"])
  }

  @Test(arguments: [
    ("missing.db", SQLiteMode.readOnly, "unable to open database file (no such file or directory)"),
    ("missing.db", .readWrite, "unable to open database file (no such file or directory)"),
    ("no/folder.db", .create, "unable to open database file (no such file or directory)"),
    (".", .create, "unable to open database file (is a directory)"),
  ])
  func `a file that is not there is told so`(name: String, mode: SQLiteMode, reason: String)
    async throws
  {
    let path = desk.path(name)
    let error = await refusal { _ = try await SQLiteDatabase.open(path, mode: mode) }
    #expect(error?.isCannotOpen == true)
    #expect(
      error?.description
        == "cannot open the database \(path): \(reason); check that the path exists and may be used"
    )
    #expect(try desk.names() == [])
  }

  @Test(arguments: ["", "a\0b"])
  func `a name that is no path is refused`(path: String) async throws {
    let error = await refusal { _ = try await SQLiteDatabase.open(path, mode: .create) }
    #expect(error?.message == "this is not the path of a file")
  }

  @Test func `a name that looks like an URI is a name`() async throws {
    let name = "file:a?mode=memory%41.db"
    try await desk.table(rows: 1)
    #expect(rename(desk.path(), desk.path(name)) == 0)
    let db = try await SQLiteDatabase.open(desk.path(name), mode: .readOnly)
    #expect(try await db.number("SELECT count(*) FROM t") == 1)
    try await db.close()
  }

  @Test func `a truncated file is refused when it is opened`() async throws {
    try await desk.table(rows: 20_000)
    let bytes = try Files.read(desk.path(), limit: 1 << 24)
    // Half of the file; the header still counts the pages of the whole.
    try Files.replace(desk.path(), with: Array(bytes[..<(bytes.count / 8192 * 4096)]))
    let error = await refusal {
      let db = try await SQLiteDatabase.open(desk.path(), mode: .readOnly)
      _ = try await db.number("SELECT sum(a) FROM t")
    }
    #expect(error?.isCorrupt == true)
    #expect(
      error?.description.hasSuffix(
        "; restore it from a backup, or delete it and have it built again") == true)
  }

  @Test func `a damaged page is found by the check and by whoever reads it`() async throws {
    try await desk.table(rows: 20_000)
    var bytes = try Files.read(desk.path(), limit: 1 << 24)
    for index in 5 * 4096..<6 * 4096 { bytes[index] = 0xA5 }
    try Files.replace(desk.path(), with: bytes)
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readOnly)
    let error = await refusal { _ = try await db.number("SELECT sum(a) FROM t") }
    #expect(error?.isCorrupt == true)
    #expect(
      error?.description
        == "cannot run SQL on the database \(desk.path()): database disk image is malformed in: SELECT sum(a) FROM t; restore it from a backup, or delete it and have it built again"
    )
    #expect(try await !db.integrityCheck().isEmpty)
    try await db.close()
  }

  @Test func `a damaged header is refused when it is opened`() async throws {
    try await desk.table(rows: 10)
    var bytes = try Files.read(desk.path(), limit: 1 << 24)
    bytes[16] = 0x77  // A page size that is no power of two.
    try Files.replace(desk.path(), with: bytes)
    let error = await refusal {
      _ = try await SQLiteDatabase.open(desk.path(), mode: .readWrite)
    }
    #expect(error?.isNotADatabase == true || error?.isCorrupt == true)
  }

  @Test func `an undamaged database has nothing to report`() async throws {
    try await desk.table(rows: 100)
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readOnly)
    #expect(try await db.integrityCheck() == [])
    try await db.close()
  }

  @Test func `a copy is whole and appears under its name at once`() async throws {
    try await desk.table(rows: 5000)
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readWrite)
    try await db.write { try $0.execute("INSERT INTO t VALUES(1)") }
    try await db.backup(to: desk.path("copy.db"))
    let error = await refusal { try await db.backup(to: desk.path("copy.db")) }
    #expect(
      error?.description
        == "cannot back up the database \(desk.path()) to \(desk.path("copy.db")): there is a file already; check that the path exists and may be used"
    )
    try await db.close()
    #expect(try desk.names() == ["a.db", "copy.db"])
    let copy = try await SQLiteDatabase.open(desk.path("copy.db"), mode: .readOnly)
    #expect(try await copy.number("SELECT count(*) FROM t") == 5001)
    #expect(try await copy.integrityCheck() == [])
    try await copy.close()
    #expect(try desk.names() == ["a.db", "copy.db"])
  }
}
