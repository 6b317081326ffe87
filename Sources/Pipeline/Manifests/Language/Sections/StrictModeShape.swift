internal import Wire

enum StrictModeShape {
  static let shape = ObjectShape(
    "StrictMode", "Limits on what clients may ask of the collection.",
    [
      Field("enabled", .boolean, "Whether the limits hold.", example: true),
      Field("max_query_limit", .atLeast(1), "Largest `limit` of a request.", example: 1000),
      Field("max_timeout", .atLeast(1), "Longest `timeout` in seconds."),
      Field("unindexed_filtering_retrieve", .boolean, "May searches filter by unindexed keys?"),
      Field("unindexed_filtering_update", .boolean, "May updates filter by unindexed keys?"),
      Field("search_max_hnsw_ef", .atLeast(0), "Largest `hnsw_ef` of a search."),
      Field("search_allow_exact", .boolean, "May searches be exact?"),
      Field("search_max_oversampling", .number(NumberRange(0, 1e9)), "Largest oversampling."),
      Field("upsert_max_batchsize", .atLeast(0), "Most points of one upsert. Plumb keeps to it."),
      Field("search_max_batchsize", .atLeast(0), "Most searches of one batch.", since: "1.18"),
      Field("max_collection_vector_size_bytes", .atLeast(0), "Most bytes of vectors."),
      Field("max_collection_payload_size_bytes", .atLeast(0), "Most bytes of payload."),
      Field("max_points_count", .atLeast(1), "Most points.", since: "1.14"),
      Field("read_rate_limit", .atLeast(1), "Most reads per minute and replica."),
      Field(
        "write_rate_limit", .atLeast(1), "Most writes per minute and replica. Plumb keeps to it."),
      Field("filter_max_conditions", .atLeast(0), "Most conditions of a filter."),
      Field("condition_max_size", .atLeast(0), "Most values of one condition."),
      Field(
        "multivector_config", .map(DictionaryShape("vector name", of: .object(multi))),
        "Vector name to its limit.", example: ["colbert": ["max_vectors": 512]], since: "1.14"),
      Field(
        "sparse_config", .map(DictionaryShape("vector name", of: .object(sparse))),
        "Vector name to its limit.", example: ["bm25": ["max_length": 1024]], since: "1.14"),
      Field("max_payload_index_count", .atLeast(0), "Most payload indexes.", since: "1.16"),
      Field(
        "max_resident_memory_percent", .integer(1...100),
        "Share of memory from which writes are refused. Deprecated by Qdrant in favour of quotas.",
        since: "1.18"),
    ])

  static let multi = ObjectShape(
    "StrictMultivector", "The limit of one multivector.",
    [Field("max_vectors", .atLeast(1), "Most vectors of one point.", example: 512)])

  static let sparse = ObjectShape(
    "StrictSparse", "The limit of one sparse vector.",
    [Field("max_length", .atLeast(1), "Most values of one vector.", example: 1024)])
}
