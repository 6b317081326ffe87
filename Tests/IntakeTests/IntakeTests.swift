import Crypto
import Model
import TestSupport
import Testing

@testable import Intake

/// What a row becomes, by the manifest.
struct MappingFixture {
  var map = MapSpec()
  var dedupe: [DedupeRule] = []
  var vectors = ["": VectorSpace(size: 2, distance: .dot)]

  var manifest: Manifest {
    Manifest(
      name: "docs",
      source: SourceSpec(store: "lake", name: "docs", version: "v1", collection: "part"), map: map,
      dedupe: dedupe, target: TargetSpec(connection: "t", collection: "docs"),
      collection: CollectionSpec(declared: PayloadObject(), vectors: vectors),
      sync: SyncSpec(prune: true))
  }

  var mapping: RowMapping {
    RowMapping(manifest, version: StoreVersion(name: "docs", version: "v1", files: []))
  }

  func row(
    _ id: SourceID? = .number(1), text: String? = "hello",
    _ metadata: PayloadObject = ["source": .string("a.md"), "page": .int(3)],
    vector: [Float]? = [1, 2]
  ) -> SourceRow {
    SourceRow(position: 7, id: id, text: text, metadata: metadata, vector: vector)
  }
}

@Suite struct `A row's id` {
  private func id(_ row: SourceRow, _ rule: IDRule = .from("id")) throws -> PointID {
    var fixture = MappingFixture()
    fixture.map.id = rule
    return try fixture.mapping.point(row).id
  }

  private let fixture = MappingFixture()

  @Test(arguments: [
    (SourceID.number(UInt64.max), "18446744073709551615"), (.text("42"), "42"),
    (.text("018F4A2E-AAAA-7BBB-8CCC-0123456789AB"), "018f4a2e-aaaa-7bbb-8ccc-0123456789ab"),
    (.text("{018f4a2eaaaa7bbb8ccc0123456789ab}"), "018f4a2e-aaaa-7bbb-8ccc-0123456789ab"),
    // As Python says: uuid.uuid5(uuid.NAMESPACE_URL, "doc-1")
    (.text("doc-1"), "3f622591-baa6-5888-8a4f-6b3813e16a44"),
  ])
  func `is kept where it can be and hashed where it cannot`(source: SourceID, expected: String)
    throws
  {
    #expect(try id(fixture.row(source)).description == expected)
  }

  @Test func `keeps a hashed original in the payload`() throws {
    let point = try fixture.mapping.point(fixture.row(.text("doc-1")))
    #expect(point.payload["__id__"] == .string("doc-1"))
    #expect(try fixture.mapping.point(fixture.row(.number(1))).payload["__id__"] == nil)
  }

  @Test func `comes from fields, and different splits stay different`() throws {
    let rule = IDRule.fields(["a", "b"])
    let first = try id(fixture.row(["a": .string("x"), "b": .string("yz")]), rule)
    let second = try id(fixture.row(["a": .string("xy"), "b": .string("z")]), rule)
    #expect(first != second)
    #expect(try id(fixture.row(["b": .string("yz"), "a": .string("x")]), rule) == first)
  }

  @Test func `comes from content when there is none, and depends on all of it`() throws {
    let first = try id(fixture.row(nil))
    #expect(try id(fixture.row(nil)) == first)
    #expect(try id(fixture.row(nil, text: "other")) != first)
    #expect(try id(fixture.row(nil, ["page": .int(4)])) != first)
    #expect(try id(fixture.row(nil, vector: [1, 3])) != first)
  }

  @Test func `must be there when a field is named`() {
    let error = #expect(throws: MappingError.self) {
      try id(fixture.row(), .fields(["source", "chunk"]))
    }
    #expect(
      error?.description
        == "row 7 (id 1): has no field \"chunk\", which is part of its id; choose other fields in `map.id.fields`"
    )
  }
}

extension MappingFixture {
  func row(_ metadata: PayloadObject) -> SourceRow { row(.number(1), metadata) }
}

@Suite struct `A row's payload` {
  private func payload(_ rule: PayloadRule, text: String? = "page_content") throws -> PayloadObject
  {
    var fixture = MappingFixture()
    fixture.map = MapSpec(text: text, payload: rule)
    return try fixture.mapping.point(fixture.row()).payload
  }

  @Test func `has all metadata and the text`() throws {
    #expect(
      try payload(PayloadRule()) == [
        "page": .int(3), "page_content": .string("hello"), "source": .string("a.md"),
      ])
    #expect(try payload(PayloadRule(), text: nil) == ["page": .int(3), "source": .string("a.md")])
  }

  @Test func `can include, exclude and rename`() throws {
    #expect(
      try payload(PayloadRule(include: ["page"]), text: nil) == ["page": .int(3)])
    #expect(try payload(PayloadRule(exclude: ["page"]), text: nil) == ["source": .string("a.md")])
    #expect(
      try payload(PayloadRule(rename: ["source": "src"]), text: nil) == [
        "page": .int(3), "src": .string("a.md"),
      ])
  }

  @Test func `can have constants and provenance`() throws {
    let rule = PayloadRule(
      include: [], constants: ["team": .string("search")],
      provenance: [
        "store": .store, "name": .source, "version": .version, "part": .collection, "row": .row,
      ])
    #expect(
      try payload(rule, text: nil) == [
        "team": .string("search"), "store": .string("lake"), "name": .string("docs"),
        "version": .string("v1"), "part": .string("part"), "row": .int(7),
      ])
  }

  @Test func `never loses one of two values for a key`() {
    let error = #expect(throws: MappingError.self) {
      try payload(PayloadRule(constants: ["source": .string("other")]))
    }
    #expect(
      error?.description
        == "row 7 (id 1): two values for the payload key \"source\"; rename or exclude one of them in `map.payload`, or move the text by `map.text`"
    )
  }

  @Test func `cannot use the reserved key`() {
    let fixture = MappingFixture()
    #expect(throws: MappingError.self) {
      try fixture.mapping.point(fixture.row(["_plumb": .int(1)]))
    }
  }
}

@Suite struct `A row's vector` {
  private func message(_ vector: [Float]?, _ space: VectorSpace) -> String? {
    var fixture = MappingFixture()
    fixture.vectors = ["": space]
    do {
      _ = try fixture.mapping.point(fixture.row(vector: vector))
      return nil
    } catch {
      return error.message
    }
  }

  private let dot = VectorSpace(size: 2, distance: .dot)
  private let cosine = VectorSpace(size: 2, distance: .cosine)

  @Test func `is refused when it cannot be stored truly`() {
    #expect(message(nil, dot) == "has no vector")
    #expect(message([1], dot) == "its vector has 1 dimensions, and the collection wants 2")
    #expect(message([1, .nan], dot) == "its vector has a value that is not finite at dimension 1")
    #expect(
      message([-.infinity, 0], dot) == "its vector has a value that is not finite at dimension 0")
    #expect(
      message([0, -0.0], cosine) == "its vector is all zeros, which has no direction for Cosine")
    #expect(message([0, 0], dot) == nil)
    #expect(message([.greatestFiniteMagnitude, .greatestFiniteMagnitude], dot) == nil)
  }

  @Test func `goes into the one named space`() throws {
    var fixture = MappingFixture()
    fixture.vectors = ["text": dot]
    #expect(try fixture.mapping.point(fixture.row()).vectors["text"] == .dense([1, 2]))
  }

  @Test func `has a fingerprint that depends on its space`() throws {
    var hashes: Set<Hash128> = []
    for space in [dot, cosine, VectorSpace(size: 2, distance: .dot, datatype: .float16)] {
      for name in ["", "text"] {
        var fixture = MappingFixture()
        fixture.vectors = [name: space]
        hashes.insert(try fixture.mapping.point(fixture.row()).fingerprint.vector)
      }
    }
    #expect(hashes.count == 6)
  }
}

@Suite struct `A row's fingerprint` {
  @Test func `stays what it is for ever: stored points depend on it`() throws {
    let fixture = MappingFixture()
    let point = try fixture.mapping.point(fixture.row())
    #expect(point.fingerprint.payload.description == MappingGolden.payload)
    #expect(point.fingerprint.vector.description == MappingGolden.vector)
  }

  @Test(arguments: 0..<50)
  func `does not depend on the order of keys`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pairs = (0..<8).map { ("k\($0)", PayloadValue.int(Int64($0))) }
    let fixture = MappingFixture()
    let first = try fixture.mapping.point(fixture.row(PayloadObject(pairs)))
    let second = try fixture.mapping.point(
      fixture.row(PayloadObject(pairs.shuffled(using: &random))))
    #expect(first.fingerprint == second.fingerprint)
  }

  /// A plan makes it without the payload, an apply with it.
  @Test(arguments: 0..<200)
  func `is the same with and without a payload`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var fixture = MappingFixture()
    fixture.map.text = [nil, "text", "", "m", "k3"][random.below(5)]
    if random.chance(30) { fixture.map.payload.rename = ["k1": "z"] }
    if random.chance(30) { fixture.map.payload.exclude = ["k2"] }
    if random.chance(30) { fixture.map.payload.constants = ["a": .bool(true)] }
    let pairs = (0..<random.below(6)).map { (["k\($0)", "n\($0)"][random.below(2)], $0) }
    let metadata = PayloadObject(pairs.map { ($0.0, PayloadValue.string("\($0.1)")) })
    let row = fixture.row(
      random.chance(50) ? .number(1) : .text("one"),
      text: random.chance(80) ? String(repeating: "é", count: random.below(300)) : nil, metadata)
    var scratch = HashScratch()
    let whole = Result { try fixture.mapping.point(row) }
    let short = Result { try fixture.mapping.desired(row, &scratch) }
    switch (whole, short) {
    case (.success(let point), .success(let desired)):
      #expect(desired.id == point.id && desired.fingerprint == point.fingerprint)
    case (.failure(let one), .failure(let other)): #expect("\(one)" == "\(other)")
    default: Issue.record("\(whole) but \(short)")
    }
  }
}

@Suite struct `Rows that are taken in together` {
  @Test func `are refused for the first of them that is, by what was found first`() {
    var fixture = MappingFixture()
    fixture.dedupe = [
      DedupeRule(by: .id, keep: .newest, order: "at"), DedupeRule(by: .fields(["source"])),
    ]
    var rows = (0..<6).map { number in
      var row = fixture.row(["at": .int(Int64(number)), "source": .string("a")])
      row.position = number
      return row
    }
    let intake = BatchIntake(
      mapping: fixture.mapping, columns: DedupeColumns(rules: fixture.dedupe))
    let whole = intake(rows)
    #expect(whole.failure == nil && whole.points.map(\.row) == Array(0..<6))
    rows[5].metadata["at"] = .list([])
    rows[4].vector = [1]
    rows[3].metadata["source"] = .object([:])
    rows[3].vector = [1]
    #expect(intake(rows).failure?.row == 3)
    #expect(
      intake(rows).failure?.message
        == "dedupe rule 2 (fields source): field \"source\" is an object, and dedupe compares "
        + "single values")
    rows[3] = rows[2]
    #expect(intake(rows).failure?.row == 4)
    rows[1].metadata["source"] = .list([.string("a")])
    #expect(
      intake(rows).failure?.moved(by: 1000).sentence
        == "row 1001 (id 1): dedupe rule 2 (fields source): field \"source\" is a list, and dedupe "
        + "compares single values")
  }
}
