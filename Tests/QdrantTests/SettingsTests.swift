import Model
import TestSupport
import Testing

@testable import Qdrant

private let languages: [QdrantConnection.Transport] = [.grpc, .rest]

/// Every declared setting that is not live with its value, by path.
private func differences(
  _ declared: PayloadObject, _ live: PayloadObject, at path: String = ""
) -> [String] {
  declared.flatMap { key, value -> [String] in
    if case .object(let inner) = value {
      return differences(inner, live[key]?.object ?? [:], at: "\(path)\(key).")
    }
    return live[key] == value ? [] : ["\(path)\(key): \(String(describing: live[key]))"]
  }
}

@Suite(.serialized, .timeLimit(.minutes(15))) struct `Settings` {
  private static let declared: PayloadObject = [
    "vectors": .object([
      "title": .object([
        "size": .int(4), "distance": .string("Cosine"), "on_disk": .bool(true),
        "datatype": .string("float16"), "hnsw_config": .object(["m": .int(8)]),
        "quantization_config": .object([
          "binary": .object(["always_ram": .bool(true)])
        ]),
      ]),
      "body": .object([
        "size": .int(2), "distance": .string("Manhattan"),
        "multivector_config": .object(["comparator": .string("max_sim")]),
        "quantization_config": .object([
          "product": .object(["compression": .string("x16"), "always_ram": .bool(false)])
        ]),
      ]),
    ]),
    "sparse_vectors": .object([
      "words": .object([
        "modifier": .string("idf"), "index": .object(["full_scan_threshold": .int(9)]),
      ])
    ]),
    "hnsw_config": .object(["m": .int(24), "ef_construct": .int(64), "payload_m": .int(16)]),
    "optimizers_config": .object([
      "deleted_threshold": .double(0.25), "indexing_threshold": .int(12_000),
      "max_optimization_threads": .int(2),
    ]),
    "wal_config": .object(["wal_capacity_mb": .int(16)]),
    "quantization_config": .object([
      "scalar": .object(["type": .string("int8"), "quantile": .double(0.99)])
    ]), "shard_number": .int(1), "replication_factor": .int(1), "on_disk_payload": .bool(false),
    "strict_mode_config": .object([
      "enabled": .bool(true), "max_query_limit": .int(777), "upsert_max_batchsize": .int(50),
      "search_max_oversampling": .double(1.5),
    ]), "metadata": .object(["team": .string("search"), "tries": .int(3)]),
  ]

  private static let spec = CollectionSpec(
    declared: declared,
    vectors: [
      "title": VectorSpace(size: 4, distance: .cosine),
      "body": VectorSpace(size: 2, distance: .manhattan, isMulti: true),
    ], sparseVectors: ["words"])

  @Test(arguments: languages)
  func `are live as they were declared, and what plumb keeps beside them is not seen`(
    _ transport: QdrantConnection.Transport
  ) async throws {
    let server = try await QdrantServer.start()
    let target = server.target(transport)
    let writer = try await target.writer()
    try await writer.take(Story.lock, now: Story.lock.takenAt)
    try await writer.create("docs", Settings.spec, under: Story.lock)
    let live = try #require(try await target.reader().collection("docs"))
    #expect(differences(Settings.declared, live.config) == [])
    #expect(live.config["metadata"]?.object?.count == 2)
    #expect(live.config["payload_indexes"] == nil)
    // Both languages say the same of one collection.
    for other in languages {
      let again = try #require(try await server.target(other).reader().collection("docs"))
      #expect(differences(live.config, again.config) == [])
    }
  }

  @Test(arguments: languages)
  func `change in place`(_ transport: QdrantConnection.Transport) async throws {
    let server = try await QdrantServer.start()
    let target = server.target(transport)
    let writer = try await target.writer()
    try await writer.take(Story.lock, now: Story.lock.takenAt)
    try await writer.create("docs", Settings.spec, under: Story.lock)
    let change: PayloadObject = [
      "vectors": .object([
        "title": .object([
          "size": .int(4), "hnsw_config": .object(["m": .int(10)]), "on_disk": .bool(false),
          "quantization_config": .string("Disabled"),
        ])
      ]), "hnsw_config": .object(["ef_construct": .int(99)]),
      "optimizers_config": .object(["indexing_threshold": .int(5)]),
      "quantization_config": .object(["binary": .object(["always_ram": .bool(true)])]),
      "on_disk_payload": .bool(true), "strict_mode_config": .object(["max_query_limit": .int(9)]),
      "metadata": .object(["team": .null, "new": .bool(true)]),
    ]
    try await writer.alter("docs", change, under: Story.lock)
    let live = try #require(try await target.reader().collection("docs")).config
    let vector = live["vectors"]?.object?["title"]?.object
    #expect(vector?["hnsw_config"]?.object?["m"] == .int(10))
    #expect(vector?["on_disk"] == .bool(false))
    #expect(vector?["quantization_config"] == nil)
    #expect(live["hnsw_config"]?.object?["ef_construct"] == .int(99))
    #expect(live["hnsw_config"]?.object?["m"] == .int(24))
    #expect(live["optimizers_config"]?.object?["indexing_threshold"] == .int(5))
    #expect(
      live["quantization_config"] == .object(["binary": .object(["always_ram": .bool(true)])]))
    #expect(live["on_disk_payload"] == .bool(true))
    #expect(live["strict_mode_config"]?.object?["max_query_limit"] == .int(9))
    #expect(live["metadata"] == .object(["new": .bool(true), "tries": .int(3)]))
  }

  @Test(arguments: languages)
  func `named vectors come and go`(_ transport: QdrantConnection.Transport) async throws {
    let server = try await QdrantServer.start()
    let target = server.target(transport)
    let writer = try await target.writer()
    try await writer.take(Story.lock, now: Story.lock.takenAt)
    try await writer.create("docs", Settings.spec, under: Story.lock)
    try await writer.alter(
      "docs",
      [
        "vectors": .object([
          "extra": .object(["size": .int(5), "distance": .string("Dot"), "on_disk": .bool(true)])
        ]), "sparse_vectors": .object(["more": .object(["modifier": .string("idf")])]),
      ], under: Story.lock)
    var live = try #require(try await target.reader().collection("docs")).config
    #expect(live["vectors"]?.object?["extra"]?.object?["size"] == .int(5))
    #expect(live["sparse_vectors"]?.object?["more"]?.object?["modifier"] == .string("idf"))
    var point = Story.point(1)
    point.vectors = Vectors([("extra", .dense([1, 2, 3, 4, 5]))])
    try await writer.upsert([point], in: "docs", under: Story.lock)
    try await writer.alter(
      "docs",
      ["vectors": .object(["extra": .null]), "sparse_vectors": .object(["more": .null])],
      under: Story.lock)
    live = try #require(try await target.reader().collection("docs")).config
    #expect(live["vectors"]?.object?["extra"] == nil)
    #expect(live["sparse_vectors"]?.object?["more"] == nil)
  }

  @Test(arguments: languages)
  func `of indexes are live as they were declared`(
    _ transport: QdrantConnection.Transport
  ) async throws {
    let server = try await QdrantServer.start()
    let target = server.target(transport)
    let writer = try await Story.begun(target)
    let indexes: PayloadObject = [
      "k": .string("keyword"), "f": .string("float"), "g": .string("geo"), "b": .string("bool"),
      "u": .string("uuid"), "d": .string("datetime"),
      "i": .object(["type": .string("integer"), "lookup": .bool(true), "range": .bool(false)]),
      "t": .object([
        "type": .string("text"), "tokenizer": .string("word"), "lowercase": .bool(true),
        "min_token_len": .int(2), "max_token_len": .int(20),
      ]), "p": .object(["type": .string("keyword"), "is_tenant": .bool(true)]),
    ]
    for (field, schema) in indexes {
      try await writer.createIndex(field, schema, in: "docs", under: Story.lock)
    }
    let live = try #require(try await target.reader().collection("docs")).indexes
    #expect(live.count == indexes.count)
    #expect(differences(indexes, live) == [])
  }

  @Test(arguments: languages)
  func `of strict mode are kept to`(_ transport: QdrantConnection.Transport) async throws {
    let server = try await QdrantServer.start()
    let target = server.target(transport)
    let writer = try await target.writer()
    try await writer.take(Story.lock, now: Story.lock.takenAt)
    var declared = Story.spec.declared
    declared["strict_mode_config"] = .object([
      "enabled": .bool(true), "max_query_limit": .int(7), "upsert_max_batchsize": .int(11),
      "unindexed_filtering_retrieve": .bool(false), "unindexed_filtering_update": .bool(false),
    ])
    let spec = CollectionSpec(declared: declared, vectors: Story.spec.vectors)
    try await writer.create("docs", spec, under: Story.lock)
    try await writer.upsert(Story.points(0..<100), in: "docs", under: Story.lock)
    try await writer.delete([.number(3)], in: "docs", under: Story.lock)
    var found = 0
    try await target.reader().scan("docs") { page in
      #expect(page.count <= 7)
      found += page.count
    }
    #expect(found == 99)
  }
}

@Suite(.serialized, .timeLimit(.minutes(15))) struct `A large collection` {
  @Test(arguments: languages)
  func `is scanned in parts that are merged in order`(
    _ transport: QdrantConnection.Transport
  ) async throws {
    let server = try await QdrantServer.start()
    var target = server.target(transport)
    target.scale.divided = 100
    target.scale.page = 64
    let writer = try await Story.begun(target)
    let numbers = (0..<700).map { $0 * 7919 % 100_003 }
    try await writer.upsert(Story.points(numbers), in: "docs", under: Story.lock)
    var found: [PointID] = []
    try await target.reader().scan("docs") { found += $0.map(\.id) }
    #expect(found == numbers.sorted().map { .number(UInt64($0)) })
    struct Enough: Error {}
    await #expect(throws: Enough.self) {
      try await target.reader().scan("docs") { _ in throw Enough() }
    }
  }

  @Test func `is loaded with indexing put off, which is always put back`() async throws {
    let server = try await QdrantServer.start()
    var target = server.target()
    target.scale.deferred = 100
    func threshold() async throws -> Int64? {
      try await target.reader().collection("docs")?
        .config["optimizers_config"]?.object?["indexing_threshold"]?.number
    }
    let writer = try await Story.begun(target)
    let usual = try await threshold()
    try await writer.upsert(Story.points(0..<60), in: "docs", under: Story.lock)
    #expect(try await threshold() == usual)
    try await writer.upsert(Story.points(60..<120), in: "docs", under: Story.lock)
    #expect(try await threshold() == 0)
    #expect(try await target.reader().collection("docs")?.config["metadata"] == nil)
    // The writer is gone, as after a crash; the next one puts it back.
    let next = try await target.writer()
    try await next.upsert(Story.points(120..<130), in: "docs", under: Story.lock)
    #expect(try await threshold() == 0)
    try await next.settle("docs")
    #expect(try await threshold() == usual)
    #expect(try await target.reader().collection("docs")?.points == 130)
  }
}
