import Glibc
import Host
import Testing

@testable import SQLite

/// Numbers, not judgements: run with PLUMB_BENCH=1 and a release build.
@Suite(.enabled(if: getenv("PLUMB_BENCH") != nil, "numbers are wanted with PLUMB_BENCH=1"))
struct `SQLite's speed` {
  let desk = Desk()

  @Test func `small rows in and out`() async throws {
    let rows: Int64 = 1_000_000
    let clock = ContinuousClock()
    let db = try await SQLiteDatabase.open(desk.path(), mode: .create)
    try await db.write { try $0.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a BLOB, b TEXT)") }
    let hash = [UInt8](repeating: 0x5A, count: 16)
    let writing = try await clock.measure {
      try await db.write { c in
        let insert = try c.prepare("INSERT INTO t VALUES(?1, ?2, ?3)")
        for row in 0..<rows {
          try insert.bind(row, at: 1)
          try insert.bind(hash, at: 2)
          try insert.bind("a short text", at: 3)
          try insert.run()
        }
      }
    }
    let reading = try await clock.measure {
      let sum = try await db.read { c in
        let row = try c.prepare("SELECT id, a FROM t")
        var sum: Int64 = 0
        while try row.step() {
          sum += try row.int64(at: 0)
          sum += try row.withBlob(at: 1) { Int64($0.count) }
        }
        return sum
      }
      #expect(sum == rows * (rows - 1) / 2 + rows * 16)
    }
    print("inserts: \(rate(rows, writing)) rows/s, scan: \(rate(rows, reading)) rows/s")
    try await db.close()
  }

  private func rate(_ rows: Int64, _ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return rows * 1000 / max(1, seconds * 1000 + attoseconds / 1_000_000_000_000_000)
  }
}
