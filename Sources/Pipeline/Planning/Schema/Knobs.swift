internal import Model

/// The whole table of keys. What a server merges changes in place; what it builds its indexes from
/// again changes in place with work in the background; the rest needs a new generation.
enum Knobs {
  static let all: [Knob] =
    collection + hnsw.under("hnsw_config") + quantization.under("quantization_config")
    + optimizers.under("optimizers_config") + wal.under("wal_config")
    + strictMode.under("strict_mode_config") + dense.under("vectors")
    + dense.under("vectors", "*") + sparse.under("sparse_vectors", "*")
    + index.under("payload_indexes", "*")

  private static let collection: [Knob] =
    [
      Knob(["shard_number"], .replace), Knob(["sharding_method"], .replace),
      Knob(["wal_config"], .replace),
      Knob(["read_fan_out_delay_ms"], .inPlace),
      Knob(["payload"], .inPlace),
      Knob(["payload", "memory"], .inPlace),
      Knob(["strict_mode_config"], .inPlace),
      Knob(["metadata"], .inPlace), Knob(["metadata", "*"], .inPlace),
    ]
    + inPlace(
      "replication_factor", "write_consistency_factor", "read_fan_out_factor", "on_disk_payload",
      "hnsw_config", "optimizers_config", "vectors", "sparse_vectors", "payload_indexes")

  private static let dense: [Knob] =
    [
      Knob(["size"], .replace), Knob(["distance"], .replace),
      Knob(["datatype"], .replace),
      Knob(["multivector_config"], .replace),
      Knob(["multivector_config", "comparator"], .replace),
      Knob(["on_disk"], .inPlace), Knob(["memory"], .inPlace),
      Knob(["hnsw_config"], .inPlace), Knob(["quantization_config"], .rebuild),
    ] + hnsw.under("hnsw_config") + quantization.under("quantization_config")

  /// The modifier is a case of its own: see `effect`.
  private static let sparse: [Knob] =
    [
      Knob(["modifier"], .inPlace), Knob(["index"], .inPlace),
      Knob(["index", "full_scan_threshold"], .inPlace), Knob(["index", "on_disk"], .inPlace),
      Knob(["index", "datatype"], .replace),
      Knob(["index", "memory"], .inPlace),
    ]

  private static let hnsw: [Knob] =
    [
      Knob(["m"], .rebuild), Knob(["ef_construct"], .rebuild), Knob(["payload_m"], .rebuild),
      Knob(["inline_storage"], .rebuild),
      Knob(["memory"], .inPlace),
    ] + inPlace("full_scan_threshold", "max_indexing_threads", "on_disk")

  private static let quantization: [Knob] =
    [
      Knob([], .rebuild), Knob(["scalar"], .rebuild), Knob(["product"], .rebuild),
      Knob(["binary"], .rebuild), Knob(["turbo"], .rebuild),
      Knob(["scalar", "type"], .rebuild), Knob(["scalar", "quantile"], .rebuild),
      Knob(["product", "compression"], .rebuild),
      Knob(["binary", "encoding"], .rebuild),
      Knob(["binary", "query_encoding"], .rebuild),
      Knob(["turbo", "bits"], .rebuild),
    ]
    + ["scalar", "product", "binary", "turbo"].flatMap { kind in
      [Knob([kind, "always_ram"], .rebuild), Knob([kind, "memory"], .rebuild)]
    }

  private static let optimizers: [Knob] =
    inPlace(
      "deleted_threshold", "vacuum_min_vector_number", "default_segment_number", "max_segment_size",
      "memmap_threshold", "indexing_threshold", "flush_interval_sec", "max_optimization_threads")
    + [Knob(["prevent_unoptimized"], .inPlace)]

  private static let wal = [
    Knob(["wal_capacity_mb"], .replace), Knob(["wal_segments_ahead"], .replace),
    Knob(["wal_retain_closed"], .replace),
  ]

  private static let strictMode: [Knob] =
    inPlace(
      "enabled", "max_query_limit", "max_timeout", "unindexed_filtering_retrieve",
      "unindexed_filtering_update", "search_max_hnsw_ef", "search_allow_exact",
      "search_max_oversampling", "upsert_max_batchsize", "max_collection_vector_size_bytes",
      "max_collection_payload_size_bytes", "read_rate_limit", "write_rate_limit",
      "filter_max_conditions", "condition_max_size")
    + [
      Knob(["max_points_count"], .inPlace),
      Knob(["search_max_batchsize"], .inPlace),
      Knob(["multivector_config"], .inPlace),
      Knob(["multivector_config", "*"], .inPlace),
      Knob(["multivector_config", "*", "max_vectors"], .inPlace),
      Knob(["sparse_config"], .inPlace), Knob(["sparse_config", "*"], .inPlace),
      Knob(["sparse_config", "*", "max_length"], .inPlace),
      Knob(["max_payload_index_count"], .inPlace),
      Knob(["max_resident_memory_percent"], .inPlace),
    ]

  /// Every change of an index builds it again.
  private static let index: [Knob] =
    rebuild(
      "is_tenant", "prefix", "is_principal", "ascii_folding", "phrase_matching", "stopwords",
      "stemmer", "on_disk", "memory", "enable_hnsw")
    + [
      [], ["type"], ["lookup"], ["range"], ["tokenizer"], ["min_token_len"], ["max_token_len"],
      ["lowercase"], ["stopwords", "languages"], ["stopwords", "custom"], ["stemmer", "type"],
      ["stemmer", "language"],
    ].map { Knob($0, .rebuild) }

  private static func rebuild(_ names: String...) -> [Knob] { names.map { Knob([$0], .rebuild) } }

  private static func inPlace(_ names: String...) -> [Knob] { names.map { Knob([$0], .inPlace) } }
}

extension Knobs {
  /// A key written out wins over a place for names.
  static func knob(at path: [String]) -> Knob? {
    all.first { $0.path == path } ?? all.first { $0.isAt(path) }
  }

  static func effect(of path: [String], from live: PayloadValue?, to declared: PayloadValue)
    -> SchemaChange.Effect
  {
    // A modifier can be set in place, and cannot be unset.
    if path.count == 3, path[0] == "sparse_vectors", path[2] == "modifier" {
      return declared == .string("none") && live != nil ? .replace : .inPlace
    }
    return knob(at: path)?.effect ?? .inPlace
  }
}
