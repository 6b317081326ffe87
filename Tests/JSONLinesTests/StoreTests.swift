import Glibc
import Host
import Model
import TestSupport
import Testing

@testable import JSONLines
@testable import Wire

private func expectedRows(_ text: [UInt8]) throws -> [SourceRow] {
  try text.split(separator: 0x0A).enumerated().map { position, line in
    guard case .object(let row) = try JSONReader.value(Array(line)) else { fatalError() }
    var seen = SourceRow(position: position)
    if case .string(let id)? = row["id"] {
      seen.id = UInt64(id).map { .number($0) } ?? .text(id)
    }
    if case .string(let text)? = row["text"] { seen.text = text }
    if case .object(let metadata)? = row["metadata"] { seen.metadata = metadata }
    if case .list(let bits)? = row["vector"] {
      seen.vector = bits.map { bits in
        guard case .int(let bits) = bits else { return .nan }
        return Float(bitPattern: UInt32(bits))
      }
    }
    return seen
  }
}

/// Equal to the bit, also where -0 is not 0.
private func isSame(_ left: [SourceRow], _ right: [SourceRow]) -> Bool {
  left == right
    && zip(left, right).allSatisfy { $0.vector?.map(\.bitPattern) == $1.vector?.map(\.bitPattern) }
}

@Suite struct `A store of JSON Lines` {
  private let scratch = StoreScratch()

  private static let shapes = ["plain", "records", "embeddings", "documents", "points", "mixed"]

  @Test(arguments: shapes, 1...4)
  func `is read as its writer meant it`(shape: String, seed: Int) async throws {
    let path = scratch.path + "/rows.jsonl"
    let printed = try #require(
      runPython("jsonl_store.py", [shape, "\(seed * 40)", "\(seed)", "\(seed)", path]))
    let expected = try expectedRows(printed)
    #expect(expected.count == seed * 40)
    let version = try scratch.version()
    #expect(await JSONLinesFormat().claim(version) != nil)
    for block in [1, 100, 4_000, 2 << 20] {
      let source = JSONLinesSource(version, block: block)
      #expect(isSame(try await source.rows(), expected))
      #expect(
        isSame(
          try await source.fetch([0, 3, 4, expected.count - 1]),
          [0, 3, 4, expected.count - 1].map { expected[$0] }))
    }
    let unread = JSONLinesSource(version, block: 1_000)
    let every7th = Array(stride(from: 0, to: expected.count, by: 7))
    #expect(isSame(try await unread.fetch(every7th), every7th.map { expected[$0] }))
  }

  @Test(arguments: shapes)
  func `is the same after a dump`(shape: String) async throws {
    let path = scratch.path + "/rows.jsonl"
    _ = try #require(runPython("jsonl_store.py", [shape, "60", "5", "9", path]))
    let rows = try await JSONLinesSource(scratch.version()).rows()
    var dump: [UInt8] = []
    for row in rows {
      RowJSON.append(row, to: &dump)
      dump.append(0x0A)
    }
    scratch.write("dump.jsonl", dump)
    var again = try await JSONLinesSource(scratch.version(["dump.jsonl"])).rows()
    for index in again.indices {
      #expect(again[index].metadata["position"] == .int(Int64(index)))
      again[index].metadata["position"] = nil
    }
    #expect(isSame(again, rows))
  }

  @Test func `may be in parts, read by name`() async throws {
    scratch.write("part-2.jsonl", "{\"id\":\"c\"}\n")
    scratch.write("part-1.jsonl", "\u{FEFF}{\"id\":\"a\"}\r\n\r\n{\"id\":\"b\"}")
    scratch.write("part-3.ndjson", "")
    scratch.write("README", "?")
    let version = try scratch.version(["README", "part-1.jsonl", "part-2.jsonl", "part-3.ndjson"])
    for block in [1, 1 << 20] {
      let source = JSONLinesSource(version, block: block)
      let rows = try await source.rows()
      #expect(rows.map(\.id) == [.text("a"), .text("b"), .text("c")])
      #expect(rows.map(\.position) == [0, 1, 2])
      #expect(try await source.fetch([1, 2]).map(\.id) == [.text("b"), .text("c")])
    }
    scratch.write("part-2.jsonl", "\n{\"id\":}\n")
    let broken = try scratch.version(["part-1.jsonl", "part-2.jsonl"])
    let error = await #expect(throws: JSONLinesError.self) {
      try await JSONLinesSource(broken).rows()
    }
    #expect(
      error?.description
        == "cannot read \(scratch.path)/part-2.jsonl: row 2, line 2, byte 7: in \"id\": an id is a string or "
        + "a whole number from 0 to 18446744073709551615")
  }

  @Test func `has vectors of one length`() async throws {
    let text = "{\"id\":1}\n{\"vector\":[1,2]}\n\n{\"vector\":[1,2]}\n{\"vector\":[1]}\n"
    for block in [1, 1 << 20] {
      let source = JSONLinesSource(try scratch.version(of: text), block: block)
      let error = await #expect(throws: JSONLinesError.self) { try await source.rows() }
      #expect(error?.code == .wrongDimensions)
      #expect(
        error?.description
          == "cannot read \(scratch.path)/rows.jsonl: row 3, line 5: the vector has 1 dimensions, that of "
          + "row 1 (line 2) has 2; all vectors of a store have as many as the first")
    }
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 0x08], "the file is compressed with gzip; unpack it"),
      ([0x28, 0xB5, 0x2F, 0xFD], "the file is compressed with zstd; unpack it"),
      ([0xFF, 0xFE, 0x7B, 0x00], "the file is UTF-16; save it as UTF-8"),
      (
        Array("version https://git-lfs.github.com/spec/v1\n".utf8),
        "the file is a pointer of Git LFS, not the rows; fetch it with git lfs pull"
      ),
      (Array("<html>".utf8), "the file is a web page or XML, not JSON Lines"),
      (Array("[{}]".utf8), "the file is one JSON list; write each row on a line of its own"),
    ] as [([UInt8], String)])
  func `is not something else under its name`(bytes: [UInt8], message: String) async throws {
    scratch.write("rows.jsonl", bytes)
    let version = try scratch.version()
    let error = await #expect(throws: JSONLinesError.self) {
      try await JSONLinesSource(version).rows()
    }
    #expect(error?.code == .wrongContent)
    #expect(error?.description == "cannot read \(scratch.path)/rows.jsonl: \(message)")
    #expect(await JSONLinesFormat().claim(version) == nil)
  }

  @Test(arguments: [
    ("rows.jsonl", "\n\n{\"a\":1}\n", true), ("rows.ndjson", "", true),
    ("rows.json", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n", true), ("rows", "{\"vector\":[1]}", true),
    ("docstore.json", "{\"docstore/data\":{}}", false),
    ("rows.json", "{\n\"text\":\"a\"}\n", false),
    ("rows.jsonl", "[1]\n", false), ("rows.txt", "text\n", false), ("rows.bin", "\0\0", false),
    ("rows.jsonl", "{\n  \"text\": \"a\"\n}\n", false), ("rows.jsonl", "{\"text\":\"cut", true),
  ])
  func `is recognised by its content`(name: String, text: String, isRecognised: Bool) async throws {
    scratch.write(name, text)
    #expect((await JSONLinesFormat().claim(try scratch.version([name])) != nil) == isRecognised)
  }

  @Test func `is inspected shortly or wholly`() async throws {
    let text = """
      {"id":"a","text":"t","vector":[0,0]}
      {"id":"a","vector":[0,1]}
      {"text":"t","vector":[-0.0,0]}
      {"id":7,"text":"t","vector":[1,1]}

      """
    let source = JSONLinesSource(try scratch.version(of: text))
    let glance = try await source.inspect(full: false)
    #expect(glance == StoreReport(format: .jsonl, rows: 4, vectors: 4, dimensions: 2))
    let whole = try await source.inspect(full: true)
    #expect(whole.rows == 4 && whole.vectors == 4 && whole.dimensions == 2)
    #expect(
      whole.problems == [
        StoreProblem(
          .warning, code: "PS101", "1 of 4 rows have no id; theirs will come from their content"),
        StoreProblem(
          .warning, code: "PS102", "1 of 4 rows repeat the id of an earlier row, first \"a\""),
        StoreProblem(
          .warning, code: "PS104",
          "2 of 4 rows have a vector of zeros, first row 0; it has no direction for cosine"),
        StoreProblem(.warning, code: "PS105", "1 of 4 rows have no text"),
      ])
    let empty = try await JSONLinesSource(scratch.version(of: "\n\n")).inspect(full: false)
    #expect(empty.rows == 0 && empty.problems.map(\.code) == ["PS106"])
    let uneven = "{\"vector\":[1]}\n{\"vector\":[1]}\n{}\n"
    let counted = try await JSONLinesSource(scratch.version(of: uneven)).inspect(full: false)
    #expect(
      counted.rows == 3 && counted.vectors == 2 && counted.problems.map(\.code).contains("PS103"))
  }

  @Test func `has no row beyond its last`() async throws {
    let source = JSONLinesSource(try scratch.version(of: "{}\n{}\n"))
    let error = await #expect(throws: JSONLinesError.self) { try await source.fetch([1, 2]) }
    #expect(error?.description == "cannot read s: row 2: the store has 2 rows")
  }
}
