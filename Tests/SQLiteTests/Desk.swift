import Glibc
import Host
import Testing

@testable import SQLite

/// A folder for one test, gone afterwards, and the questions that tests ask about its files.
final class Desk {
  let folder: String

  init() {
    var template = Array("/tmp/plumb-sqlite-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { fatalError("no temporary folder") }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in (try? Files.list(folder)) ?? [] { unlink(folder + "/" + name) }
    rmdir(folder)
  }

  func path(_ name: String = "a.db") -> String { folder + "/" + name }

  func names() throws -> [String] { try Files.list(folder) }

  /// The bytes and the modification time of a file.
  func state(_ name: String = "a.db") throws -> State {
    var facts = stat()
    #expect(stat(path(name), &facts) == 0)
    let time = facts.st_mtim.tv_sec * 1_000_000_000 + facts.st_mtim.tv_nsec
    return State(bytes: try Files.read(path(name), limit: 1 << 28), nanoseconds: time)
  }

  struct State: Equatable {
    let bytes: [UInt8]
    let nanoseconds: Int
  }

  /// A database with one table `t(a)` of `rows` numbers, cleanly closed.
  func table(rows: Int, journal: SQLiteConfiguration.Journal = .wal) async throws {
    var configuration = SQLiteConfiguration()
    configuration.journal = journal
    let db = try await SQLiteDatabase.open(path(), mode: .create, configuration: configuration)
    try await db.write { c in
      try c.execute("CREATE TABLE t(a)")
      let insert = try c.prepare("INSERT INTO t VALUES(?1)")
      for row in 0..<rows {
        try insert.bind(Int64(row), at: 1)
        try insert.run()
      }
    }
    try await db.close()
  }
}

extension SQLiteDatabase {
  /// The one number that `sql` asks for.
  func number(_ sql: String) async throws -> Int64 {
    try await read { c in
      let statement = try c.prepare(sql)
      #expect(try statement.step())
      return try statement.int64(at: 0)
    }
  }
}

/// The SQLiteError that `body` throws.
func refusal(_ body: () async throws -> Void) async -> SQLiteError? {
  do {
    try await body()
    Issue.record("nothing was thrown")
  } catch let error as SQLiteError {
    return error
  } catch {
    Issue.record("thrown: \(error)")
  }
  return nil
}
