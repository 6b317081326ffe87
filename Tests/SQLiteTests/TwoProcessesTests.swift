import Glibc
import Host
import Testing

@testable import SQLite

@Suite struct `Two processes` {
  let desk = Desk()

  static let hold = "c.execute('BEGIN IMMEDIATE')\nprint('.', flush=True)\ntime.sleep(60)\n"

  @Test func `a held write lock is waited for and then reported`() async throws {
    try await desk.table(rows: 3)
    let db = try await SQLiteDatabase.open(
      desk.path(), mode: .readWrite, configuration: Self.impatient)
    let peer = try Peer(desk.path(), Self.hold)
    defer { peer.end() }
    peer.waitForWord()
    let clock = ContinuousClock()
    let start = clock.now
    let error = await refusal { try await db.write { try $0.execute("DELETE FROM t") } }
    let waited = clock.now - start
    #expect(error?.isBusy == true)
    #expect(
      error?.description
        == "cannot begin a transaction on the database \(desk.path()): database is locked; another connection holds it: let that one finish and run again"
    )
    #expect(waited >= .milliseconds(300) && waited < .seconds(10))
    // Readers of a log never wait.
    #expect(try await db.number("SELECT count(*) FROM t") == 3)
    try await db.close()
  }

  @Test func `more waiting connections than processors do not stop the other tasks`() async throws {
    try await desk.table(rows: 3)
    let path = desk.path()
    let peer = try Peer(path, Self.hold)
    defer { peer.end() }
    peer.waitForWord()
    var most = 0
    // Other tests share the processor: one undisturbed attempt is enough.
    for _ in 0..<10 where most < 5 {
      let beats = Task {
        var count = 0
        while !Task.isCancelled {
          try? await Task.sleep(for: .milliseconds(10))
          count += 1
        }
        return count
      }
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask {
            let error = await refusal {
              let db = try await SQLiteDatabase.open(
                path, mode: .readWrite, configuration: Self.impatient)
              try await db.write { try $0.execute("DELETE FROM t") }
            }
            #expect(error?.isBusy == true)
          }
        }
      }
      beats.cancel()
      most = max(most, await beats.value)
    }
    #expect(most >= 5)
  }

  static let impatient: SQLiteConfiguration = {
    var configuration = SQLiteConfiguration()
    configuration.busyTimeout = .milliseconds(300)
    return configuration
  }()

  @Test func `waiting for a lock ends when the task is cancelled`() async throws {
    try await desk.table(rows: 3)
    let db = try await SQLiteDatabase.open(desk.path(), mode: .readWrite)
    let peer = try Peer(desk.path(), Self.hold)
    defer { peer.end() }
    peer.waitForWord()
    let fastest = try await Pace.fastestCancellation {
      try await db.write { try $0.execute("DELETE FROM t") }
    }
    #expect(fastest < .milliseconds(100))
    try await db.close()
  }

  @Test(arguments: [SQLiteConfiguration.Journal.wal, .delete])
  func `a change whose process was killed is rolled back`(journal: SQLiteConfiguration.Journal)
    async throws
  {
    try await desk.table(rows: 3, journal: journal)
    // A small cache, so that half of the change is in the files when the process dies.
    try Peer.dies(
      desk.path(),
      after:
        "c.execute('PRAGMA cache_size = 1'); [c.execute('INSERT INTO t VALUES(randomblob(100000))') for _ in range(30)]",
      begin: true)
    #expect(try desk.names().count > 1)
    var configuration = SQLiteConfiguration()
    configuration.journal = journal
    let db = try await SQLiteDatabase.open(
      desk.path(), mode: .readWrite, configuration: configuration)
    #expect(try await db.number("SELECT count(*) FROM t") == 3)
    #expect(try await db.integrityCheck() == [])
    try await db.close()
    #expect(try desk.names() == ["a.db"])
  }
}

enum Pace {
  /// How long `work` goes on after its task is cancelled: the fastest of a few times, because other
  /// tests share the processor.
  static func fastestCancellation(_ work: @escaping @Sendable () async throws -> Void)
    async throws -> Duration
  {
    let clock = ContinuousClock()
    var fastest = Duration.seconds(60)
    for _ in 0..<10 where fastest >= .milliseconds(100) {
      let task = Task { try await work() }
      try await Task.sleep(for: .milliseconds(50))
      let start = clock.now
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      fastest = min(fastest, clock.now - start)
    }
    return fastest
  }
}
