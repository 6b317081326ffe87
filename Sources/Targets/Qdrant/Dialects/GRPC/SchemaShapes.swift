/// The mapping table: every message of Qdrant's `collections.proto` that a manifest can reach, with the
/// REST name of each field. Numbers and names are Qdrant 1.20's.
enum SchemaShapes {
  typealias Kind = ProtoShape.Kind

  private static let memory = Kind.word(["", "cold", "cached", "pinned"])
  private static let datatype = Kind.word([
    "", "float32", "uint8", "float16", "turbo4", "turbo8", "turbo16",
  ])

  static let hnsw = ProtoShape([
    (1, "m", .uint), (2, "ef_construct", .uint), (3, "full_scan_threshold", .uint),
    (4, "max_indexing_threads", .uint), (5, "on_disk", .bool), (6, "payload_m", .uint),
    (7, "inline_storage", .bool), (8, "memory", memory),
  ])

  static let wal = ProtoShape([
    (1, "wal_capacity_mb", .uint), (2, "wal_segments_ahead", .uint),
    (3, "wal_retain_closed", .uint),
  ])

  static let optimizers = ProtoShape([
    (1, "deleted_threshold", .double), (2, "vacuum_min_vector_number", .uint),
    (3, "default_segment_number", .uint), (4, "max_segment_size", .uint),
    (5, "memmap_threshold", .uint), (6, "indexing_threshold", .uint),
    (7, "flush_interval_sec", .uint),
    (9, "max_optimization_threads", .numberOr(number: 1, word: "auto", wordNumber: 2)),
    (10, "prevent_unoptimized", .bool),
  ])

  // MARK: - Quantization

  private static let scalar = ProtoShape([
    (1, "type", .word(["", "int8"])), (2, "quantile", .float), (3, "always_ram", .bool),
    (4, "memory", memory),
  ])
  private static let product = ProtoShape([
    (1, "compression", .firstOr(["x4", "x8", "x16", "x32", "x64"])), (2, "always_ram", .bool),
    (3, "memory", memory),
  ])
  private static let binary = ProtoShape([
    (1, "always_ram", .bool),
    (2, "encoding", .word(["one_bit", "two_bits", "one_and_half_bits"])),
    (3, "query_encoding", .wrapped(4, .word(["default", "binary", "scalar4bits", "scalar8bits"]))),
    (4, "memory", memory),
  ])
  private static let turbo = ProtoShape([
    (1, "always_ram", .bool), (2, "bits", .word(["bits1", "bits1_5", "bits2", "bits4", "bits8"])),
    (3, "memory", memory),
  ])

  static let quantization = ProtoShape([
    (1, "scalar", .shape(scalar)), (2, "product", .shape(product)), (3, "binary", .shape(binary)),
    (4, "turbo", .shape(turbo)),
  ])
  /// In a change the word Disabled is an own message, and the numbers move.
  static let quantizationChange = ProtoShape([
    (1, "scalar", .shape(scalar)), (2, "product", .shape(product)), (3, "disabled", .presence),
    (4, "binary", .shape(binary)), (5, "turbo", .shape(turbo)),
  ])

  // MARK: - Vectors

  static let vector = ProtoShape([
    (1, "size", .uint), (2, "distance", .word(["", "Cosine", "Euclid", "Dot", "Manhattan"])),
    (3, "hnsw_config", .shape(hnsw)), (4, "quantization_config", .shape(quantization)),
    (5, "on_disk", .bool), (6, "datatype", datatype),
    (7, "multivector_config", .shape(ProtoShape([(1, "comparator", .firstOr(["max_sim"]))]))),
    (8, "memory", memory),
  ])
  static let vectorChange = ProtoShape([
    (1, "hnsw_config", .shape(hnsw)), (2, "quantization_config", .shape(quantizationChange)),
    (3, "on_disk", .bool), (4, "memory", memory),
  ])
  static let sparseVector = ProtoShape([
    (
      1, "index",
      .shape(
        ProtoShape([
          (1, "full_scan_threshold", .uint), (2, "on_disk", .bool), (3, "datatype", datatype),
          (4, "memory", memory),
        ]))
    ),
    (2, "modifier", .word(["none", "idf"])),
  ])

  /// CreateVectorNameRequest, the part that says what the space is.
  static let addition = ProtoShape([
    (
      4, "dense",
      .shape(
        ProtoShape([
          (1, "size", .uint), (2, "distance", .word(["", "Cosine", "Euclid", "Dot", "Manhattan"])),
          (
            3, "multivector_config",
            .shape(ProtoShape([(1, "comparator", .firstOr(["max_sim"]))]))
          ), (4, "datatype", datatype),
        ]))
    ),
    (
      5, "sparse",
      .shape(ProtoShape([(1, "modifier", .word(["none", "idf"])), (2, "datatype", datatype)]))
    ),
  ])

  private static let vectors = Kind.oneOrMap(one: 1, map: 2, vector, key: "size")
  private static let sparseVectors = Kind.wrapped(1, .map(sparseVector))
  private static let payloadStorage = Kind.shape(ProtoShape([(1, "memory", memory)]))

  // MARK: - Strict mode

  static let strictMode = ProtoShape([
    (1, "enabled", .bool), (2, "max_query_limit", .uint), (3, "max_timeout", .uint),
    (4, "unindexed_filtering_retrieve", .bool), (5, "unindexed_filtering_update", .bool),
    (6, "search_max_hnsw_ef", .uint), (7, "search_allow_exact", .bool),
    (8, "search_max_oversampling", .float), (9, "upsert_max_batchsize", .uint),
    (10, "max_collection_vector_size_bytes", .uint), (11, "read_rate_limit", .uint),
    (12, "write_rate_limit", .uint), (13, "max_collection_payload_size_bytes", .uint),
    (14, "filter_max_conditions", .uint), (15, "condition_max_size", .uint),
    (16, "multivector_config", .wrapped(1, .map(ProtoShape([(1, "max_vectors", .uint)])))),
    (17, "sparse_config", .wrapped(1, .map(ProtoShape([(10, "max_length", .uint)])))),
    (18, "max_points_count", .uint), (19, "max_payload_index_count", .uint),
    (20, "search_max_batchsize", .uint), (21, "max_resident_memory_percent", .uint),
  ])

  // MARK: - Collections

  static let creation = ProtoShape([
    (4, "hnsw_config", .shape(hnsw)), (5, "wal_config", .shape(wal)),
    (6, "optimizers_config", .shape(optimizers)), (7, "shard_number", .uint),
    (8, "on_disk_payload", .bool), (10, "vectors", vectors), (11, "replication_factor", .uint),
    (12, "write_consistency_factor", .uint), (14, "quantization_config", .shape(quantization)),
    (15, "sharding_method", .word(["auto", "custom"])), (16, "sparse_vectors", sparseVectors),
    (17, "strict_mode_config", .shape(strictMode)), (18, "metadata", .payload),
    (19, "payload", payloadStorage),
  ])

  static let change = ProtoShape([
    (2, "optimizers_config", .shape(optimizers)),
    (
      4, "params",
      .shape(
        ProtoShape([
          (1, "replication_factor", .uint), (2, "write_consistency_factor", .uint),
          (3, "on_disk_payload", .bool), (4, "read_fan_out_factor", .uint),
          (5, "read_fan_out_delay_ms", .uint), (6, "payload", payloadStorage),
        ]))
    ),
    (5, "hnsw_config", .shape(hnsw)),
    (6, "vectors", .wrapped(2, .wrapped(1, .map(vectorChange)))),
    (7, "quantization_config", .shape(quantizationChange)), (8, "sparse_vectors", sparseVectors),
    (9, "strict_mode_config", .shape(strictMode)), (10, "metadata", .payload),
  ])

  private static let parameters = ProtoShape([
    (3, "shard_number", .uint), (4, "on_disk_payload", .flag), (5, "vectors", vectors),
    (6, "replication_factor", .uint), (7, "write_consistency_factor", .uint),
    (8, "read_fan_out_factor", .uint), (9, "sharding_method", .word(["auto", "custom"])),
    (10, "sparse_vectors", sparseVectors), (11, "read_fan_out_delay_ms", .uint),
    (12, "payload", payloadStorage),
  ])

  private static let configuration = ProtoShape([
    (1, "params", .shape(parameters)), (2, "hnsw_config", .shape(hnsw)),
    (3, "optimizer_config", .shape(optimizers)), (4, "wal_config", .shape(wal)),
    (5, "quantization_config", .shape(quantization)),
    (6, "strict_mode_config", .shape(strictMode)), (7, "metadata", .payload),
  ])

  /// CollectionInfo, as `GET /collections/NAME` answers it.
  static let information = ProtoShape([
    (1, "status", .word(["", "green", "yellow", "red", "grey"])),
    (2, "optimizer_status", .shape(ProtoShape([(1, "ok", .bool), (2, "error", .text)]))),
    (4, "segments_count", .uint), (7, "config", .shape(configuration)),
    (8, "payload_schema", .map(IndexShapes.information)), (9, "points_count", .uint),
    (10, "indexed_vectors_count", .uint),
    (
      12, "update_queue",
      .shape(ProtoShape([(1, "length", .uint), (2, "deferred_points", .uint)]))
    ),
  ])
}
