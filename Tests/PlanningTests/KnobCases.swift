import Testing

/// One change of a collection: what is live, what is declared, and what the plan says of it.
struct KnobCase: CustomTestStringConvertible, Sendable {
  let live: String
  let declared: String
  /// "path effect", one for each change.
  let said: [String]

  init(_ live: String, _ declared: String, _ said: String...) {
    self.live = live
    self.declared = declared
    self.said = said
  }

  var testDescription: String { "\(live) -> \(declared)" }
}

/// Every key, changed once.
enum KnobCases {
  static let collection: [KnobCase] = [
    .init(#"{"shard_number": 1}"#, #"{"shard_number": 2}"#, "shard_number replace"),
    .init("{}", #"{"sharding_method": "custom"}"#, "sharding_method replace"),
    .init(
      #"{"wal_config": {"wal_capacity_mb": 32}}"#, #"{"wal_config": {"wal_capacity_mb": 64}}"#,
      "wal_config.wal_capacity_mb replace"),
    .init(
      #"{"wal_config": {"wal_segments_ahead": 0}}"#, #"{"wal_config": {"wal_segments_ahead": 1}}"#,
      "wal_config.wal_segments_ahead replace"),
    .init(
      #"{"wal_config": {"wal_retain_closed": 1}}"#, #"{"wal_config": {"wal_retain_closed": 2}}"#,
      "wal_config.wal_retain_closed replace"),
    .init(
      #"{"replication_factor": 1}"#, #"{"replication_factor": 2}"#, "replication_factor inPlace"),
    .init(
      #"{"write_consistency_factor": 1}"#, #"{"write_consistency_factor": 2}"#,
      "write_consistency_factor inPlace"),
    .init("{}", #"{"read_fan_out_factor": 2}"#, "read_fan_out_factor inPlace"),
    .init("{}", #"{"read_fan_out_delay_ms": 5}"#, "read_fan_out_delay_ms inPlace"),
    .init(
      #"{"on_disk_payload": true}"#, #"{"on_disk_payload": false}"#, "on_disk_payload inPlace"),
    .init(
      #"{"on_disk_payload": true}"#, #"{"payload": {"memory": "cached"}}"#, "payload.memory inPlace"
    ),
    .init(
      #"{"metadata": {"a": 1, "b": 2, "c": 3}}"#, #"{"metadata": {"a": null, "b": {"x": 1}}}"#,
      "metadata.a inPlace", "metadata.b inPlace"),
    .init("{}", #"{"metadata": {"a": {"b": 1}}}"#, "metadata.a inPlace"),
  ]

  static let hnsw: [KnobCase] = [
    .init("{}", #"{"m": 8}"#, "m rebuild"), .init(#"{"m": 16}"#, #"{"m": 0}"#, "m rebuild"),
    .init(#"{"ef_construct": 100}"#, #"{"ef_construct": 64}"#, "ef_construct rebuild"),
    .init("{}", #"{"payload_m": 8}"#, "payload_m rebuild"),
    .init("{}", #"{"inline_storage": true}"#, "inline_storage rebuild"),
    .init(
      #"{"full_scan_threshold": 10000}"#, #"{"full_scan_threshold": 1}"#,
      "full_scan_threshold inPlace"),
    .init("{}", #"{"max_indexing_threads": 2}"#, "max_indexing_threads inPlace"),
    .init(#"{"on_disk": false}"#, #"{"on_disk": true}"#, "on_disk inPlace"),
    .init(#"{"memory": "cold"}"#, #"{"memory": "pinned"}"#, "memory inPlace"),
  ]

  static let optimizers: [KnobCase] =
    [
      ("deleted_threshold", "0.2", "0.3"), ("vacuum_min_vector_number", "1000", "2000"),
      ("default_segment_number", "0", "4"), ("max_segment_size", "null", "5000"),
      ("memmap_threshold", "null", "1"), ("indexing_threshold", "20000", "0"),
      ("flush_interval_sec", "5", "10"), ("max_optimization_threads", "2", "\"auto\""),
      ("prevent_unoptimized", "false", "true"),
    ].map { name, before, after in
      KnobCase("{\"\(name)\": \(before)}", "{\"\(name)\": \(after)}", "\(name) inPlace")
    }

  static let strictMode: [KnobCase] =
    [
      ("enabled", "true"), ("max_query_limit", "10"), ("max_timeout", "5"),
      ("unindexed_filtering_retrieve", "false"), ("unindexed_filtering_update", "false"),
      ("search_max_hnsw_ef", "64"), ("search_allow_exact", "false"),
      ("search_max_oversampling", "2.5"), ("upsert_max_batchsize", "100"),
      ("search_max_batchsize", "100"), ("max_collection_vector_size_bytes", "1000"),
      ("max_collection_payload_size_bytes", "1000"), ("max_points_count", "9"),
      ("read_rate_limit", "60"), ("write_rate_limit", "60"), ("filter_max_conditions", "3"),
      ("condition_max_size", "3"), ("max_payload_index_count", "4"),
      ("max_resident_memory_percent", "80"),
    ].map { name, after in KnobCase("{}", "{\"\(name)\": \(after)}", "\(name) inPlace") } + [
      .init(
        "{}", #"{"multivector_config": {"body": {"max_vectors": 8}}}"#,
        "multivector_config.body.max_vectors inPlace"),
      .init(
        #"{"sparse_config": {"words": {"max_length": 4}}}"#,
        #"{"sparse_config": {"words": {"max_length": 8}}}"#,
        "sparse_config.words.max_length inPlace"),
    ]

  /// What stands under `quantization_config`; null is nothing.
  static let quantization: [KnobCase] = [
    .init("null", #"{"scalar": {"type": "int8"}}"#, " rebuild"),
    .init(
      #"{"scalar": {"type": "int8", "quantile": 0.9}}"#,
      #"{"scalar": {"type": "int8", "quantile": 0.99}}"#, " rebuild"),
    .init(#"{"scalar": {"type": "int8"}}"#, #"{"product": {"compression": "x16"}}"#, " rebuild"),
    .init(
      #"{"product": {"compression": "x8"}}"#, #"{"product": {"compression": "x16"}}"#, " rebuild"),
    .init(#"{"scalar": {"type": "int8"}}"#, #"{"binary": {}}"#, " rebuild"),
    .init(#"{"binary": {}}"#, #"{"binary": {"encoding": "two_bits"}}"#, " rebuild"),
    .init(#"{"binary": {}}"#, #"{"binary": {"query_encoding": "scalar8bits"}}"#, " rebuild"),
    .init(#"{"binary": {}}"#, #"{"turbo": {"bits": "bits4"}}"#, " rebuild"),
    .init(#"{"turbo": {"bits": "bits2"}}"#, #"{"turbo": {"bits": "bits4"}}"#, " rebuild"),
    .init(
      #"{"scalar": {"type": "int8"}}"#, #"{"scalar": {"type": "int8", "always_ram": true}}"#,
      " rebuild"),
    .init(#"{"turbo": {"memory": "cold"}}"#, #"{"turbo": {"memory": "pinned"}}"#, " rebuild"),
    .init(#"{"scalar": {"type": "int8"}}"#, #""Disabled""#, " rebuild"),
    .init("null", #""Disabled""#), .init(#"{"binary": {}}"#, #"{"binary": {}}"#),
    .init(
      #"{"scalar": {"type": "int8", "always_ram": true}}"#,
      #"{"scalar": {"type": "int8", "memory": "pinned"}}"#),
    .init(
      #"{"scalar": {"type": "int8", "memory": "cached"}}"#,
      #"{"scalar": {"type": "int8", "always_ram": false}}"#),
  ]

  /// What stands in one vector space.
  static let dense: [KnobCase] = [
    .init("{}", #"{"size": 8}"#, "size replace"),
    .init(#"{"distance": "Cosine"}"#, #"{"distance": "Manhattan"}"#, "distance replace"),
    .init("{}", #"{"datatype": "float16"}"#, "datatype replace"),
    .init(#"{"datatype": "uint8"}"#, #"{"datatype": "turbo4"}"#, "datatype replace"),
    .init("{}", #"{"datatype": "float32"}"#),
    .init("{}", #"{"on_disk": true}"#, "on_disk inPlace"),
    .init(#"{"on_disk": false}"#, #"{"memory": "cold"}"#, "memory inPlace"),
    .init(#"{"on_disk": true}"#, #"{"memory": "cold"}"#),
    .init(#"{"memory": "cached"}"#, #"{"on_disk": false}"#),
    .init(
      "{}", #"{"multivector_config": {"comparator": "max_sim"}}"#,
      "multivector_config.comparator replace"),
  ]

  static let sparse: [KnobCase] = [
    .init("{}", #"{"modifier": "idf"}"#, "modifier inPlace"),
    .init(#"{"modifier": "idf"}"#, #"{"modifier": "none"}"#, "modifier replace"),
    .init("{}", #"{"modifier": "none"}"#),
    .init("{}", #"{"index": {"full_scan_threshold": 9}}"#, "index.full_scan_threshold inPlace"),
    .init("{}", #"{"index": {"on_disk": true}}"#, "index.on_disk inPlace"),
    .init("{}", #"{"index": {"memory": "cold"}}"#, "index.memory inPlace"),
    .init("{}", #"{"index": {"datatype": "float16"}}"#, "index.datatype replace"),
    .init(#"{"index": {"on_disk": true}}"#, #"{"index": {"memory": "cold"}}"#),
  ]

  /// Live and declared index of one field, and whether it is built again.
  static let indexes: [(live: String, declared: String, isBuilt: Bool)] = [
    (#""keyword""#, #""integer""#, true), (#""keyword""#, #"{"type": "keyword"}"#, false),
    (#""keyword""#, #"{"type": "keyword", "is_tenant": true}"#, true),
    (#""keyword""#, #"{"type": "keyword", "is_tenant": false}"#, false),
    (#""keyword""#, #"{"type": "keyword", "prefix": true}"#, true),
    (#""keyword""#, #"{"type": "keyword", "on_disk": true}"#, true),
    (#"{"type": "keyword", "on_disk": true}"#, #"{"type": "keyword", "memory": "cold"}"#, false),
    (#"{"type": "keyword", "memory": "pinned"}"#, #"{"type": "keyword", "on_disk": false}"#, false),
    (#""keyword""#, #"{"type": "keyword", "memory": "cached"}"#, true),
    (#"{"type": "keyword", "is_tenant": true}"#, #""keyword""#, false),
    (#""integer""#, #"{"type": "integer", "lookup": true, "range": true}"#, false),
    (#""integer""#, #"{"type": "integer", "lookup": false}"#, true),
    (#""integer""#, #"{"type": "integer", "range": false}"#, true),
    (#""integer""#, #"{"type": "integer", "is_principal": true}"#, true),
    (#""float""#, #"{"type": "float", "is_principal": true}"#, true),
    (#""float""#, #""float""#, false), (#""datetime""#, #""datetime""#, false),
    (#""datetime""#, #"{"type": "datetime", "is_principal": true}"#, true),
    (#""uuid""#, #"{"type": "uuid", "is_tenant": true}"#, true), (#""uuid""#, #""uuid""#, false),
    (#""geo""#, #"{"type": "geo", "on_disk": true}"#, true), (#""geo""#, #""geo""#, false),
    (#""bool""#, #"{"type": "bool", "enable_hnsw": false}"#, true), (#""bool""#, #""geo""#, true),
    (#""text""#, #"{"type": "text", "tokenizer": "word"}"#, false),
    (#""text""#, #"{"type": "text", "tokenizer": "multilingual"}"#, true),
    (#""text""#, #"{"type": "text", "min_token_len": 2}"#, true),
    (#""text""#, #"{"type": "text", "max_token_len": 9}"#, true),
    (#""text""#, #"{"type": "text", "lowercase": false}"#, true),
    (#""text""#, #"{"type": "text", "ascii_folding": true}"#, true),
    (#""text""#, #"{"type": "text", "phrase_matching": true}"#, true),
    (#""text""#, #"{"type": "text", "stopwords": "english"}"#, true),
    (
      #"{"type": "text", "stopwords": {"languages": ["english"]}}"#,
      #"{"type": "text", "stopwords": "english"}"#, false
    ),
    (
      #"{"type": "text", "stopwords": {"custom": ["a"]}}"#,
      #"{"type": "text", "stopwords": {"custom": ["b"]}}"#, true
    ),
    (
      #""text""#, #"{"type": "text", "stemmer": {"type": "snowball", "language": "english"}}"#,
      true
    ),
  ]
}
