internal import Wire

enum OptimizersShape {
  static let shape = ObjectShape(
    "Optimizers", "When segments are merged, vacuumed and indexed.",
    [
      Field(
        "deleted_threshold", .number(NumberRange(0, 1)),
        "Share of deleted vectors from which a segment is vacuumed.", example: .double(0.2)),
      Field(
        "vacuum_min_vector_number", .atLeast(100), "Smallest segment that is vacuumed.",
        example: 1000),
      Field(
        "default_segment_number", .atLeast(0), "Segments to aim for; 0 lets Qdrant choose."),
      Field("max_segment_size", .atLeast(1), "Largest segment in kilobytes.", example: 200_000),
      Field(
        "memmap_threshold", .atLeast(0),
        "Deprecated by Qdrant in favour of `on_disk`: kilobytes from which vectors are mapped."),
      Field(
        "indexing_threshold", .atLeast(0),
        "Kilobytes from which a segment gets its graph; 0 builds none.", example: 20000),
      Field("flush_interval_sec", .atLeast(0), "Seconds between forced flushes.", example: 5),
      Field(
        "max_optimization_threads", .either([.atLeast(0), .words(["auto"])]),
        "Optimizations at once, per shard.", example: "auto"),
      Field(
        "prevent_unoptimized", .boolean, "Hold back writes while large segments have no graph.",
        since: "1.17"),
    ])
}
