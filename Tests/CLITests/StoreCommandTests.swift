import Glibc
import Host
import Model
import TestSupport
import Testing
import Wire

@testable import CLI

@Suite struct `Stores are looked into` {
  private let fixture = Fixture()

  private func store(_ arguments: String..., output: MemoryOutput = MemoryOutput()) async -> Session
  {
    await Session.run(["store"] + arguments, output: output)
  }

  @Test func `a folder of rows says what it holds`() async {
    let path = fixture.path("stores/docs/v1")
    let session = await store("inspect", path)
    #expect(session.code == .ok)
    #expect(session.errors == "")
    #expect(
      session.output == """
        \(path)
          format       jsonl
          rows         4
          vectors      4 with 3 dimensions
          lossless     yes

        """)
  }

  @Test func `a catalog adds what it says, and its only name need not be given`() async {
    let session = await store("inspect", fixture.path("stores"), "--version", "v1")
    #expect(session.errors == "")
    #expect(
      session.output == """
        docs v1
          format       jsonl
          rows         4
          vectors      4 with 3 dimensions
          lossless     yes
          metric       cosine
          embedding    small

        """)
  }

  @Test func `the newest version cannot be pruned`() async {
    let session = await store(
      "prune", "lake", "--name", "docs", "--keep", "0", "--manifests", fixture.path("manifests"))
    #expect(session.code == .usage)
    #expect(
      session.errors.hasPrefix(
        "error: '0' does not fit the option '--keep', which wants a whole number from 1 to 1000000\n"
      ))
  }

  @Test func `a full look tells what is doubtful, on both streams`() async {
    let session = await store(
      "inspect", "--full", "--json", fixture.path("stores/docs/v1/rows.jsonl"))
    #expect(session.code == .ok)
    #expect(
      session.errors
        == "warning PS102: 1 of 4 rows repeat the id of an earlier row, first \"1\"\n")
    #expect(
      session.output == """
        {
          "format_version": "1.0",
          "format": "jsonl",
          "rows": 4,
          "vectors": 4,
          "dimensions": 3,
          "metric": null,
          "lossless": true,
          "embedding_model": null,
          "collections": [],
          "problems": [
            {
              "code": "PS102",
              "severity": "warning",
              "message": "1 of 4 rows repeat the id of an earlier row, first \\"1\\""
            }
          ]
        }

        """)
  }

  @Test func `a dump has one object a row`() async {
    let session = await store("dump", fixture.path("stores"), "--version", "v2")
    #expect(session.code == .ok)
    #expect(session.errors == "")
    #expect(
      session.output == """
        {"position":0,"id":1,"text":"one b","metadata":{"new":"x","page":5,"updated_at":"2026-02-01"},"vector":[1.0,0.5,0.0]}
        {"position":1,"id":7,"text":"seven","metadata":{"page":4},"vector":[0.0,0.0,0.1]}

        """)
  }

  @Test func `vectors can be left out, and doubts come after the rows`() async {
    let session = await store("dump", "--no-vectors", fixture.path("stores/docs/v1/"))
    #expect(
      session.errors
        == "warning PS102: 1 of 4 rows repeat the id of an earlier row, first \"1\"\n")
    #expect(
      session.output.split(separator: "\n").last
        == #"{"position":3,"id":3,"text":"two","metadata":{"page":4}}"#)
  }

  @Test func `a reader that goes away ends a dump without a word`() async {
    let gone = MemoryOutput(failing: SystemError("write", "standard output", number: EPIPE))
    let session = await store("dump", fixture.path("stores/docs/v1"), output: gone)
    #expect(session.code == .closedPipe)
    #expect(session.errors == "")
  }

  @Test func `a broken row refuses the store with its place`() async {
    let file = fixture.scratch.write(
      "bad.jsonl", "{\"id\":1,\"vector\":[1]}\n{\"id\":2,\"vector\":[x]}\n")
    let session = await store("dump", file)
    #expect(session.code == .failure)
    #expect(
      session.errors.hasPrefix(
        "error: cannot read \(file): row 1, line 2, byte 40: in \"vector\": "))
  }

  @Test func `what is not there is refused with what there is`() async {
    let stores = fixture.path("stores")
    let version = await store("inspect", stores, "--version", "v3")
    #expect(version.code == .failure)
    #expect(
      version.errors == """
        error: cannot open a vector store in \(stores): metadata.json: no version "v3" of the store \
        "docs", did you mean "v2"?; there are: v2, v1

        """)
    let collection = await store("dump", stores, "--collection", "x")
    #expect(collection.code == .failure)
    #expect(
      collection.errors == """
        error: cannot read docs: there is no collection "x" in it
          hint: it holds one set of rows; leave the collection out

        """)
    let bare = await store("inspect", fixture.path("stores/docs/v1"), "--version", "v1")
    #expect(bare.code == .failure)
    #expect(bare.errors.contains("has no metadata.json, so it has no versions"))
  }

  @Test func `of several names one has to be chosen`() async {
    fixture.scratch.write("two/metadata.json", #"{"a":[],"b":[]}"#)
    let session = await store("inspect", fixture.path("two"))
    #expect(session.code == .failure)
    #expect(
      session.errors == """
        error: the metadata.json in \(fixture.path("two")) lists 2 stores, and one has to be chosen
          hint: name one with --name; there are: a, b

        """)
  }

  @Test func `a catalog lists its versions, newest first`() async {
    let session = await store(
      "versions", "local", "--connections", fixture.path("plumb.yaml"))
    #expect(session.code == .ok)
    #expect(session.errors == "")
    #expect(
      session.output == """
        docs
          v2  2026-11-20T09:00:00Z
          v1  2026-11-19T09:00:00Z, jsonl, 4 documents, 3 dimensions, 310 bytes

        """)
    let unknown = await store(
      "versions", "local", "--name", "dcs", "--connections", fixture.path("plumb.yaml"))
    #expect(unknown.code == .failure)
    #expect(
      unknown.errors == """
        error: the catalog of store "local" does not list "dcs"
          hint: there are: docs

        """)
  }

  @Test func `a catalog in another order is read rightly and reported, also by plan`() async {
    fixture.scratch.write(
      "stores/metadata.json",
      """
      {"docs":[{"version":"v1","timestamp":"2026-11-19T09:00:00Z"},
               {"version":"v2","timestamp":"2026-11-20T09:00:00Z"}]}
      """)
    let message = """
      warning PS001: store "docs": the versions are not listed newest first: "v2" is newer than "v1" \
      above it; the newest is read by its timestamp

      """
    let versions = await store("versions", "local", "--connections", fixture.path("plumb.yaml"))
    #expect(versions.errors == message)
    #expect(versions.output == "docs\n  v2  2026-11-20T09:00:00Z\n  v1  2026-11-19T09:00:00Z\n")
    let plan = await fixture.run("plan")
    // It is wrapped there.
    let words = { (text: String) in text.split(whereSeparator: \.isWhitespace) }
    #expect(
      words(plan.output).joined(separator: " ").contains(words(message).joined(separator: " ")))
  }

  @Test func `a bad entry is told, and the others are listed`() async {
    fixture.scratch.write("stores/metadata.json", #"{"docs":[{"version":"v1"},{"path":"x"}]}"#)
    let session = await store("versions", "local", "--connections", fixture.path("plumb.yaml"))
    #expect(session.code == .failure)
    #expect(
      session.errors
        == "error PS002: store \"docs\", entry 2: neither \"version\" nor \"timestamp\"\n")
    #expect(session.output == "docs\n  v1\n")
  }

  @Test func `a dump is written in large parts, never all at once`() async {
    let line = "{\"id\":1,\"text\":\"" + String(repeating: "x", count: 4000) + "\"}\n"
    let file = fixture.scratch.write("large.jsonl", String(repeating: line, count: 500))
    let output = MemoryOutput()
    let session = await store("dump", file, output: output)
    #expect(session.code == .ok)
    let sizes = output.writes.map(\.utf8.count)
    #expect(sizes.reduce(0, +) > 2_000_000)
    #expect(sizes.allSatisfy { $0 < 300_000 })
    #expect(sizes.dropLast().allSatisfy { $0 >= 256 << 10 })
  }

  @Test(arguments: 1...20)
  func `a dump reads back as the same rows`(seed: Int) async throws {
    let rows = GeneratedRows.rows(seed: UInt64(seed))
    let file = fixture.scratch.write("generated.jsonl", GeneratedRows.text(rows))
    let session = await store("dump", file)
    #expect(session.code == .ok)
    let dumped = try session.output.split(separator: "\n").map {
      try GeneratedRows.row(Array($0.utf8))
    }
    #expect(dumped == rows)
    let bits = { (rows: [SourceRow]) in rows.map { $0.vector?.map(\.bitPattern) } }
    #expect(bits(dumped) == bits(rows))
  }
}

/// Rows with everything that a row can have.
private enum GeneratedRows {
  static func rows(seed: UInt64) -> [SourceRow] {
    var random = SeededGenerator(seed: seed)
    let dimensions = 1 + random.below(8)
    return (0..<random.below(400)).map { row($0, dimensions, &random) }
  }

  private static func row(_ position: Int, _ dimensions: Int, _ random: inout SeededGenerator)
    -> SourceRow
  {
    var row = SourceRow(position: position)
    if random.chance(80) {
      row.id = random.chance(50) ? .number(random.next()) : .text(word(&random))
    }
    if random.chance(80) { row.text = word(&random) }
    for _ in 0..<random.below(4) { row.metadata[word(&random)] = value(&random, depth: 0) }
    if random.chance(90) { row.vector = (0..<dimensions).map { _ in float(&random) } }
    return row
  }

  private static func word(_ random: inout SeededGenerator) -> String {
    let parts = ["a", "\"", "\\", "\n", "é", "e\u{301}", "\u{1F600}", " ", "\u{7F}", "0", "\u{1}"]
    return "k" + (0..<random.below(6)).map { _ in parts[random.below(parts.count)] }.joined()
  }

  private static func float(_ random: inout SeededGenerator) -> Float {
    let value = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
    return value.isFinite ? value : -0.0
  }

  private static func value(_ random: inout SeededGenerator, depth: Int) -> PayloadValue {
    switch random.below(depth > 2 ? 5 : 7) {
    case 0: .null
    case 1: .bool(random.chance(50))
    case 2: .int(Int64(bitPattern: random.next()))
    case 3: .double(Double(random.below(1000)) / 8)
    case 4: .string(word(&random))
    case 5: .list((0..<random.below(3)).map { _ in value(&random, depth: depth + 1) })
    default: .object([word(&random): value(&random, depth: depth + 1)])
    }
  }

  static func text(_ rows: [SourceRow]) -> String {
    rows.map { row in
      let id: JSON =
        switch row.id {
        case nil: .null
        case .number(let number): .unsigned(number)
        case .text(let text): .string(text)
        }
      let vector = row.vector.map { JSON.array($0.map { .float($0) }) } ?? .null
      let json: JSON = [
        "id": id, "text": JSON(row.text), "metadata": JSON(.object(row.metadata)),
        "vector": vector,
      ]
      return JSONWriter.text(json) + "\n"
    }.joined()
  }

  /// Reads a dumped line with the general reader, not with the one of stores.
  static func row(_ line: [UInt8]) throws -> SourceRow {
    let (rest, number) = withoutNumber(line)
    guard case .object(let object) = try JSONReader.value(rest),
      case .int(let position) = object["position"], case .object(let metadata) = object["metadata"]
    else { throw TestFailure.notARow }
    var row = SourceRow(position: Int(position), id: number, metadata: metadata)
    if case .string(let id) = object["id"] { row.id = .text(id) }
    if case .string(let text) = object["text"] { row.text = text }
    if case .list(let values) = object["vector"] {
      row.vector = values.map { if case .double(let value) = $0 { Float(value) } else { .nan } }
    }
    return row
  }

  /// Takes a number out of the place of the id: the general reader refuses more than 63 bits.
  private static func withoutNumber(_ line: [UInt8]) -> ([UInt8], SourceID?) {
    let text = String(decoding: line, as: UTF8.self)
    let key = ",\"id\":"
    guard let place = text.firstRange(of: key) else { return (line, nil) }
    let digits = text[place.upperBound...].prefix(while: \.isNumber)
    guard let number = UInt64(digits) else { return (line, nil) }
    return (
      Array((text[..<place.upperBound] + "null" + text[digits.endIndex...]).utf8), .number(number)
    )
  }

  enum TestFailure: Error { case notARow }
}
