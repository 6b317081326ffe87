import Model
import TestSupport
import Testing
import Wire

@testable import GRPC
@testable import Qdrant

/// Every kind of payload value, and the keys that are special.
private let payload: PayloadObject = [
  "A": .null, "a": .bool(true), "b": .bool(false), "c": .int(-1), "d": .int(0), "e": .double(1.5),
  "f": .string("caf\u{E9}"), "g": .list([.int(1), .list([]), .object(["x": .null])]),
  "h": .object([:]), "i": .string(String(repeating: "x", count: 130)),
]

private let nothing = Fingerprint(
  vector: Hash128(high: 0, low: 0), payload: Hash128(high: 0, low: 0))

private func point(_ id: PointID, _ vectors: Vectors, _ payload: PayloadObject = [:]) -> Point {
  Point(id: id, vectors: vectors, payload: payload, fingerprint: nothing)
}

private func hex(_ body: (inout ProtoWriter) -> Void) -> String {
  var writer = ProtoWriter()
  body(&writer)
  return Hex.text(writer.bytes)
}

private func bytes(_ hex: String) -> [UInt8] {
  let digits = Array(hex.utf8)
  return stride(from: 0, to: digits.count, by: 2).map {
    UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16) ?? 0
  }
}

@Suite struct `Messages are the bytes that the official client writes` {
  private let multi = MultiVector(dimensions: 2, values: [1, 2, 3, 4])
  private let sparse = SparseVector(indices: [7, .max], values: [0.25, 3])

  @Test func `for an upsert of points of every kind`() throws {
    let named = Vectors([
      ("title", .dense([5, 6])), ("body", .multi(try #require(multi))),
      ("words", .sparse(try #require(sparse))),
    ])
    let points = [
      point(.number(7), Vectors(dense: [1, -0.0, 0.1]), payload),
      point(.uuid(UUID(high: 1, low: 2)), named), point(.number(.max), Vectors([])),
    ]
    let written = hex { writer in
      writer.string(1, "docs")
      writer.bool(2, true)
      for point in points { writer.point(3, point, mark: nil) }
    }
    #expect(written == OfficialBytes.upsert)
  }

  @Test func `for a creation with every setting`() throws {
    let written = hex { writer in
      writer.string(1, "docs")
      SchemaShapes.creation.write(creation, to: &writer)
    }
    try SchemaShapes.creation.check(creation)
    // The table has the names of REST; where it writes in another order, the content is compared.
    #expect(
      try SchemaShapes.creation.read(ProtoReader(bytes(written)))
        == SchemaShapes.creation.read(ProtoReader(bytes(OfficialBytes.create))))
    #expect(try SchemaShapes.creation.read(ProtoReader(bytes(OfficialBytes.create))) == creation)
    #expect(written.count == OfficialBytes.create.count)
  }

  @Test func `for a change with every way to say it`() throws {
    let change: PayloadObject = [
      "optimizers_config": .object(["indexing_threshold": .int(0)]),
      "params": .object([
        "replication_factor": .int(2), "read_fan_out_factor": .int(1),
        "read_fan_out_delay_ms": .int(7),
      ]), "hnsw_config": .object(["m": .int(32)]),
      "vectors": .object([
        "": .object([
          "on_disk": .bool(false),
          "quantization_config": .object(["disabled": .bool(true)]),
        ])
      ]),
      "quantization_config": .object(["binary": .object(["always_ram": .bool(true)])]),
      "metadata": .object(["k": .null]),
    ]
    try SchemaShapes.change.check(change)
    let written = hex { writer in
      writer.string(1, "docs")
      SchemaShapes.change.write(change, to: &writer)
    }
    #expect(written == OfficialBytes.update)
  }

  @Test(arguments: indexes.map { ($0.0, $0.1) })
  func `for every type of index`(_ type: String, _ schema: PayloadObject) throws {
    var schema = schema
    schema["type"] = .string(type)
    try IndexShapes.creation.check(["schema": .object(schema)])
    let written = hex { IndexShapes.creation.write(["schema": .object(schema)], to: &$0) }
    let official = try #require(OfficialBytes.indexes[type])
    // Field 5 and its length stand before it.
    #expect(written.dropFirst(4) == official[...])
    let read = try IndexShapes.creation.read(ProtoReader(bytes(written)))
    #expect(read["schema"] == .object(schema))
  }

  private static let indexes: [(String, PayloadObject)] = [
    (
      "text",
      [
        "tokenizer": .string("multilingual"), "lowercase": .bool(true), "min_token_len": .int(2),
        "max_token_len": .int(9), "on_disk": .bool(true),
        "stopwords": .object([
          "languages": .list([.string("english")]), "custom": .list([.string("plumb")]),
        ]), "phrase_matching": .bool(true),
        "stemmer": .object(["type": .string("snowball"), "language": .string("german")]),
        "ascii_folding": .bool(true),
      ]
    ),
    (
      "integer",
      [
        "lookup": .bool(true), "range": .bool(false), "is_principal": .bool(true),
        "on_disk": .bool(true),
      ]
    ), ("keyword", ["is_tenant": .bool(true), "prefix": .bool(true)]),
    ("uuid", ["is_tenant": .bool(true)]), ("datetime", ["is_principal": .bool(true)]),
    ("float", ["on_disk": .bool(false)]), ("geo", ["on_disk": .bool(true)]),
    ("bool", ["on_disk": .bool(true)]),
  ]

  private var creation: PayloadObject {
    [
      "hnsw_config": .object([
        "m": .int(1), "ef_construct": .int(5), "full_scan_threshold": .int(3),
        "max_indexing_threads": .int(4), "on_disk": .bool(true), "payload_m": .int(6),
        "inline_storage": .bool(true), "memory": .string("cold"),
      ]),
      "wal_config": .object([
        "wal_capacity_mb": .int(1), "wal_segments_ahead": .int(2), "wal_retain_closed": .int(3),
      ]),
      "optimizers_config": .object([
        "deleted_threshold": .double(0.25), "vacuum_min_vector_number": .int(100),
        "default_segment_number": .int(2), "max_segment_size": .int(3),
        "memmap_threshold": .int(4), "indexing_threshold": .int(5), "flush_interval_sec": .int(6),
        "max_optimization_threads": .string("auto"), "prevent_unoptimized": .bool(true),
      ]), "shard_number": .int(2), "on_disk_payload": .bool(true), "replication_factor": .int(3),
      "write_consistency_factor": .int(2), "vectors": .object(vectors),
      "quantization_config": .object([
        "scalar": .object([
          "type": .string("int8"), "quantile": .double(0.99), "always_ram": .bool(true),
        ])
      ]), "sharding_method": .string("custom"),
      "sparse_vectors": .object([
        "words": .object([
          "index": .object([
            "full_scan_threshold": .int(9), "on_disk": .bool(true), "datatype": .string("float16"),
          ]), "modifier": .string("idf"),
        ])
      ]), "strict_mode_config": .object(strictMode), "metadata": .object(["k": .string("v")]),
      "payload": .object(["memory": .string("cached")]),
    ]
  }

  private var vectors: PayloadObject {
    [
      "a": .object([
        "size": .int(4), "distance": .string("Cosine"), "hnsw_config": .object(["m": .int(8)]),
        "quantization_config": .object([
          "binary": .object([
            "always_ram": .bool(true), "encoding": .string("two_bits"),
            "query_encoding": .string("scalar8bits"), "memory": .string("pinned"),
          ])
        ]), "on_disk": .bool(true), "datatype": .string("float16"),
        "multivector_config": .object(["comparator": .string("max_sim")]),
        "memory": .string("cached"),
      ]),
      "b": .object([
        "size": .int(2), "distance": .string("Manhattan"),
        "quantization_config": .object([
          "product": .object(["compression": .string("x16"), "always_ram": .bool(false)])
        ]),
      ]),
      "c": .object([
        "size": .int(2), "distance": .string("Dot"),
        "quantization_config": .object([
          "turbo": .object(["always_ram": .bool(true), "bits": .string("bits2")])
        ]),
      ]),
    ]
  }

  private var strictMode: PayloadObject {
    [
      "enabled": .bool(true), "max_query_limit": .int(1), "max_timeout": .int(2),
      "unindexed_filtering_retrieve": .bool(false), "unindexed_filtering_update": .bool(true),
      "search_max_hnsw_ef": .int(3), "search_allow_exact": .bool(false),
      "search_max_oversampling": .double(1.5), "upsert_max_batchsize": .int(4),
      "max_collection_vector_size_bytes": .int(5), "read_rate_limit": .int(6),
      "write_rate_limit": .int(7), "max_collection_payload_size_bytes": .int(8),
      "filter_max_conditions": .int(9), "condition_max_size": .int(10),
      "multivector_config": .object(["a": .object(["max_vectors": .int(11)])]),
      "sparse_config": .object(["words": .object(["max_length": .int(12)])]),
      "max_points_count": .int(13), "max_payload_index_count": .int(14),
      "search_max_batchsize": .int(15), "max_resident_memory_percent": .int(16),
    ]
  }
}

@Suite struct `Answers are read` {
  private func page(_ bytes: [UInt8]) throws -> Page {
    var reader = ProtoReader(bytes)
    var page = Page(records: [], next: nil)
    while let field = try reader.next() {
      switch field.number {
      case 1: page.next = try reader.id(field)
      case 2: page.records.append(try reader.record(field))
      default: try reader.skip(field)
      }
    }
    return page
  }

  @Test func `in the form of servers of today and of those to 1 16`() throws {
    let page = try page(bytes(OfficialBytes.scroll))
    #expect(page.next == .number(9))
    try #require(page.records.count == 3)
    #expect(page.records[0].payload == payload)
    #expect(page.records[0].vectors == Vectors(dense: [1, -0.0, 0.1]))
    #expect(page.records[1].vectors == Vectors(dense: [1, 2, 3]))
    let multi = Vector.multi(
      try #require(MultiVector(dimensions: 2, values: [1, 2, 3, 4])))
    let sparse = try #require(SparseVector(indices: [7, 9], values: [0.25, 3]))
    #expect(
      page.records[2].vectors
        == Vectors([("body", multi), ("new", multi), ("words", .sparse(sparse))]))
  }

  @Test func `whatever their bytes are, without a trap`() {
    var generator = SeededGenerator(seed: 7)
    let messages = [
      OfficialBytes.upsert, OfficialBytes.scroll, OfficialBytes.create, OfficialBytes.update,
    ].map(bytes)
    var read = 0
    for round in 0..<4000 {
      var message = messages[round % messages.count]
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let index = Int.random(in: 0..<message.count, using: &generator)
        message[index] = UInt8.random(in: 0...255, using: &generator)
      }
      if round.isMultiple(of: 3) {
        message = Array(message.prefix(Int.random(in: 0...message.count, using: &generator)))
      }
      if (try? page(message)) != nil { read += 1 }
      if (try? SchemaShapes.creation.read(ProtoReader(message))) != nil { read += 1 }
      if (try? SchemaShapes.information.read(ProtoReader(message))) != nil { read += 1 }
    }
    // Some of them are still messages, or nothing was tried.
    #expect(read > 0)
  }

  @Test func `only to the depth that a server takes`() {
    var value: [UInt8] = []
    for _ in 0..<5000 {
      var list = ProtoWriter()
      list.message(1) { $0.append(value) }
      var outer = ProtoWriter()
      outer.message(7) { $0.append(list.bytes) }
      value = outer.bytes
    }
    var entry = ProtoWriter()
    entry.message(3) { writer in
      writer.string(1, "deep")
      writer.message(2) { $0.append(value) }
    }
    var reader = ProtoReader(entry.bytes)
    #expect(throws: ProtoError.self) {
      while let field = try reader.next() {
        var object = PayloadObject()
        try reader.payload(field, into: &object)
      }
    }
  }
}
