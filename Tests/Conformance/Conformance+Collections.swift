import Model
import Testing

extension Conformance {
  static let emptiness: [Case] = [
    Case("an empty target has nothing") { subject in
      let reader = try await subject.target.reader()
      #expect(try await reader.collection("docs") == nil)
      #expect(try await reader.aliases().isEmpty)
      #expect(try await reader.owners().isEmpty)
      #expect(try await reader.ledger(of: "alpha") == nil)
      #expect(try await reader.lock(of: "alpha") == nil)
      #expect(try await reader.history(of: "alpha", limit: 10).isEmpty)
    },
    Case("a scan of a collection that is not there fails and names it") { subject in
      let reader = try await subject.target.reader()
      let words = await refusal("the scan") {
        try await reader.scan("nowhere") { _ in Issue.record("a batch from nowhere") }
      }
      #expect(words.contains("nowhere"))
    },
    Case("a reader sees what is written after it was opened") { subject in
      let reader = try await subject.target.reader()
      let stage = try await Stage(subject)
      try await stage.upsert(Stage.points(1...2))
      #expect(try await reader.collection("docs")?.points == 2)
    },
  ]

  static let collections: [Case] = [
    Case("a created collection has what was declared and no points") { subject in
      let stage = try await Stage(subject, Stage.manySpaces)
      let live = try #require(try await stage.reader.collection("docs"))
      #expect(live.name == "docs")
      #expect(live.points == 0)
      #expect(live.indexes.isEmpty)
      expectDeclared(Stage.manySpaces, in: live.config)
      #expect(try await stage.scanned().isEmpty)
    },
    Case("a collection that is there is not created again") { subject in
      let stage = try await Stage(subject)
      try await stage.upsert(Stage.points([1]))
      let words = await refusal("a second creation") {
        try await stage.writer.create("docs", Stage.spec(Stage.plain), under: stage.lock)
      }
      #expect(words.contains("docs"))
      #expect(try await stage.reader.collection("docs")?.points == 1)
    },
    Case("payload indexes of the declaration are not part of the configuration") { subject in
      var declared = Stage.plain
      declared["payload_indexes"] = .object(["title": .string("keyword")])
      let stage = try await Stage(subject, collection: nil)
      let spec = CollectionSpec(
        declared: declared, vectors: ["": VectorSpace(size: 3, distance: .dot)])
      try await stage.writer.create("docs", spec, under: stage.lock)
      #expect(try await stage.reader.collection("docs")?.config["payload_indexes"] == nil)
    },
    Case("a change in place merges deeply and keeps what is absent or null") { subject in
      var declared = Stage.plain
      declared["hnsw_config"] = .object(["m": .int(16), "ef_construct": .int(128)])
      let stage = try await Stage(subject, collection: nil)
      let spec = CollectionSpec(
        declared: declared, vectors: ["": VectorSpace(size: 3, distance: .dot)])
      try await stage.writer.create("docs", spec, under: stage.lock)
      try await stage.upsert(Stage.points([1]))
      try await stage.writer.alter(
        "docs", ["hnsw_config": .object(["m": .int(32), "ef_construct": .null])],
        under: stage.lock)
      declared["hnsw_config"] = .object(["m": .int(32), "ef_construct": .int(128)])
      let live = try #require(try await stage.reader.collection("docs"))
      expectDeclared(declared, in: live.config)
      #expect(live.points == 1)
    },
    Case("what cannot change in place is refused by its path") { subject in
      let stage = try await Stage(subject)
      let before = try await stage.reader.collection("docs")
      let changes: [(PayloadObject, String)] = [
        (["vectors": .object(["size": .int(4)])], "vectors.size"),
        (["vectors": .object(["distance": .string("Cosine")])], "vectors.distance"),
        (["vectors": .object(["datatype": .string("uint8")])], "vectors.datatype"),
        (["shard_number": .int(2)], "shard_number"),
      ]
      for (change, path) in changes {
        let words = await refusal(path) {
          try await stage.writer.alter("docs", change, under: stage.lock)
        }
        #expect(words.contains(path))
      }
      #expect(try await stage.reader.collection("docs") == before)
    },
    Case("a dropped collection is gone, and its name is free") { subject in
      let stage = try await Stage(subject)
      try await stage.writer.createIndex(
        "title", .string("keyword"), in: "docs", under: stage.lock)
      try await stage.upsert(Stage.points(1...10))
      try await stage.writer.drop("docs", under: stage.lock)
      #expect(try await stage.reader.collection("docs") == nil)
      try await stage.writer.create("docs", Stage.spec(Stage.plain), under: stage.lock)
      let live = try #require(try await stage.reader.collection("docs"))
      #expect(live.points == 0)
      #expect(live.indexes.isEmpty)
      #expect(try await stage.scanned().isEmpty)
    },
    Case("an index is there once it is created, changed by another schema, and gone when dropped") {
      subject in
      let stage = try await Stage(subject)
      let integer = PayloadValue.object(["type": .string("integer"), "range": .bool(true)])
      for _ in 1...2 {
        try await stage.writer.createIndex(
          "page", .string("keyword"), in: "docs", under: stage.lock)
      }
      #expect(try await stage.indexes()["page"] == .string("keyword"))
      try await stage.writer.createIndex("page", integer, in: "docs", under: stage.lock)
      #expect(try await stage.indexes().count == 1)
      let replaced = try await stage.indexes()
      expectDeclared(["page": integer], in: replaced)
      for _ in 1...2 { try await stage.writer.dropIndex("page", in: "docs", under: stage.lock) }
      #expect(try await stage.indexes() == PayloadObject())
    },
  ]
}

/// Every declared key must be live with its value; a target may add defaults of its own.
func expectDeclared(
  _ declared: PayloadObject, in live: PayloadObject, at path: String = "",
  location: SourceLocation = #_sourceLocation
) {
  for (key, value) in declared {
    if case .object(let inner) = value {
      guard case .object(let found) = live[key] else {
        Issue.record("\(path)\(key) is not live", sourceLocation: location)
        continue
      }
      expectDeclared(inner, in: found, at: "\(path)\(key).", location: location)
    } else {
      #expect(live[key] == value, "\(path)\(key)", sourceLocation: location)
    }
  }
}
