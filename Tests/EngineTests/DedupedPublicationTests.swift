import Catalogs
import Host
import Model
import TestSupport
import Testing
import Wire

@testable import Engine

/// Rows with everything that a row can have, of which many are copies of each other.
private struct ManyKinds {
  let isPlain: Bool
  private(set) var rows: [SourceRow] = []

  /// `isPlain`: every row has one dense vector and nothing beside it.
  init(seed: UInt64, isPlain: Bool) {
    self.isPlain = isPlain
    var random = SeededGenerator(seed: seed)
    let kinds = (0..<8).map { _ in row(&random) }
    for position in 0..<random.below(60) {
      var row = random.chance(50) ? kinds[random.below(kinds.count)] : row(&random)
      row.position = position
      rows.append(row)
    }
  }

  private func row(_ random: inout SeededGenerator) -> SourceRow {
    var row = SourceRow(position: 0)
    // A number and a text of the same digits are two ids, and one text.
    let number = random.chance(5) ? UInt64.max : UInt64(random.below(12))
    if random.chance(85) { row.id = random.chance(50) ? .number(number) : .text("\(number)") }
    if random.chance(85) { row.text = word(&random) }
    for key in ["at", "source", "note"] where random.chance(70) {
      row.metadata[key] = value(key, &random)
    }
    if isPlain || random.chance(80) { row.vector = (0..<3).map { _ in float(&random) } }
    if !isPlain && random.chance(40) {
      row.vectors = Vectors([("title", .dense([float(&random), 1]))])
    }
    if !row.hasVector { row.vectors = Vectors([("title", .dense([0.5, -0.0]))]) }
    return row
  }

  private func float(_ random: inout SeededGenerator) -> Float {
    if random.chance(20) { return -0.0 }
    let value = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
    return value.isFinite ? value : .leastNonzeroMagnitude
  }

  private func word(_ random: inout SeededGenerator) -> String {
    let parts = ["a", "\"", "\\", "\n", "\u{2028}", "é", "e\u{301}", "\u{1F600}", "\u{1}"]
    return (0..<random.below(3)).map { _ in parts[random.below(parts.count)] }.joined()
  }

  private func value(_ key: String, _ random: inout SeededGenerator) -> PayloadValue {
    if key == "at" { return .int(Int64(random.below(4))) }
    if key == "source" { return .string("s\(random.below(3))") }
    let values: [PayloadValue] = [
      .null, .bool(true), .double(0.1), .double(-0.0), .int(.min), .list([.string(word(&random))]),
      .object(["deep": .list([])]), .double(1e300),
    ]
    return values[random.below(values.count)]
  }

  var text: String {
    rows.map { row in
      var bytes: [UInt8] = []
      RowJSON.append(row, position: false, to: &bytes)
      return String(decoding: bytes, as: UTF8.self) + "\n"
    }.joined()
  }
}

@Suite(.serialized, .timeLimit(.minutes(15)))
struct `A version is published without copies` {
  private static func bench(_ random: inout SeededGenerator, isPlain: Bool) throws -> Bench {
    let criteria: [DedupeRule.Criterion] = [.id, .text, .vector, .fields(["source", "at"])]
    var bench = try Bench(
      dedupe: (0..<1 + random.below(3)).map { _ in
        DedupeRule(
          by: criteria[random.below(4)],
          keep: DedupeRule.Keep.allCases[random.below(DedupeRule.Keep.allCases.count)],
          order: "at", missing: random.chance(50) ? .keep : .drop)
      }, distance: "Dot")
    bench.manifest.collection.vectors = ["": VectorSpace(size: 3, distance: .dot)]
    if !isPlain {
      bench.manifest.collection.vectors["title"] = VectorSpace(size: 2, distance: .dot)
      bench.manifest.map.vector = ""
    }
    return bench
  }

  private func rows(_ version: StoreVersion) async throws -> [SourceRow] {
    var found: [SourceRow] = []
    try await Registry.rows(version, RowSelection()).read { found += $0 }
    return found
  }

  /// Which rows stay, as a preview of the same rows says; renumbered.
  private func survivors(_ rows: [SourceRow], _ bench: Bench) async throws -> [SourceRow] {
    let preview = try await bench.reconciler.dedupePreview(limit: 1000)
    let dropped = Set(preview.drops.map(\.row.position))
    return rows.filter { !dropped.contains($0.position) }.enumerated().map { place, row in
      var row = row
      row.position = place
      return row
    }
  }

  private func bits(_ rows: [SourceRow]) -> [[UInt32]?] {
    rows.map { $0.vector?.map(\.bitPattern) }
  }

  @Test(arguments: ["files", "s3"])
  func `and what is read back is exactly what dedupe leaves`(kind: String) async throws {
    let press = try await Press.start(kind)
    defer { press.stop() }
    for seed in 0..<(kind == "files" ? 60 : 12) {
      var random = SeededGenerator(seed: UInt64(seed))
      let isPlain = seed.isMultiple(of: 2)
      let scene = ManyKinds(seed: UInt64(seed), isPlain: isPlain)
      let bench = try Self.bench(&random, isPlain: isPlain)
      bench.scratch.write("rows.jsonl", scene.text)
      let folder = press.scratch.path + "/build\(seed)"
      press.scratch.write("build\(seed)/rows.jsonl", scene.text)
      let expected = try await survivors(scene.rows, bench)
      let outcome = try await press.publish(folder, version: "v\(seed)", by: bench.manifest)
      let version = try await press.open("v\(seed)")
      let found = try await rows(version)
      #expect(found == expected)
      #expect(bits(found) == bits(expected))
      let isArray =
        !expected.isEmpty && expected.allSatisfy { $0.vector != nil && $0.vectors == nil }
      #expect(isArray || !isPlain || expected.isEmpty)
      let names = isArray ? ["rows.jsonl", "vectors.npy"] : ["rows.jsonl"]
      #expect(version.files.map(\.name) == names)
      let report = try await bench.reconciler.dedupePreview(limit: 0).report
      #expect(outcome.dedupe == report && version.entry?.dedupe == report)
      #expect(version.entry?.documents == report.kept && outcome.report.rows == report.kept)
      // A second pass over what was published drops nothing.
      let again = try await press.publish(
        press.folder(of: version), version: "again\(seed)", isRehearsal: true, by: bench.manifest)
      #expect(again.dedupe?.dropped == 0)
      #expect(try Files.list(press.scratch.path).allSatisfy { !$0.hasSuffix(".survivors") })
    }
  }

  @Test(arguments: ["files", "s3"])
  func `with its statistics in the catalog, and once only`(kind: String) async throws {
    let press = try await Press.start(kind)
    defer { press.stop() }
    press.scratch.write(
      "build/rows.jsonl",
      [(1, "a"), (1, "b"), (2, "a"), (3, "c"), (3, "c")].map {
        #"{"id":\#($0.0),"text":"\#($0.1)","metadata":{},"vector":[1,2]}"# + "\n"
      }.joined())
    let folder = press.scratch.path + "/build"
    let rules = [DedupeRule.Criterion.id, .text, .id].map { DedupeRule(by: $0, keep: .first) }
    let manifest = try Bench(dedupe: rules).manifest
    let rehearsal = try await press.publish(
      folder, version: "v1", isRehearsal: true, by: manifest)
    let report = DedupeReport(
      input: 5,
      rules: [
        .init(name: "id", dropped: 2), .init(name: "text", dropped: 1),
        .init(name: "id", dropped: 0),
      ])
    #expect(rehearsal.dedupe == report && rehearsal.report.rows == 2)
    await #expect(throws: EngineError.noCatalog("lake")) { try await press.versions() }

    try await press.publish(folder, version: "v1", by: manifest)
    guard case .list(let entries) = try await press.catalog()["docs"],
      case .object(let entry) = entries[0]
    else {
      Issue.record("no entry")
      return
    }
    let rule = { (name: String, count: Int64) -> PayloadValue in
      ["rule": .string(name), "dropped": .int(count)]
    }
    let expected: PayloadValue = [
      "input": .int(5), "kept": .int(2), "dropped": ["id": .int(2), "text": .int(1)],
      "rules": .list([rule("id", 2), rule("text", 1), rule("id", 0)]),
    ]
    #expect(entry["dedupe"] == expected)
    #expect(entry["format"] == .string("numpy") && entry["documents"] == .int(2))
    let listing = try await StoreListing.of("lake", name: "docs", in: press.places)[0]
    #expect(listing.versions.map(\.facts.dedupe) == [report])
    #expect(try await press.publish(folder, version: "v1", by: manifest).wasThere)
    let place = try outcomePlace(press)
    await #expect(throws: PublicationError.taken("docs", "v1", place)) {
      try await press.publish(folder, version: "v1")
    }
  }

  private func outcomePlace(_ press: Press) throws -> String {
    try Registry.publishable("lake", press.places).label
  }

  @Test func `by similarity too, and a row that a rule cannot compare is named`() async throws {
    let press = try await Press.start("files")
    let near = (0..<40).map {
      #"{"id":\#($0),"vector":[1,\#(Float($0 / 4) + Float($0 % 4) / 1e6)]}"#
    }
    press.scratch.write("build/rows.jsonl", near.joined(separator: "\n"))
    let manifest = try Bench(dedupe: [DedupeRule(by: .similarity(0.999999))]).manifest
    let outcome = try await press.publish(
      press.scratch.path + "/build", version: "v1", by: manifest)
    #expect(outcome.dedupe?.kept == 10)
    #expect(try await rows(press.open("v1")).map(\.id) == (0..<10).map { .number(UInt64($0 * 4)) })

    press.scratch.write("bad/rows.jsonl", near[0] + "\n" + #"{"id":7,"vector":[0,0]}"#)
    let error = await #expect(throws: (any Error).self) {
      try await press.publish(press.scratch.path + "/bad", version: "v2", by: manifest)
    }
    #expect(
      (error as? any ExplainedError)?.sentence
        == "row 1 (id 7): dedupe rule 1 (similarity 0.999999): its vector is all zeros, which has "
        + "no direction to compare")
    #expect(try await press.versions() == ["v1"])
  }

  @Test func `but not where there is no room to write it down`() async throws {
    var press = try await Press.start("files")
    press.temporary = "/nowhere"
    let manifest = try Bench(dedupe: [DedupeRule(by: .id)]).manifest
    let folder = press.rows("build", count: 3)
    var fitting = manifest
    fitting.collection.vectors = ["": VectorSpace(size: 4, distance: .dot)]
    let error = await #expect(throws: (any Error).self) {
      try await press.publish(folder, version: "v1", by: fitting)
    }
    #expect(
      (error as? any ExplainedError)?.sentence.hasPrefix(
        "cannot write down the rows that dedupe leaves: ") == true)
    #expect(
      (error as? any ExplainedError)?.hints == [
        "set TMPDIR to a folder on a disk that has room for all of them"
      ])
  }

  @Test func `and a reader finds every row that is not what was written`() {
    let rows = (0..<3).map { SourceRow(position: $0, id: .number(UInt64($0)), vector: [0.5]) }
    func written(_ rows: [SourceRow]) -> WrittenRows {
      var written = WrittenRows()
      for row in rows { written.append(row) }
      return written
    }
    #expect(written(rows).difference(from: written(rows)) == nil)
    #expect(written(rows).difference(from: written(rows.dropLast())) == 2)
    var other = rows
    other[1].vector = [-0.5]
    #expect(written(rows).difference(from: written(other)) == 1)
    other = rows
    other[2].id = .text("2")
    #expect(written(rows).difference(from: written(other)) == 0)
    other = rows
    other[1].vectors = Vectors([("a", .dense([1]))])
    #expect(written(rows).difference(from: written(other)) == 0)
  }
}
