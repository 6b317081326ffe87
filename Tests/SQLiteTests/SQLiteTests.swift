import Host
import Testing

@testable import SQLite

@Suite struct `Values` {
  let desk = Desk()

  @Test func `every kind of value comes back to the bit`() async throws {
    let db = try await SQLiteDatabase.open(desk.path(), mode: .create)
    let text = "a\0b é e\u{301} 🦊"
    let floats: [Float] = [0.1, -0.0, .infinity, Float(bitPattern: 0x7fc0_0001)]
    try await db.write { c in
      try c.execute("CREATE TABLE t(a, b, c, d, e, f, g, h)")
      let insert = try c.prepare("INSERT INTO t VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
      try insert.bind(Int64.min, at: 1)
      try insert.bind(UInt64.max, at: 2)
      try insert.bind(-0.5, at: 3)
      try insert.bind(text, at: 4)
      try insert.bind([UInt8](), at: 5)
      try insert.bindNull(at: 6)
      try insert.bind(floats, at: 7)
      try insert.bind("", at: 8)
      try insert.run()
      #expect(c.changes == 1)
      #expect(c.lastInsertRowID == 1)
    }
    try await db.read { c in
      let row = try c.prepare("SELECT * FROM t")
      #expect(try row.step())
      #expect(try row.int64(at: 0) == .min)
      #expect(try row.uint64(at: 1) == .max)
      #expect(try row.double(at: 2) == -0.5)
      #expect(try row.text(at: 3).utf8.elementsEqual(text.utf8))
      #expect(row.kind(at: 4) == .blob)
      #expect(try row.bytes(at: 4) == [])
      #expect(try row.withBlob(at: 4) { $0.count } == 0)
      #expect(row.isNull(at: 5) && row.kind(at: 5) == .null)
      #expect(try row.floats(at: 6).map(\.bitPattern) == floats.map(\.bitPattern))
      #expect(row.kind(at: 7) == .text)
      #expect(try row.text(at: 7) == "")
      #expect(try !row.step())
    }
    try await db.close()
  }

  @Test func `a value of another kind is an error that names the column`() async throws {
    try await desk.table(rows: 1)
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readOnly)
    let error = await refusal {
      try await db.read { c in
        let row = try c.prepare("SELECT a FROM t")
        while try row.step() { _ = try row.text(at: 0) }
      }
    }
    #expect(
      error?.description
        == "cannot read a column from the database \(desk.path()): column a holds integer, not text in: SELECT a FROM t"
    )
    try await db.close()
  }

  @Test func `text that is not UTF-8 is an error and never repaired`() async throws {
    let db = try await SQLiteDatabase.open(desk.path(), mode: .create)
    let error = await refusal {
      try await db.read { c in
        let row = try c.prepare("SELECT CAST(x'61ff62' AS TEXT) AS word")
        while try row.step() { _ = try row.text(at: 0) }
      }
    }
    #expect(error?.message == "the text in column word is not UTF-8")
    #expect(error?.code == .mismatch)
    try await db.close()
  }

  @Test func `a blob of 100 MB goes in and out, one above the limit is refused`() async throws {
    var configuration = SQLiteConfiguration()
    configuration.valueLimit = 100_000_100
    let db = try await SQLiteDatabase.open(
      desk.path(), mode: .create, configuration: configuration)
    let size = try await db.write { c in
      try c.execute("CREATE TABLE t(a)")
      let floats = [Float](repeating: 0.25, count: 25_000_000)
      try c.prepare("INSERT INTO t VALUES(?1)").run(lending: floats.span, at: 1)
      let row = try c.prepare("SELECT a FROM t")
      #expect(try row.step())
      return try row.withBlob(at: 0) { bytes in bytes[99_999_999] == 0x3e ? bytes.count : 0 }
    }
    #expect(size == 100_000_000)
    let error = await refusal {
      try await db.write { c in
        let bytes = [UInt8](repeating: 1, count: 100_000_200)
        let insert = try c.prepare("INSERT INTO t VALUES(?1)")
        try insert.bind(bytes, at: 1)
      }
    }
    #expect(error?.code == .tooBig)
    #expect(
      error?.description
        == "cannot bind a value for the database \(desk.path()): string or blob too big in: INSERT INTO t VALUES(?1)"
    )
    try await db.close()
  }
}
