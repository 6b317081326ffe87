import Host
import Local
import Manifests
import Model
import Planning
import TestSupport
import Testing
import Wire

@testable import Engine

/// Points that somebody else wrote, in the collection that the manifest names.
@Suite(.timeLimit(.minutes(15))) struct `Adoption` {
  /// A collection as another program left it: no ledger, no marks but those that are given.
  private func left(
    _ bench: Bench, _ points: [Point], ofAnother others: [Point] = []
  ) async throws {
    try await bench.write { writer, lock in
      try await writer.create("docs", bench.manifest.collection, under: lock)
      try await writer.upsert(others, in: "docs", under: lock)
    }
    try await bench.target.insertUnmanaged(points, in: "docs")
  }

  private func stored(_ row: BenchRow, scale: Float = 1) -> Point {
    Point(
      id: .number(UInt64(row.id)), vectors: Vectors(dense: [scale, scale * Float(row.angle)]),
      payload: [:],
      fingerprint: Fingerprint(
        vector: Hash128(high: 1, low: 1), payload: Hash128(high: 1, low: 1)))
  }

  private func rows(_ count: Int) -> [BenchRow] {
    (1...count).map { BenchRow(id: $0, angle: 1 + $0 % 4) }
  }

  private func marks(_ bench: Bench) async throws -> [LivePoint] {
    let reader = try await bench.target.reader()
    var found: [LivePoint] = []
    try await reader.scan("docs") { found += $0 }
    try await reader.close()
    return found
  }

  @Test func `marks what is equal, by direction for Cosine, and sends no vector`() async throws {
    let bench = try Bench()
    bench.write(rows(10))
    var there = rows(10).map { stored($0, scale: 3) }
    there[2].vectors = Vectors(dense: [1, -1])
    there[3].payload = ["other": .int(1)]
    there.append(
      stored(BenchRow(id: 99)))
    try await left(bench, there)

    let blocked = try await bench.reconciler.plan().plan
    #expect(blocked.blocks.map(\.code).contains("PL505"))

    let preview = try await bench.reconciler.adoption()
    #expect(preview.refusal == nil)
    #expect(preview.equal == [1, 2, 5, 6, 7, 8, 9, 10].map { .number($0) })
    #expect(preview.otherVectors == [.number(3)] && preview.otherPayloads == [.number(4)])
    #expect(preview.strangers == 1 && preview.owned == 0 && preview.livePoints == 11)
    // A look changes nothing.
    #expect(try await marks(bench).allSatisfy { $0.mark == nil })

    #expect(try await bench.reconciler.adopt(preview) == 8)
    let marked = try await marks(bench)
    #expect(marked.filter { $0.mark?.owner == "docs" }.map(\.id) == preview.equal)
    // The vectors are those that were there, not those of the source.
    let reader = try await bench.target.reader()
    #expect(
      try await reader.points([.number(1)], in: "docs").first?.vectors
        == Vectors(dense: [3, 6]))
    let history = try await reader.history(of: "docs", limit: 5)
    #expect(history.map(\.kind) == [.adopt] && history.first?.payloadOnly == 8)
    try await reader.close()

    let after = try await bench.reconciler.plan().plan
    #expect(after.points.unchanged == 8 && after.points.unmanaged == 3)
    #expect(after.blocks.map(\.code) == ["PL508"])
    #expect(try await bench.reconciler.adoption().owned == 8)
  }

  @Test func `makes the next plan empty where everything is equal`() async throws {
    let bench = try Bench()
    bench.write(rows(300))
    try await left(bench, rows(300).map { stored($0) })
    #expect(try await bench.reconciler.adopt(try await bench.reconciler.adoption()) == 300)
    let plan = try await bench.reconciler.plan().plan
    #expect(plan.points.writes == 0 && plan.canApply)
    // Only the alias is missing.
    #expect(plan.alias?.after == "docs" && plan.schema.isEmpty)
    #expect(try await bench.reconciler.verify(.deep).payloadMismatches == [])
  }

  @Test func `refuses points of another manifest, and names it`() async throws {
    let bench = try Bench()
    bench.write(rows(4))
    let there = rows(4).map { stored($0) }
    try await left(bench, [there[0]] + there[2...], ofAnother: [there[1]])
    let preview = try await bench.reconciler.adoption()
    #expect(preview.refusal == "1 desired ids are points of \"other\" (2)")
    let error = await #expect(throws: EngineError.self) {
      try await bench.reconciler.adopt(preview)
    }
    #expect(
      error?.sentence
        == "nothing was adopted: 1 desired ids are points of \"other\" (2)")
    #expect(try await marks(bench).compactMap(\.mark).map(\.owner) == ["other"])
  }

  @Test func `needs a collection`() async throws {
    let bench = try Bench()
    bench.write(rows(1))
    let error = await #expect(throws: EngineError.self) { try await bench.reconciler.adoption() }
    #expect(error?.sentence == "there is no collection \"docs\" to adopt points of")
  }

  @Test func `a deep verify finds what changed behind an unchanged mark`() async throws {
    let bench = try Bench()
    bench.write(rows(500))
    _ = try await bench.reconciler.apply(try await bench.reconciler.plan())
    let reader = try await bench.target.reader()
    let before = try await reader.points([.number(77), .number(333)], in: "docs")
    try await reader.close()
    var tampered: [Point] = []
    for point in before {
      let fingerprint = try #require(point.mark).fingerprint
      tampered.append(
        Point(
          id: point.id, vectors: point.vectors, payload: point.payload, fingerprint: fingerprint))
    }
    tampered[0].payload = ["by": .string("hand")]
    tampered[1].vectors = Vectors(dense: [1, -7])
    let changed = tampered
    try await bench.write(as: "docs") { writer, lock in
      try await writer.upsert(changed, in: "docs", under: lock)
    }
    #expect(try await bench.reconciler.plan().plan.isEmpty)
    let found = try await bench.reconciler.verify(.deep)
    #expect(found.isDeep && found.sampled == 500)
    #expect(found.payloadMismatches == [.number(77)])
    #expect(found.vectorMismatches == [.number(333)])
    #expect(!found.isClean)
  }
}

@Suite(.timeLimit(.minutes(15))) struct `The manifest of a live collection` {
  private static let collections = [
    "{ vectors: { size: 4, distance: Cosine } }",
    "{ vectors: { size: 4, distance: Dot, on_disk: true }, hnsw_config: { m: 16, ef_construct: 64 }, payload_indexes: { a: keyword, b.c: { type: integer, lookup: true, range: false }, \"yes\": { type: text, stopwords: english } } }",
    "{ vectors: { title: { size: 4, distance: Dot, datatype: float16 }, \"my: body\": { size: 2, distance: Euclid, multivector_config: { comparator: max_sim } } }, sparse_vectors: { words: {}, tags: { modifier: idf } }, quantization_config: { binary: {} }, metadata: { team: \"true\", n: 5 } }",
    "{ sparse_vectors: { words: { index: { on_disk: true } } }, optimizers_config: { indexing_threshold: 5, max_optimization_threads: auto }, strict_mode_config: { enabled: true, max_query_limit: 9 }, shard_number: 2, on_disk_payload: false }",
  ]

  private func manifest(_ text: String) throws -> Manifest {
    let set = ManifestReader.read(files: [SourceFile(path: "docs.yaml", bytes: Array(text.utf8))])
    #expect(!set.hasErrors, "\(set.problems)")
    return try #require(set.manifests.first?.manifest)
  }

  @Test(arguments: collections)
  func `is valid, and its plan changes nothing of the schema`(collection: String) async throws {
    var bench = try Bench()
    bench.manifest = try manifest(
      """
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: docs }
      spec:
        source: { store: local, name: rows.jsonl }
        target: { connection: local, collection: docs, alias: docs-live }
        collection: \(collection)
        sync: { prune: true }
      """)
    try await bench.write { writer, lock in
      try await writer.create("docs", bench.manifest.collection, under: lock)
      if case .object(let indexes) = bench.manifest.collection.declared["payload_indexes"] {
        for (field, schema) in indexes {
          try await writer.createIndex(field, schema, in: "docs", under: lock)
        }
      }
      try await writer.point(alias: "docs-live", to: "docs", under: lock)
    }

    for name in ["docs", "docs-live"] {
      let found = try await ImportedCollection.read(name, at: "local", bench.connections)
      #expect(found.collection == "docs" && found.alias == "docs-live" && found.unknown == [])
      let text = ManifestWriter.text(
        found.manifest(named: "docs", connection: "local", store: "local", source: "rows.jsonl"),
        comments: ["by hand"])
      var imported = bench
      imported.manifest = try manifest(text)
      #expect(text.hasPrefix("# by hand\napiVersion: plumb/v1\n"))
      let reader = try await bench.target.reader()
      let state = LiveState(
        facts: try await reader.facts(), aliases: try await reader.aliases(),
        collections: ["docs": try #require(try await reader.collection("docs"))])
      try await reader.close()
      let layout = CollectionLayout.decide(imported.manifest, state)
      #expect(layout.change == .keep && layout.schema == [] && layout.indexes == [], "\(text)")
      #expect(layout.alias == nil)
      #expect(
        imported.manifest.collection.vectors == bench.manifest.collection.vectors
          && imported.manifest.collection.sparseVectors == bench.manifest.collection.sparseVectors)
    }
  }

  @Test func `leaves out what a server says by itself`() async throws {
    var bench = try Bench()
    bench.manifest = try manifest(
      """
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: docs }
      spec:
        source: { store: local, name: rows.jsonl }
        target: { connection: local, collection: docs }
        collection:
          vectors: { size: 4, distance: Cosine, datatype: float32 }
          hnsw_config: { m: 16, ef_construct: 100, on_disk: false }
          optimizers_config: { deleted_threshold: 0.2, flush_interval_sec: 9 }
          wal_config: { wal_capacity_mb: 32 }
          shard_number: 1
          on_disk_payload: true
        sync: { prune: true }
      """)
    try await bench.write { writer, lock in
      try await writer.create("docs", bench.manifest.collection, under: lock)
    }
    let found = try await ImportedCollection.read("docs", at: "local", bench.connections)
    let text = ManifestWriter.text(
      found.manifest(named: "docs", connection: "local", store: "lake", source: "a b"))
    #expect(
      text == """
        apiVersion: plumb/v1
        kind: Collection
        metadata:
          name: docs
        spec:
          source:
            store: lake
            name: a b
          target:
            connection: local
            collection: docs
          collection:
            vectors:
              size: 4
              distance: Cosine
            optimizers_config:
              flush_interval_sec: 9
          sync:
            prune: false

        """)
    let error = await #expect(throws: EngineError.self) {
      try await ImportedCollection.read("none", at: "local", bench.connections)
    }
    #expect(error?.sentence == "target \"local\" has no collection and no alias \"none\"")
  }
}

extension Bench {
  var target: LocalTarget { LocalTarget(path: scratch.path + "/plumb.db") }

  /// Writes as somebody would, under a lock of their own.
  func write(
    as owner: String = "other",
    _ body: (any TargetWriter, Lock) async throws -> Void
  ) async throws {
    let writer = try await target.writer()
    let lock = Lock(
      owner: owner, id: String(repeating: "b", count: 32), holder: "t@h, process 1",
      takenAt: "2026-01-01T00:00:00Z", expiresAt: "2099-01-01T00:00:00Z")
    try await writer.take(lock, now: "2026-01-01T00:00:00Z")
    try await body(writer, lock)
    try await writer.release(lock)
    try await writer.close()
  }

  var connections: Connections {
    Connections(
      stores: ["local": .files(path: scratch.path)],
      targets: ["local": .local(path: scratch.path + "/plumb.db")])
  }
}
