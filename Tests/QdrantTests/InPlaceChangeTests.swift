import Model
import Testing

@testable import Qdrant

@Suite struct `A change in place` {
  private let unnamed: PayloadObject = [
    "vectors": .object(["size": .int(3), "distance": .string("Dot")]), "shard_number": .int(1),
  ]
  private let named: PayloadObject = [
    "vectors": .object([
      "a": .object(["size": .int(3), "distance": .string("Dot"), "datatype": .string("uint8")])
    ]),
    "sparse_vectors": .object([
      "w": .object(["index": .object(["datatype": .string("float16")])])
    ]),
  ]

  @Test func `names the unnamed vector with nothing and puts parameters together`() throws {
    let change = try InPlaceChange(
      [
        "vectors": .object(["size": .int(3), "on_disk": .bool(true), "hnsw_config": .null]),
        "replication_factor": .int(2), "on_disk_payload": .bool(true), "shard_number": .int(1),
      ], of: "docs", live: unnamed)
    #expect(
      change.body == [
        "vectors": .object(["": .object(["on_disk": .bool(true)])]),
        "params": .object(["replication_factor": .int(2), "on_disk_payload": .bool(true)]),
      ])
    #expect(change.added.isEmpty && change.dropped.isEmpty)
  }

  @Test func `adds what is not there and drops what is null`() throws {
    let change = try InPlaceChange(
      [
        "vectors": .object([
          "a": .null, "gone": .null,
          "b": .object([
            "size": .int(4), "distance": .string("Cosine"),
            "hnsw_config": .object(["m": .int(4)]),
          ]),
        ]), "sparse_vectors": .object(["w": .null, "x": .object(["modifier": .string("idf")])]),
      ], of: "docs", live: named)
    #expect(change.dropped == ["w", "a"])
    #expect(change.added.map(\.name) == ["x", "b"])
    #expect(change.added.first?.body == ["sparse": .object(["modifier": .string("idf")])])
    #expect(
      change.added.last?.body
        == ["dense": .object(["size": .int(4), "distance": .string("Cosine")])])
    #expect(
      change.body == [
        "vectors": .object(["b": .object(["hnsw_config": .object(["m": .int(4)])])])
      ])
  }

  @Test(
    arguments: [
      (["shard_number": .int(2)], "shard_number"),
      (["wal_config": .object(["wal_capacity_mb": .int(1)])], "wal_config"),
      (["vectors": .object(["a": .object(["size": .int(9)])])], "vectors.a.size"),
      (
        ["vectors": .object(["a": .object(["datatype": .string("float32")])])], "vectors.a.datatype"
      ),
      (["vectors": .object(["size": .int(9)])], "vectors.size"),
      (
        [
          "sparse_vectors": .object([
            "w": .object(["index": .object(["datatype": .string("uint8")])])
          ])
        ],
        "sparse_vectors.w.index.datatype"
      ),
      (["payload_indexes": .object([:])], "payload_indexes"),
    ] as [(PayloadObject, String)])
  func `is refused by the path of what is fixed`(_ changes: PayloadObject, _ path: String) {
    let refusal = #expect(throws: Refusal.self) {
      try InPlaceChange(changes, of: "docs", live: named)
    }
    #expect(
      refusal?.message.hasPrefix("\(path) of collection docs cannot change in place: ") == true)
    #expect(refusal?.hint == "replace the collection by a new generation")
  }
}
