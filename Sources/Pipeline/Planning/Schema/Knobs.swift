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

  /// Values that came later than their keys.
  static let values: [ValueGate] =
    [["vectors"], ["vectors", "*"]].flatMap { space in
      [
        ValueGate(space + ["datatype"], "uint8", since: "1.9"),
        ValueGate(space + ["datatype"], "float16", since: "1.10"),
        ValueGate(space + ["datatype"], "turbo4", since: "1.18.2"),
      ]
    } + [
      ValueGate(["payload_indexes", "*", "type"], "datetime", since: "1.8"),
      ValueGate(["payload_indexes", "*", "type"], "uuid", since: "1.11"),
    ]

  private static let collection: [Knob] =
    [
      Knob(["shard_number"], .replace), Knob(["sharding_method"], .replace),
      Knob(["wal_config"], .replace),
      Knob(["read_fan_out_delay_ms"], .inPlace, since: "1.17"),
      Knob(["payload"], .inPlace, since: "1.19"),
      Knob(["payload", "memory"], .inPlace, since: "1.19"),
      Knob(["strict_mode_config"], .inPlace, since: "1.13"),
      Knob(["metadata"], .inPlace, since: "1.16"), Knob(["metadata", "*"], .inPlace),
    ]
    + inPlace(
      "replication_factor", "write_consistency_factor", "read_fan_out_factor", "on_disk_payload",
      "hnsw_config", "optimizers_config", "vectors", "sparse_vectors", "payload_indexes")

  private static let dense: [Knob] =
    [
      Knob(["size"], .replace), Knob(["distance"], .replace),
      Knob(["datatype"], .replace, since: "1.9"),
      Knob(["multivector_config"], .replace, since: "1.10"),
      Knob(["multivector_config", "comparator"], .replace),
      Knob(["on_disk"], .inPlace), Knob(["memory"], .inPlace, since: "1.19"),
      Knob(["hnsw_config"], .inPlace), Knob(["quantization_config"], .rebuild),
    ] + hnsw.under("hnsw_config") + quantization.under("quantization_config")

  /// The modifier is a case of its own: see `effect`.
  private static let sparse: [Knob] =
    [
      Knob(["modifier"], .inPlace, since: "1.10"), Knob(["index"], .inPlace),
      Knob(["index", "full_scan_threshold"], .inPlace), Knob(["index", "on_disk"], .inPlace),
      Knob(["index", "datatype"], .replace, since: "1.10"),
      Knob(["index", "memory"], .inPlace, since: "1.19"),
    ]

  private static let hnsw: [Knob] =
    [
      Knob(["m"], .rebuild), Knob(["ef_construct"], .rebuild), Knob(["payload_m"], .rebuild),
      Knob(["inline_storage"], .rebuild, since: "1.16"),
      Knob(["memory"], .inPlace, since: "1.19"),
    ] + inPlace("full_scan_threshold", "max_indexing_threads", "on_disk")

  private static let quantization: [Knob] =
    [
      Knob([], .rebuild), Knob(["scalar"], .rebuild), Knob(["product"], .rebuild),
      Knob(["binary"], .rebuild), Knob(["turbo"], .rebuild, since: "1.18"),
      Knob(["scalar", "type"], .rebuild), Knob(["scalar", "quantile"], .rebuild),
      Knob(["product", "compression"], .rebuild),
      Knob(["binary", "encoding"], .rebuild, since: "1.15"),
      Knob(["binary", "query_encoding"], .rebuild, since: "1.15"),
      Knob(["turbo", "bits"], .rebuild),
    ]
    + ["scalar", "product", "binary", "turbo"].flatMap { kind in
      [Knob([kind, "always_ram"], .rebuild), Knob([kind, "memory"], .rebuild, since: "1.19")]
    }

  private static let optimizers: [Knob] =
    inPlace(
      "deleted_threshold", "vacuum_min_vector_number", "default_segment_number", "max_segment_size",
      "memmap_threshold", "indexing_threshold", "flush_interval_sec", "max_optimization_threads")
    + [Knob(["prevent_unoptimized"], .inPlace, since: "1.17")]

  private static let wal = [
    Knob(["wal_capacity_mb"], .replace), Knob(["wal_segments_ahead"], .replace),
    Knob(["wal_retain_closed"], .replace, since: "1.16"),
  ]

  private static let strictMode: [Knob] =
    inPlace(
      "enabled", "max_query_limit", "max_timeout", "unindexed_filtering_retrieve",
      "unindexed_filtering_update", "search_max_hnsw_ef", "search_allow_exact",
      "search_max_oversampling", "upsert_max_batchsize", "max_collection_vector_size_bytes",
      "max_collection_payload_size_bytes", "read_rate_limit", "write_rate_limit",
      "filter_max_conditions", "condition_max_size")
    + [
      Knob(["max_points_count"], .inPlace, since: "1.14"),
      Knob(["search_max_batchsize"], .inPlace, since: "1.18"),
      Knob(["multivector_config"], .inPlace, since: "1.14"),
      Knob(["multivector_config", "*"], .inPlace),
      Knob(["multivector_config", "*", "max_vectors"], .inPlace),
      Knob(["sparse_config"], .inPlace, since: "1.14"), Knob(["sparse_config", "*"], .inPlace),
      Knob(["sparse_config", "*", "max_length"], .inPlace),
      Knob(["max_payload_index_count"], .inPlace, since: "1.16"),
      Knob(["max_resident_memory_percent"], .inPlace, since: "1.18"),
    ]

  /// Every change of an index builds it again.
  private static let index: [Knob] =
    [
      ("is_tenant", "1.11"), ("prefix", "1.19"), ("is_principal", "1.11"),
      ("ascii_folding", "1.16"), ("phrase_matching", "1.15"), ("stopwords", "1.15"),
      ("stemmer", "1.15"), ("on_disk", "1.11"), ("memory", "1.19"), ("enable_hnsw", "1.17"),
    ].map { Knob([$0], .rebuild, since: $1) }
    + [
      [], ["type"], ["lookup"], ["range"], ["tokenizer"], ["min_token_len"], ["max_token_len"],
      ["lowercase"], ["stopwords", "languages"], ["stopwords", "custom"], ["stemmer", "type"],
      ["stemmer", "language"],
    ].map { Knob($0, .rebuild) }

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
