import Host
import TestSupport
import Testing

/// One collection with rows that fit it, and what the official client must say of it.
struct PromiseCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let collection: String
  let said: String
  /// Vector part of the row with this number.
  let vectors: @Sendable (Int) -> String

  init(
    _ name: String, _ collection: String, _ said: String,
    _ vectors: @escaping @Sendable (Int) -> String
  ) {
    testDescription = name
    self.collection = collection
    self.said = said
    self.vectors = vectors
  }

  static let count = 60

  /// Ids of every kind, and payloads with everything that JSON has.
  var rows: String {
    (1...PromiseCase.count).map { number -> String in
      let hex = String(number, radix: 16)
      let id =
        switch number % 3 {
        case 0: "\(number)"
        case 1:
          "\"018F4A2E-AAAA-7BBB-8CCC-\(String(repeating: "0", count: 12 - hex.count))\(hex)\""
        default: "\"doc \(number)\""
        }
      let metadata =
        #"{"word":"w\#(number % 5)","page":\#(number),"score":\#(number).25,"ok":\#(number % 2 == 0),"#
        + #""at":"2026-01-0\#(1 + number % 9)T00:00:00Z","place":{"lon":\#(number % 90).5,"lat":1.5},"#
        + #""uid":"018f4a2e-aaaa-7bbb-8ccc-0000000000\#(10 + number % 80)","body":"text \#(number) é","#
        + #""deep":{"list":[1,2.5,null,"x",{}],"none":null}}"#
      return #"{"id":\#(id),"text":"row \#(number)","metadata":\#(metadata),\#(vectors(number))}"#
        + "\n"
    }.joined()
  }

  static let indexes =
    #""payload_indexes": {"word": {"type": "keyword", "is_tenant": true}, "page": {"type": "integer", "lookup": true, "range": true}, "score": {"type": "float", "on_disk": true}, "ok": "bool", "at": {"type": "datetime", "is_principal": true}, "place": "geo", "uid": "uuid", "body": {"type": "text", "tokenizer": "word", "lowercase": true, "min_token_len": 2, "max_token_len": 20, "phrase_matching": true}}"#

  static let all: [PromiseCase] =
    [
      PromiseCase(
        "one vector for Cosine, and every index",
        #"{"vectors": {"size": 3, "distance": "Cosine"}, "# + indexes + "}",
        "kept: 60 points, 12 settings, 8 indexes\n"
      ) { #""vector":[\#($0),0.5,-2]"# },
      PromiseCase(
        "every knob",
        #"{"vectors": {"size": 3, "distance": "Dot", "on_disk": true, "hnsw_config": {"m": 24}}, "hnsw_config": {"m": 8, "ef_construct": 64, "full_scan_threshold": 5000, "max_indexing_threads": 1, "on_disk": true, "payload_m": 4}, "optimizers_config": {"deleted_threshold": 0.3, "vacuum_min_vector_number": 500, "default_segment_number": 2, "max_segment_size": 90000, "indexing_threshold": 30000, "flush_interval_sec": 7, "max_optimization_threads": 2}, "wal_config": {"wal_capacity_mb": 16, "wal_segments_ahead": 1}, "quantization_config": {"scalar": {"type": "int8", "quantile": 0.95, "always_ram": true}}, "shard_number": 1, "replication_factor": 1, "write_consistency_factor": 1, "on_disk_payload": false, "strict_mode_config": {"enabled": true, "max_query_limit": 500, "upsert_max_batchsize": 20, "search_allow_exact": true, "filter_max_conditions": 50}, "metadata": {"team": "search", "nested": {"list": [1, 2]}}}"#,
        "kept: 60 points, 33 settings, 0 indexes\n"
      ) { #""vector":[\#($0),0.125,-2]"# },
      PromiseCase(
        "named, multi and sparse vectors of every distance",
        #"{"vectors": {"title": {"size": 3, "distance": "Cosine"}, "image": {"size": 2, "distance": "Manhattan"}, "code": {"size": 2, "distance": "Euclid"}, "body": {"size": 2, "distance": "Dot", "multivector_config": {"comparator": "max_sim"}}}, "sparse_vectors": {"words": {}, "tags": {"modifier": "idf"}}}"#,
        "kept: 60 points, 10 settings, 0 indexes\n"
      ) {
        #""vectors":{"title":[\#($0),1,2],"image":[\#($0),0.1],"code":[0.3,\#($0)],"#
          + #""body":[[\#($0),1],[2,3],[4,5]],"words":{"indices":[\#($0),900],"values":[0.5,1]},"#
          + #""tags":{"indices":[7],"values":[\#($0).5]}}"#
      },
      PromiseCase(
        "small datatypes",
        #"{"vectors": {"half": {"size": 2, "distance": "Dot", "datatype": "float16"}, "byte": {"size": 2, "distance": "Euclid", "datatype": "uint8"}}}"#,
        "kept: 60 points, 6 settings, 0 indexes\n"
      ) { #""vectors":{"half":[\#($0).25,1.5],"byte":[\#($0),200]}"# },
    ]
    + [
      ("product", #"{"product": {"compression": "x16", "always_ram": true}}"#, 4),
      ("binary", #"{"binary": {"encoding": "two_bits", "always_ram": true}}"#, 4),
      ("turbo", #"{"turbo": {"bits": "bits4"}}"#, 3), ("no", #""Disabled""#, 3),
    ].map { name, quantization, settings in
      PromiseCase(
        "\(name) quantization",
        #"{"vectors": {"size": 2, "distance": "Euclid"}, "quantization_config": "# + quantization
          + "}", "kept: 60 points, \(settings) settings, 0 indexes\n"
      ) { #""vector":[\#($0),1]"# }
    }
}

@Suite(.serialized, .timeLimit(.minutes(30))) struct `What a manifest promises` {
  @Test(arguments: PromiseCase.all, ["grpc", "rest"])
  func `is what the official client reads back`(promise: PromiseCase, transport: String)
    async throws
  {
    let stage = try await QdrantScene(transport)
    stage.write(rows: [promise.rows])
    stage.write(collection: promise.collection)
    let applied = try await stage.run("apply", "--yes", "docs.yaml")
    #expect(applied.status == 0, "\(applied.output)\(applied.errors)")
    let found = await stage.readBack(collection: promise.collection)
    #expect(found == promise.said)

    let again = try await stage.run("plan", "--detailed-exitcode", "docs.yaml")
    #expect(again.status == 0, "\(again.output)\(again.errors)")
    let verified = try await stage.run("verify", "--deep", "docs.yaml")
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")

    let imported = try await stage.run(
      "import", "--name", "docs", "--source", "docs", "prod", "docs-live")
    #expect(imported.status == 0, "\(imported.errors)")
    stage.scene.write("docs.yaml", imported.output)
    let plan = try await stage.run("plan", "--json", "docs.yaml")
    #expect(plan.status == 0, "\(imported.output)\(plan.errors)")
    #expect(
      !plan.output.contains("\"setting\"") && !plan.output.contains("\"index\""),
      "\(imported.output)\(plan.output)")
  }

  @Test(arguments: ["grpc", "rest"])
  func `is kept by indexes, and one that lacks points is named`(transport: String) async throws {
    let stage = try await QdrantScene(transport)
    let promise = PromiseCase.all[0]
    stage.write(rows: [promise.rows])
    stage.write(collection: promise.collection)
    #expect(try await stage.run("apply", "--yes", "docs.yaml").status == 0)
    let good = try await stage.run("verify", "docs.yaml")
    #expect(good.status == 0 && good.output.contains("ok  indexes   8 hold what was read back\n"))
    try await stage.server.thin("page", points: 1)
    let bad = try await stage.run("verify", "docs.yaml")
    #expect(bad.status == 2)
    #expect(
      bad.output.contains("BAD indexes   page holds 1 point of at least 60\n"), "\(bad.output)")
    // A number that says nothing while a collection is optimized.
    try await stage.server.pretend("yellow", times: 100)
    let busy = try await stage.run("verify", "docs.yaml")
    #expect(busy.status == 0 && !busy.output.contains("indexes"), "\(busy.output)")
  }

  @Test(arguments: ["grpc", "rest"])
  func `is adopted where it is there already`(transport: String) async throws {
    let stage = try await QdrantScene(transport)
    let promise = PromiseCase.all[0]
    stage.write(rows: [promise.rows])
    stage.write(collection: promise.collection)
    let made = runPython(
      "qdrant/foreign.py",
      [
        "\(stage.server.port)", "\(stage.server.grpcPort)",
        stage.scene.folder + "/stores/docs/v1/rows.jsonl",
      ])
    #expect(String(decoding: made ?? [], as: UTF8.self) == "60 points\n")
    let blocked = try await stage.run("apply", "--yes", "docs.yaml")
    #expect(blocked.status == 3 && blocked.output.contains("PL505"))
    let writes = try await stage.server.calls()["upsert"] ?? 0
    let adopted = try await stage.run("adopt", "--yes", "docs.yaml")
    #expect(adopted.status == 0, "\(adopted.output)\(adopted.errors)")
    #expect(adopted.output.hasSuffix("docs: adopted 60 points of \"docs\"\n"))
    let applied = try await stage.run("apply", "--yes", "docs.yaml")
    #expect(applied.status == 0, "\(applied.output)\(applied.errors)")
    #expect(applied.output.contains("0 inserted, 0 rewritten, 0 payload only, 0 deleted"))
    // The ledger is points too; those of the collection were not sent again.
    #expect(try await stage.server.calls()["upsert"] ?? 0 < writes + 12)
    #expect(await stage.readBack(collection: promise.collection) == promise.said)
  }
}
