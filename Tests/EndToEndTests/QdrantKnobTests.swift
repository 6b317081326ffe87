import Foundation
import TestSupport
import Testing

/// Settings change on a server as the plan said that they would, and are read back by the official
/// client.
@Suite(.serialized, .timeLimit(.minutes(30))) struct `A setting on a server` {
  private static let rows = (1...5).map {
    #"{"id":\#($0),"text":"a","metadata":{"n":\#($0),"w":"x"},"vector":[\#($0),1],"vectors":{"#
      + #""body":[[\#($0),1],[2,2]],"words":{"indices":[\#($0)],"values":[1]}}}"# + "\n"
  }.joined()

  private static let sync = "{ prune: true, allow: [replace] }"

  private func stage(_ transport: String, _ options: QdrantServer.Options = .init()) async throws
    -> QdrantScene
  {
    let stage = try await QdrantScene(transport, options)
    stage.write(rows: [Self.rows])
    return stage
  }

  /// "path effect" of every setting and "index FIELD" of every index, as the plan says it.
  private func said(_ stage: QdrantScene) async throws -> [String] {
    let plan = try await stage.run("plan", "--json", "docs.yaml")
    #expect(plan.status == 0, "\(plan.errors)")
    let document = try JSONSerialization.jsonObject(with: Data(plan.output.utf8))
    let plans = (document as? [String: Any])?["plans"] as? [[String: Any]]
    let changes = plans?.first?["changes"] as? [[String: Any]] ?? []
    return changes.compactMap { change in
      guard let kind = change["kind"] as? String, let name = change["name"] as? String else {
        return nil
      }
      if kind == "index" { return "index \(name)" }
      return kind == "setting" ? "\(name) \(change["effect"] as? String ?? "")" : nil
    }.sorted()
  }

  /// Plans, applies, and reads back.
  private func change(
    _ stage: QdrantScene, to collection: String, saying expected: [String], kept: String
  ) async throws {
    stage.write(collection: collection, map: "{ vector: title }", sync: Self.sync)
    #expect(try await said(stage) == expected)
    let applied = try await stage.run("apply", "--yes", "docs.yaml")
    #expect(applied.status == 0, "\(applied.output)\(applied.errors)")
    let found = await stage.readBack(collection: collection)
    #expect(found == "kept: 5 points, \(kept)\n")
    let plan = try await stage.run("plan", "--detailed-exitcode", "docs.yaml")
    #expect(plan.status == 0, "\(plan.output)")
  }

  private static let title = #""vectors": {"title": {"size": 2, "distance": "Dot""#

  @Test(arguments: ["grpc", "rest"])
  func `changes in place`(transport: String) async throws {
    let stage = try await stage(transport)
    try await change(
      stage,
      to: "{" + Self.title
        + #"}}, "metadata": {"a": 1, "b": {"c": [1]}}, "payload_indexes": {"w": "keyword", "n": "integer"}}"#,
      saying: ["index n", "index w"], kept: "4 settings, 2 indexes")
    let inPlace = [
      "hnsw_config.full_scan_threshold", "hnsw_config.max_indexing_threads", "hnsw_config.on_disk",
      "metadata.a", "metadata.d", "on_disk_payload", "optimizers_config.default_segment_number",
      "optimizers_config.deleted_threshold", "optimizers_config.flush_interval_sec",
      "optimizers_config.indexing_threshold", "optimizers_config.max_optimization_threads",
      "optimizers_config.max_segment_size", "optimizers_config.prevent_unoptimized",
      "optimizers_config.vacuum_min_vector_number", "read_fan_out_factor", "replication_factor",
      "strict_mode_config.enabled", "strict_mode_config.max_query_limit",
      "strict_mode_config.max_timeout", "strict_mode_config.upsert_max_batchsize",
      "vectors.title.on_disk", "write_consistency_factor",
    ].map { $0 + " inPlace" }
    let rebuilt = [
      "hnsw_config.ef_construct", "hnsw_config.m", "hnsw_config.payload_m", "quantization_config",
      "vectors.title.hnsw_config.m", "vectors.title.quantization_config",
    ].map { $0 + " rebuild" }
    try await change(
      stage,
      to: "{" + Self.title
        + #", "on_disk": true, "hnsw_config": {"m": 24}, "quantization_config": {"binary": {"always_ram": true}}}}, "hnsw_config": {"m": 8, "ef_construct": 64, "full_scan_threshold": 5000, "max_indexing_threads": 1, "on_disk": true, "payload_m": 4}, "optimizers_config": {"deleted_threshold": 0.3, "vacuum_min_vector_number": 500, "default_segment_number": 2, "max_segment_size": 90000, "indexing_threshold": 30000, "flush_interval_sec": 7, "max_optimization_threads": 2, "prevent_unoptimized": true}, "quantization_config": {"scalar": {"type": "int8"}}, "replication_factor": 2, "write_consistency_factor": 2, "read_fan_out_factor": 1, "on_disk_payload": false, "strict_mode_config": {"enabled": true, "max_query_limit": 500, "max_timeout": 90, "upsert_max_batchsize": 100}, "metadata": {"a": null, "b": {"c": [1]}, "d": "x"}, "payload_indexes": {"w": {"type": "keyword", "is_tenant": true}}}"#,
      saying: (inPlace + rebuilt
        + ["index n", "index w"]).sorted(),
      kept: "32 settings, 1 indexes")
    for (number, kind) in [
      #"{"product": {"compression": "x4"}}"#, #"{"binary": {"encoding": "two_bits"}}"#,
      #"{"turbo": {"bits": "bits2"}}"#, #""Disabled""#,
    ].enumerated() {
      try await change(
        stage, to: "{" + Self.title + #"}}, "quantization_config": "# + kind + "}",
        saying: (number == 0 ? ["index w"] : []) + ["quantization_config rebuild"],
        kept: "3 settings, 0 indexes")
    }
  }

  @Test(arguments: ["grpc", "rest"])
  func `comes with a new generation where it is fixed`(transport: String) async throws {
    let stage = try await stage(transport)
    try await change(
      stage, to: "{" + Self.title + "}}}", saying: [], kept: "2 settings, 0 indexes")
    try await change(
      stage,
      to:
        #"{"vectors": {"title": {"size": 2, "distance": "Cosine", "datatype": "float16"}}, "wal_config": {"wal_capacity_mb": 16}, "shard_number": 2}"#,
      saying: [
        "shard_number replace", "vectors.title.datatype replace", "vectors.title.distance replace",
        "wal_config.wal_capacity_mb replace",
      ], kept: "5 settings, 0 indexes")
  }

  @Test(arguments: ["1.19.0", "1.17.1"])
  func `brings and takes vectors, in place where the server can`(version: String) async throws {
    let stage = try await stage("grpc", .init(version: version))
    let effect = version == "1.19.0" ? "inPlace" : "replace"
    try await change(
      stage, to: "{" + Self.title + "}}}", saying: [], kept: "2 settings, 0 indexes")
    try await change(
      stage,
      to: "{" + Self.title
        + #"}, "body": {"size": 2, "distance": "Dot", "multivector_config": {"comparator": "max_sim"}}}, "sparse_vectors": {"words": {"modifier": "idf"}}}"#,
      saying: ["sparse_vectors.words \(effect)", "vectors.body \(effect)"],
      kept: "6 settings, 0 indexes")
    // The rows still have the vectors that the manifest no longer wants.
    stage.write(rows: [
      Self.rows.replacing(#","words":{"indices""#, with: #","other":{"indices""#)
        .replacing(#""body":[["#, with: #""old":[["#)
    ])
    stage.write(collection: "{" + Self.title + "}}}", map: "{ vector: title }", sync: Self.sync)
    #expect(
      try await said(stage) == ["sparse_vectors.words \(effect)", "vectors.body \(effect)"])
    let applied = try await stage.run("apply", "--yes", "docs.yaml")
    #expect(applied.status == 0, "\(applied.output)\(applied.errors)")
    #expect(try await stage.run("plan", "--detailed-exitcode", "docs.yaml").status == 0)
  }

  @Test func `is refused by the version that it needs, before anything is written`() async throws {
    let stage = try await stage("grpc", .init(version: "1.15.3"))
    stage.write(
      collection: "{" + Self.title
        + #", "memory": "cold"}}, "hnsw_config": {"inline_storage": true}, "metadata": {"a": 1}}"#,
      map: "{ vector: title }")
    let applied = try await stage.run("apply", "--yes", "docs.yaml")
    #expect(applied.status == 3)
    let text = applied.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      text.contains(
        "PL515: the server is version 1.15.3, and `hnsw_config.inline_storage` needs 1.16, "
          + "`metadata` needs 1.16, `vectors.title.memory` needs 1.19"), "\(applied.output)")
    #expect(try await stage.server.calls()["create_collection"] == nil)
  }
}
