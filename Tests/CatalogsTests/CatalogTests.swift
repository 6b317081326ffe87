import Model
import Testing

@testable import Catalogs

private func catalog(_ text: String) throws(CatalogError) -> Catalog {
  try Catalog(Array(text.utf8))
}

@Suite struct `A catalog` {
  private let whole = """
    { "format_version": 1, "vectorstore": [ { "version": "2026-11-20T09-00-00Z",
      "timestamp": "2026-11-20T09:00:00Z", "path": "elsewhere/v2/", "format": "langchain",
      "documents": 1204, "vectors": 1203, "dimensions": 1536, "metric": "cosine",
      "embedding_model": "text-embedding-3-small",
      "files": [ { "name": "index.faiss", "size": 7397421, "sha256":
      "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824", "etag": "x" }, "index.pkl" ],
      "rows": { "name": "rows.plumb" }, "someone": { "else": [1] } },
      { "version": "2026-11-19T09-00-00Z" } ] }
    """

  @Test func `tells all that its entries say`() throws {
    let entry = try catalog(whole).entry(name: "vectorstore", version: nil)
    #expect(entry.version == "2026-11-20T09-00-00Z")
    #expect(entry.path == "elsewhere/v2/")
    #expect(
      entry.facts
        == CatalogFacts(
          timestamp: "2026-11-20T09:00:00Z", format: .langchain, documents: 1204, vectors: 1203,
          dimensions: 1536, metric: "cosine", embeddingModel: "text-embedding-3-small"))
    #expect(
      entry.files == [
        CatalogFile(
          name: "index.faiss", size: 7_397_421,
          sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", etag: "x"),
        CatalogFile(name: "index.pkl", size: nil, sha256: nil),
      ])
    #expect(entry.rows == CatalogFile(name: "rows.plumb", size: nil, sha256: nil))
  }

  @Test func `keeps the keys that it does not know`() throws {
    let catalog = try catalog(whole)
    #expect(catalog.raw["format_version"] == .int(1))
    #expect(catalog.stores.map(\.name) == ["vectorstore"])
    let entry = try catalog.entry(name: "vectorstore", version: nil)
    #expect(entry.raw["someone"] == .object(["else": .list([.int(1)])]))
    #expect(catalog.problems.isEmpty)
  }

  @Test func `needs no more than a version`() throws {
    let entry = try catalog(whole).entry(name: "vectorstore", version: "2026-11-19T09-00-00Z")
    #expect(entry.path == "vectorstore/2026-11-19T09-00-00Z/")
    #expect(entry.timestamp == nil && entry.files.isEmpty)
  }

  @Test func `or a timestamp`() throws {
    let catalog = try catalog(#"{"s":[{"timestamp":"2026-11-20T09:00:00Z","path":"a/b"}]}"#)
    #expect(try catalog.entry(name: "s", version: nil).version == "2026-11-20T09:00:00Z")
  }

  @Test(arguments: [
    // (versions with timestamps as listed, newest first, whether that is reported)
    (["b 2026-11-20T09:00:00Z", "a 2026-11-19T09:00:00Z"], "b a", false),
    (["a 2026-11-19T09:00:00Z", "b 2026-11-20T09:00:00Z"], "b a", true),
    (["a 2026-11-20T09:00:00+09:00", "b 2026-11-20T01:00:00Z"], "b a", true),
    (["a 2026-11-20T09:00:00.1Z", "b 2026-11-20T09:00:00.09Z"], "a b", false),
    (["b 2026-11-20T09:00:00Z", "a 2026-11-20T09:00:00Z"], "b a", false),
    (
      ["2026-11-19T09-00-00Z", "2026-11-20T09-00-00Z"], "2026-11-20T09-00-00Z 2026-11-19T09-00-00Z",
      true
    ),
    (["c 2026-11-19 09:00:00", "b 2026-11-20T09:00:00.5"], "b c", true),
    (["v2", "v1"], "v2 v1", false),
  ])
  func `is read newest first, whatever its order`(
    listed: [String], order: String, isReported: Bool
  ) throws {
    let entries = listed.map { item -> String in
      let parts = item.split(separator: " ", maxSplits: 1)
      let time = parts.count > 1 ? #","timestamp":"\#(parts[1])""# : ""
      return #"{"version":"\#(parts[0])"\#(time)}"#
    }
    let catalog = try catalog(#"{"s":[\#(entries.joined(separator: ","))]}"#)
    #expect(catalog["s"]?.entries.map(\.version).joined(separator: " ") == order)
    #expect(catalog.problems.contains { $0.code == "PS001" } == isReported)
    #expect(catalog.problems.allSatisfy { $0.severity == .warning })
  }

  @Test func `says which versions are out of order`() throws {
    let text = #"{"s":[{"version":"2026-11-19T09-00-00Z"},{"version":"2026-11-20T09-00-00Z"}]}"#
    #expect(
      try catalog(text).problems == [
        StoreProblem(
          .warning, code: "PS001",
          "store \"s\": the versions are not listed newest first: \"2026-11-20T09-00-00Z\" is newer "
            + "than \"2026-11-19T09-00-00Z\" above it; the newest is read by its timestamp")
      ])
  }

  @Test(arguments: [
    (#"[1]"#, #"store "s", entry 1: expected an object with "version", found an integer"#),
    (#"[{}]"#, #"store "s", entry 1: neither "version" nor "timestamp""#),
    (#"[{"version":""}]"#, #"store "s", entry 1: neither "version" nor "timestamp""#),
    (#"[{"version":1}]"#, #"store "s", entry 1: "version": expected a string, found an integer"#),
    (
      #"[{"version":"a","timestamp":"soon"}]"#,
      #"store "s", entry 1: "timestamp" is no date and time: "soon"; write it like 2026-11-20T09:00:00Z"#
    ),
    (
      #"[{"version":"b"},{"version":"a","documents":"9"}]"#,
      #"store "s", entry 2: "documents": expected a whole number, found a string"#
    ),
    (
      #"[{"version":"a","vectors":-1}]"#,
      #"store "s", entry 1: "vectors": expected zero or more, found -1"#
    ),
    (
      #"[{"version":"a","files":{}}]"#,
      #"store "s", entry 1: "files": expected a list, found an object"#
    ),
    (
      #"[{"version":"a","files":["x",{"size":1}]}]"#,
      #"store "s", entry 1: "files", number 2: no "name""#
    ),
    (
      #"[{"version":"a","files":[{"name":"x","sha256":"12"}]}]"#,
      #"store "s", entry 1: "files", number 1: "sha256": expected 64 hexadecimal digits"#
    ),
    (
      #"[{"version":"a","path":"../x"}]"#,
      #"store "s", entry 1: "path" leads out of the catalog's folder or nowhere: "../x""#
    ),
    (
      #"[{"version":"a","path":"/etc"}]"#,
      #"store "s", entry 1: "path" leads out of the catalog's folder or nowhere: "/etc""#
    ),
    (
      #"[{"version":"a/../../b"}]"#,
      #"store "s", entry 1: the path that follows from the version leads out of the catalog's folder or nowhere: "s/a/../../b/""#
    ),
    (
      #"[{"version":"a","files":["x/../../y"]}]"#,
      #"store "s", entry 1: "files", number 1: a file leads out of the catalog's folder or nowhere: "x/../../y""#
    ),
    (
      #"[{"version":"a"},{"version":"b"},{"version":"a"}]"#,
      #"store "s": the version "a" is listed twice, in entries 1 and 3; remove one of them"#
    ),
    (#"{"a":1}"#, #"store "s": expected a list of versions, found an object"#),
    (#"[]"#, #"the store "s" has no version; publish one first"#),
  ])
  func `says what is wrong with a store, and closes only that one`(value: String, message: String)
    throws
  {
    let catalog = try catalog(#"{"s":\#(value),"fine":[{"version":"a"}]}"#)
    let error = #expect(throws: CatalogError.self) { try catalog.entry(name: "s", version: nil) }
    #expect(error?.description == message)
    #expect(try catalog.entry(name: "fine", version: nil).path == "fine/a/")
  }

  @Test(arguments: [
    (
      "",
      "not readable as JSON: the text ends in the middle of a value at byte 0; restore it from "
        + "its last version"
    ),
    (
      "{\"s\":[]",
      "not readable as JSON: the text ends in the middle of a value at byte 7; restore it "
        + "from its last version"
    ),
    (
      "[]",
      "a catalog is one object from store names to lists of versions, but this is a list"
    ),
    (
      "{\"s\":[],\"s\":[]}",
      "not readable as JSON: the key \"s\" comes twice in one object at byte 8; "
        + "restore it from its last version"
    ),
  ])
  func `that is none is refused`(text: String, message: String) {
    let error = #expect(throws: CatalogError.self) { try catalog(text) }
    #expect(error?.description == message)
  }

  @Test func `may begin with a byte order mark`() throws {
    #expect(try catalog("\u{FEFF}{\"s\":[{\"version\":\"a\"}]}").stores.count == 1)
  }

  @Test func `names what it has where something else is asked for`() throws {
    let versions = (1...7).map { #"{"version":"2026-11-0\#($0)T00-00-00Z"}"# }.reversed()
    let catalog = try catalog(#"{"docs":[\#(versions.joined(separator: ","))],"images":[]}"#)
    let name = #expect(throws: CatalogError.self) { try catalog.entry(name: "Doc", version: nil) }
    #expect(
      name?.description == #"no store "Doc", did you mean "docs"?; there are: docs, images"#)
    #expect(name?.code == .noSuchName)
    let version = #expect(throws: CatalogError.self) {
      try catalog.entry(name: "docs", version: "v1")
    }
    #expect(
      version?.description
        == #"no version "v1" of the store "docs"; the newest five are: 2026-11-07T00-00-00Z, "#
        + "2026-11-06T00-00-00Z, 2026-11-05T00-00-00Z, 2026-11-04T00-00-00Z, 2026-11-03T00-00-00Z")
    #expect(version?.code == .noSuchVersion)
  }
}

@Suite struct `What a catalog says of dedupe` {
  @Test func `reads back as it was written`() {
    let report = DedupeReport(
      input: 100,
      rules: [
        .init(name: "id", dropped: 3),
        .init(
          name: "similarity 0.98", dropped: 7,
          recall: .init(sampled: 90, missed: 1, share: 0.99)),
        .init(name: "id", dropped: 2),
      ])
    #expect(DedupeReport(inCatalog: report.inCatalog) == report)
    guard case .object(let object) = report.inCatalog else { return }
    #expect(object["kept"] == .int(88))
    #expect(object["dropped"] == .object(["id": .int(5), "similarity 0.98": .int(7)]))
  }

  @Test func `is understood without the order of the rules`() {
    let foreign: PayloadValue = [
      "input": .int(1300), "kept": .int(1204), "dropped": ["text": .int(6), "id": .int(90)],
    ]
    #expect(
      DedupeReport(inCatalog: foreign)
        == DedupeReport(
          input: 1300, rules: [.init(name: "id", dropped: 90), .init(name: "text", dropped: 6)]))
  }

  @Test(
    arguments: [
      nil, .null, .string("yes"), ["input": .int(-1), "dropped": [:]], ["input": .int(3)],
      ["input": .int(3), "dropped": ["id": .string("many")]],
      ["input": .int(3), "rules": .list([.null])],
    ] as [PayloadValue?])
  func `is nothing where it is something else`(value: PayloadValue?) {
    #expect(DedupeReport(inCatalog: value) == nil)
  }
}
