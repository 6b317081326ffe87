import Glibc
import Host
import Model
import TestSupport
import Testing

@testable import JSONLines

@Suite struct `Damage is never a shorter store` {
  private let scratch = StoreScratch()
  private static let rows = [
    #"{"id":"a","text":"tée","metadata":{"k":[1,{"n":null}]},"vector":[0.1,-2e-3]}"#,
    #"{"id":12,"text":"","metadata":{},"vector":[1,2]}"#, #"{"id":"c","page":1,"vector":null}"#,
  ]

  @Test(arguments: [1, 50, 1 << 20])
  func `wherever the file is cut`(block: Int) async throws {
    let bytes = Array((Self.rows.joined(separator: "\n") + "\n").utf8)
    let whole = try await JSONLinesSource(
      scratch.version(of: String(decoding: bytes, as: UTF8.self))
    ).rows()
    #expect(whole.count == 3)
    var ends: Set<Int> = [0]
    for (index, byte) in bytes.enumerated() where byte == 0x0A {
      ends.formUnion([index, index + 1])
    }
    for length in 0...bytes.count {
      scratch.write("rows.jsonl", Array(bytes[..<length]))
      let source = JSONLinesSource(try scratch.version(), block: block)
      // A cut between two rows leaves a whole file: only a catalog knows that there was more.
      if ends.contains(length) {
        let complete = Array(bytes[..<length]).split(separator: 0x0A).count
        #expect(try await source.rows() == Array(whole.prefix(complete)))
        guard complete < whole.count else { continue }
        let version = try scratch.version(entry: CatalogFacts(documents: 3))
        let error = await #expect(throws: JSONLinesError.self) {
          try await JSONLinesSource(version, block: block).rows()
        }
        #expect(
          error?.description
            == "cannot read s: the catalog says 3 documents for version v1, the files have \(complete); "
            + "publish the version again")
      } else {
        let row = bytes[..<length].count { $0 == 0x0A }
        let error = await #expect(throws: JSONLinesError.self) { try await source.rows() }
        #expect(
          error?.description
            == "cannot read \(scratch.path)/rows.jsonl: row \(row), line \(row + 1), byte \(length): the file "
            + "ends in the middle of row \(row) at byte \(length); the upload or download was cut short, "
            + "publish it again")
      }
    }
  }

  @Test(arguments: [
    (CatalogFacts(vectors: 3), "3 vectors for version v1, the files have 2"),
    (CatalogFacts(dimensions: 3), "3 dimensions for version v1, the files have 2"),
  ])
  func `and a catalog's counts must be those of the files`(facts: CatalogFacts, message: String)
    async throws
  {
    scratch.write("rows.jsonl", Self.rows.joined(separator: "\n"))
    let source = JSONLinesSource(try scratch.version(entry: facts))
    let error = await #expect(throws: JSONLinesError.self) { try await source.rows() }
    #expect(
      error?.description
        == "cannot read s: the catalog says \(message); publish the version again")
  }

  /// Five thousand files with one byte changed: an error or rows, in bounded time.
  @Test(.timeLimit(.minutes(15)), arguments: 0..<10)
  func `whatever byte is wrong`(round: Int) async throws {
    let good = Array((Self.rows.joined(separator: "\n") + "\n").utf8)
    var state = UInt64(round) &* 0x9E37_79B9_7F4A_7C15 | 1
    var (read, refused) = (0, 0)
    for _ in 0..<500 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      var bytes = good
      bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
      scratch.write("rows.jsonl", bytes)
      let source = JSONLinesSource(try scratch.version(), block: Int(state >> 40) % 200 + 1)
      do {
        let rows = try await source.rows()
        #expect(rows.map(\.position) == Array(rows.indices))
        #expect(rows.count == bytes.split(separator: 0x0A).count { !$0.allSatisfy { $0 == 32 } })
        #expect(rows.allSatisfy { $0.vector?.allSatisfy(\.isFinite) ?? true })
        read += 1
      } catch let error as JSONLinesError {
        #expect(error.description.hasPrefix("cannot read \(scratch.path)/rows.jsonl: "))
        refused += 1
      }
    }
    #expect(read > 20 && refused > 20)
  }

  @Test func `nor is a file that changes while it is read`() async throws {
    let text = String(repeating: "{\"id\":\"a\"}\n", count: 2_000)
    let changed =
      "cannot read \(scratch.path)/rows.jsonl: the store changed while being read; run again, and publish a "
      + "new version instead of changing the files of an old one"
    let version = try scratch.version(of: text)
    let path = scratch.path + "/rows.jsonl"
    // Before: another file of the same size. During: a byte, a shorter file, or another file renamed
    // over it. Each is seen, the last only because the path is looked at too.
    let changes: [@Sendable (StoreScratch) -> Void] = [
      { $0.write("rows.jsonl", text + "{}\n") }, { _ in truncate(path, 100) },
      {
        $0.write("other", text); rename($0.path + "/other", path)
      },
      { _ in unlink(path) },
    ]
    for change in changes {
      let version = try scratch.version(of: text)
      let source = JSONLinesSource(version, block: 1_000)
      var isFirst = true
      let error = await #expect(throws: JSONLinesError.self) {
        try await source.read { _ in
          if isFirst { change(scratch) }
          isFirst = false
        }
      }
      #expect(error?.code == .changed)
      #expect(error?.description == changed)
    }
    scratch.write("rows.jsonl", text)
    let late = await #expect(throws: JSONLinesError.self) {
      try await JSONLinesSource(version).fetch([0])
    }
    #expect(late?.description == changed)
  }

  @Test func `a line may be long, but not without end`() async throws {
    let long = "{\"text\":\"" + String(repeating: "x", count: 5 << 20) + "\"}\n{}\n"
    let rows = try await JSONLinesSource(scratch.version(of: long), block: 1 << 10).rows()
    #expect(rows.map { $0.text?.utf8.count } == [5 << 20, nil])
    scratch.write("rows.jsonl", "{}\n{")
    #expect(truncate(scratch.path + "/rows.jsonl", 200 << 20) == 0)
    let version = try scratch.version()
    let error = await #expect(throws: JSONLinesError.self) {
      try await JSONLinesSource(version).rows()
    }
    #expect(
      error?.description
        == "cannot read \(scratch.path)/rows.jsonl: byte 3: a line of more than 64 MB; each row is a line "
        + "of its own")
  }

  @Test func `reading stops when its task is cancelled`() async throws {
    let text = String(repeating: "{\"id\":\"a\"}\n", count: 20_000)
    let source = JSONLinesSource(try scratch.version(of: text), block: 1_000)
    let task = Task {
      var count = 0
      try await source.read { rows in
        count += rows.count
        withUnsafeCurrentTask { $0?.cancel() }
      }
      return count
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
