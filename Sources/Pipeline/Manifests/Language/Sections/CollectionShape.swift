internal import Wire

/// Qdrant's own words. Ranges are those that the server checks.
enum CollectionShape {
  static let shape = ObjectShape(
    "Collection", "The schema of a collection, as in Qdrant's REST interface.",
    [
      Field(
        "vectors",
        .having(
          keys: ["size", "distance"], VectorsShape.vector,
          otherwise: DictionaryShape("vector name", of: .object(VectorsShape.vector), minimum: 1)),
        "One unnamed vector per point, or several by name.",
        example: ["size": 1536, "distance": "Cosine"]),
      Field(
        "sparse_vectors",
        .map(DictionaryShape("vector name", of: .object(SparseShape.shape), minimum: 1)),
        "Sparse vectors by name.", example: ["bm25": ["modifier": "idf"]]),
      Field("hnsw_config", .object(HnswShape.shape), "The graph that searches walk."),
      Field("quantization_config", QuantizationShape.shape, "Smaller copies of the vectors."),
      Field("optimizers_config", .object(OptimizersShape.shape), "When segments are rebuilt."),
      Field("wal_config", .object(StorageShape.wal), "The write-ahead log."),
      Field(
        "shard_number", .integer(1...4_294_967_295), "How many shards. Fixed at creation.",
        example: 2),
      Field(
        "sharding_method", .words(["auto", "custom"]), "How points find their shard."),
      Field("replication_factor", .integer(1...4_294_967_295), "Copies of each shard.", example: 2),
      Field(
        "write_consistency_factor", .integer(1...4_294_967_295),
        "How many copies confirm a write.", example: 1),
      Field(
        "read_fan_out_factor", .integer(0...4_294_967_295),
        "How many more copies a read asks at once."),
      Field(
        "read_fan_out_delay_ms", .atLeast(0), "How long a read waits before it asks more copies.",
        since: "1.17"),
      Field("on_disk_payload", .boolean, "Keep payloads on disk.", example: true),
      Field("payload", .object(StorageShape.payload), "Where payloads are kept.", since: "1.19"),
      Field(
        "strict_mode_config", .object(StrictModeShape.shape), "Limits on what clients may ask.",
        since: "1.13"),
      Field(
        "metadata", .map(DictionaryShape("key", of: .anything)),
        "Any facts about the collection.", example: ["team": "search"], since: "1.16"),
      Field(
        "payload_indexes",
        .map(
          DictionaryShape(
            "payload key", keys: .payloadKey,
            of: .either([.words(IndexShape.types), .object(IndexShape.shape)]))),
        "Payload key to the type of its index, or to the type with its parameters. Indexes are"
          + " created before points are loaded.",
        example: ["source": "keyword", "page": ["type": "integer", "range": true]]),
    ],
    constraints: [
      Constraint(
        .atLeastOne(["vectors", "sparse_vectors"]), .noVectors,
        "a collection needs `vectors` or `sparse_vectors`",
        hint: "add, for example, `vectors: { size: 1536, distance: Cosine }`")
    ])
}
