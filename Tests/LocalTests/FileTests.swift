import Foundation
import Model
import SQLite
import Testing

@testable import Local

/// What was thrown, as a `LocalError`.
private func refusal(
  location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> LocalError? {
  do {
    try await body()
    Issue.record("nothing was refused", sourceLocation: location)
  } catch let error as LocalError {
    return error
  } catch {
    Issue.record("\(error) instead of a LocalError", sourceLocation: location)
  }
  return nil
}

@Suite struct `A file that is not as it should be` {
  @Test(arguments: ["reader", "writer"])
  func `is refused when it is a picture, and left alone`(_ way: String) async throws {
    let folder = try Folder()
    let picture = Data([0x89] + Array("PNG\r\n\u{1A}\n".utf8) + (0..<2000).map { UInt8($0 % 251) })
    try picture.write(to: URL(fileURLWithPath: folder.file))
    let error = await refusal { try await open(folder.target, way) }
    #expect(error?.code == .notADatabase)
    #expect(
      error?.description
        == "\(folder.file): the file is not a SQLite database; name another file; "
        + "it was left as it is")
    #expect(try folder.bytes() == picture)
    #expect(folder.names == ["plumb.db"])
  }

  @Test(arguments: ["reader", "writer"])
  func `is refused when it is another program's database, and left alone`(_ way: String)
    async throws
  {
    let folder = try Folder()
    try await alter(folder.file, "CREATE TABLE theirs (a)")
    let before = try folder.bytes()
    let error = await refusal { try await open(folder.target, way) }
    #expect(error?.code == .foreignFile)
    #expect(
      error?.description
        == "\(folder.file): this SQLite database belongs to another program; name another file; "
        + "it was left as it is")
    #expect(try folder.bytes() == before)
  }

  @Test(arguments: ["reader", "writer"])
  func `is refused when a later version wrote it, and left alone`(_ way: String) async throws {
    let folder = try Folder()
    try await fill(folder.target, 10)
    try await alter(folder.file, "PRAGMA user_version = 9")
    let before = try folder.bytes()
    let error = await refusal { try await open(folder.target, way) }
    #expect(error?.code == .newerSchema)
    #expect(
      error?.description
        == "\(folder.file): the database has version 9, and this plumb knows 1; use the plumb that "
        + "wrote it, or a later one; it was left as it is")
    #expect(try folder.bytes() == before)
  }

  @Test func `is an empty target when it has no bytes`() async throws {
    let folder = try Folder()
    try Data().write(to: URL(fileURLWithPath: folder.file))
    let reader = try await folder.target.reader()
    #expect(try await reader.collection("docs") == nil)
    #expect(try folder.bytes().isEmpty)
    try await fill(folder.target, 5)
    #expect(try await reader.collection("docs")?.points == 5)
  }

  @Test func `is refused when its folder is missing, or it is a folder`() async throws {
    let folder = try Folder()
    let missing = LocalTarget(path: folder.path + "/none/plumb.db")
    #expect(try await missing.reader().aliases().isEmpty)
    let error = await refusal { _ = try await missing.writer() }
    #expect(error?.code == .cannotOpen)
    #expect(
      error?.description
        == "\(missing.path): the database cannot be opened (unable to open database file); check "
        + "that its folder exists and that you may use both")
    for way in ["reader", "writer"] {
      let error = await refusal { try await open(LocalTarget(path: folder.path), way) }
      #expect(error?.description == "\(folder.path): this is not a file; name a file")
    }
    #expect(folder.names.isEmpty)
  }

  @Test func `is refused when it is damaged, and says how to go on`() async throws {
    let folder = try Folder()
    try await fill(folder.target, 3000)
    var bytes = try folder.bytes()
    // Everything behind the first pages, which hold the schema.
    for index in (bytes.count / 4)..<bytes.count { bytes[index] = 0xA5 }
    try bytes.write(to: URL(fileURLWithPath: folder.file))
    let error = await refusal { try await readEverything(folder.target) }
    #expect(error?.code == .damaged)
    #expect(
      error?.hint
        == "restore the file from a backup, or delete it: the next apply builds it again")
    #expect(try await !folder.target.verifyStored("docs").isEmpty)
  }

  @Test func `is refused when it was cut short`() async throws {
    let folder = try Folder()
    try await fill(folder.target, 3000)
    let bytes = try folder.bytes()
    try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: folder.file))
    let error = await refusal { try await readEverything(folder.target) }
    #expect(error?.code == .damaged)
  }

  // Root may write everywhere, so these two prove nothing there.
  @Test(.enabled(if: getuid() != 0))
  func `is read but not written when it or its folder is read-only`() async throws {
    let folder = try Folder()
    try await fill(folder.target, 100)
    try folder.allow(0o444, folder.file)
    try await readEverything(folder.target)
    let error = await refusal { try await fill(folder.target, 1) }
    #expect(error?.code == .readOnly)
    try folder.allow(0o555, folder.path)
    try await readEverything(folder.target)
    try folder.allow(0o755, folder.path)
  }

  @Test func `loses nothing when it reaches its limit, and goes on when there is room`()
    async throws
  {
    let folder = try Folder()
    try await fill(folder.target, 100)
    let before = try await folder.target.dumpDigest()
    let writer = LocalWriter(file: try await LocalFile.openForWriting(folder.file))
    try await writer.take(alpha, now: alpha.takenAt)
    // SQLite answers a full file as it answers a full disk.
    try await writer.file.read { connection in
      let statement = try connection.prepare("PRAGMA max_page_count = 1")
      _ = try statement.step()
    }
    let error = await refusal {
      try await writer.upsert(points(1000..<9000), in: "docs", under: alpha)
    }
    #expect(error?.code == .full)
    #expect(
      error?.description
        == "\(folder.file): the disk is full; what was committed before is safe; free some space "
        + "and run the same command again")
    #expect(try await folder.target.dumpDigest() == before)
    try await writer.file.read { connection in
      let statement = try connection.prepare("PRAGMA max_page_count = 1000000")
      _ = try statement.step()
    }
    try await writer.upsert(points(1000..<9000), in: "docs", under: alpha)
    #expect(try await folder.target.verifyStored("docs") == [])
    #expect(try await folder.target.reader().collection("docs")?.points == 8100)
  }

  @Test func `is written by one process at a time, and the other waits or is told`() async throws {
    let folder = try Folder()
    try await fill(folder.target, 100)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      ProcessInfo.processInfo.environment["PLUMB_TEST_PYTHON"] ?? "python3", "-c",
      """
      import sqlite3, sys, time
      database = sqlite3.connect(sys.argv[1], isolation_level=None)
      database.execute("BEGIN IMMEDIATE")
      print("held", flush=True)
      sys.stdin.readline()
      database.execute("COMMIT")
      """, folder.file,
    ]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    #expect(output.fileHandleForReading.readData(ofLength: 5) == Data("held\n".utf8))
    // Readers are not disturbed.
    try await readEverything(folder.target)
    async let written: Void = write(folder.target)
    try await Task.sleep(for: .milliseconds(100))
    try input.fileHandleForWriting.write(contentsOf: Data("go\n".utf8))
    try await written
    process.waitUntilExit()
    #expect(try await folder.target.reader().collection("docs")?.points == 101)
  }

  private func write(_ target: LocalTarget) async throws {
    let writer = try await target.writer()
    try await writer.take(alpha, now: alpha.takenAt)
    try await writer.upsert(points(500..<501), in: "docs", under: alpha)
  }

  private func points(_ range: Range<Int>) -> [Point] {
    range.map { number in
      Point(
        id: .number(UInt64(number)), vectors: Vectors(dense: [1, 2, 3]),
        payload: ["text": .string(String(repeating: "x", count: 200))],
        fingerprint: Fingerprint(
          vector: Hash128(high: 1, low: 1), payload: Hash128(high: 2, low: 2)))
    }
  }

  private func open(_ target: LocalTarget, _ way: String) async throws {
    if way == "reader" { _ = try await target.reader() } else { _ = try await target.writer() }
  }

  /// Changes a database as another program would.
  private func alter(_ path: String, _ sql: String) async throws {
    let database = try await SQLiteDatabase.open(path, mode: .create)
    try await database.write { try $0.execute(sql) }
    try await database.close()
  }
}
