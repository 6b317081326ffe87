import Host
import Model
import SQLite
import StoreBytes
import TestSupport
import Testing

@testable import Chroma

@Suite(.timeLimit(.minutes(15))) struct `Reading a Chroma store leaves no trace` {
  private let scene = ChromaScene()

  private func facts() throws -> [String: FileFacts] {
    try Dictionary(
      uniqueKeysWithValues: Files.list(scene.path).map {
        ($0, try Files.facts(scene.path + "/" + $0))
      })
  }

  @Test(arguments: [SQLiteConfiguration.Journal.delete, .wal])
  func `beside it or in it`(journal: SQLiteConfiguration.Journal) async throws {
    try await scene.run("", journal: journal)
    let before = try facts()
    #expect(try await scene.rows() == ChromaScene.expected)
    #expect(await ChromaFormat().claim(try await scene.version()) != nil)
    #expect(try facts() == before)
    #expect(before.count == 1)
  }

  @Test func `and an empty log stays where it is`() async throws {
    try await scene.run("", journal: .wal)
    scene.scratch.write("chroma.sqlite3-wal", "")
    let before = try facts()
    #expect(try await scene.rows() == ChromaScene.expected)
    #expect(try facts() == before)
  }

  /// Copies the files of a database while a change to it is under way.
  private func copyDuring(_ journal: SQLiteConfiguration.Journal, _ sql: String) async throws {
    let origin = ChromaScene()
    try await origin.run("", journal: journal)
    var configuration = SQLiteConfiguration()
    configuration.journal = journal
    configuration.cacheBytes = 1 << 10
    let database = try await SQLiteDatabase.open(
      origin.path + "/chroma.sqlite3", mode: .readWrite, configuration: configuration)
    let (from, to) = (origin.path, scene.scratch)
    let copy: @Sendable () throws -> Void = {
      for name in try Files.list(from) where !name.hasSuffix("-shm") {
        to.write(name, try Files.read(from + "/" + name, limit: 64 << 20))
      }
    }
    try await database.write { connection in
      try connection.execute(sql)
      if journal == .delete { try copy() }
    }
    if journal == .wal { try copy() }
    try await database.close()
  }

  @Test func `and changes in a log beside it count`() async throws {
    try await copyDuring(.wal, "UPDATE embeddings SET embedding_id = 'new' WHERE id = 2")
    let log = try Files.facts(scene.path + "/chroma.sqlite3-wal")
    #expect(log.size > 0)
    #expect(try await scene.rows().map(\.id) == [.text("a"), .text("new")])
    #expect(try Files.facts(scene.path + "/chroma.sqlite3-wal").size == log.size)
  }

  @Test func `and an interrupted change is refused with what to do`() async throws {
    try await copyDuring(
      .delete,
      """
      WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
      INSERT INTO embeddings SELECT i, 'rows-1', 'id' || i || hex(zeroblob(100)), 1 FROM n
      """)
    #expect(Files.exists(scene.path + "/chroma.sqlite3-journal"))
    let error = try #require(try await scene.refusal())
    #expect(error.code == .unreadable, "\(error)")
    #expect(
      error.hints == [
        "a writer was interrupted: open the store once with Chroma, which undoes its change"
      ])
  }

  @Test func `and a change meanwhile ends it`() async throws {
    try await scene.run("")
    let reader = try await scene.reader()
    _ = try await reader.fetch([0])
    try await scene.run("UPDATE embeddings SET embedding_id = 'x' WHERE id = 1")
    await #expect(throws: FormatError.self) { _ = try await reader.fetch([0]) }
    do { _ = try await reader.fetch([0]) } catch let error as FormatError {
      #expect(error.code == .changed)
    }
  }

  @Test func `and a log that is elsewhere is not overlooked`() async throws {
    try await scene.run("")
    var version = try await scene.version()
    let log = scene.scratch.write("log", "something")
    let facts = try Files.facts(log)
    version.files.append(
      StoreFile(
        name: "chroma.sqlite3-wal", path: log, size: facts.size, identity: facts.identity))
    await #expect {
      _ = try await ChromaFormat().open(version, RowSelection(format: .chroma))
    } throws: { ($0 as? FormatError)?.code == .unsupported }
  }
}
