internal import Wire

enum HnswShape {
  static let shape = ObjectShape(
    "Hnsw", "The graph that searches walk.",
    [
      Field(
        "m", .integer(0...10000), "Edges per node; 0 builds no graph over all points.", example: 16),
      Field("ef_construct", .atLeast(4), "Candidates while building.", example: 100),
      Field(
        "full_scan_threshold", .atLeast(0), "Below this size in kilobytes, all are scanned.",
        example: 10000),
      Field("max_indexing_threads", .atLeast(0), "Threads while building; 0 lets Qdrant choose."),
      Field("on_disk", .boolean, "Keep the graph on disk."),
      Field(
        "payload_m", .integer(0...10000), "Edges per node in the graphs of indexed payload values.",
        example: 16),
      Field(
        "inline_storage", .boolean, "Keep copies of the vectors inside the graph.", since: "1.16"),
      StorageShape.memory("Where the graph is kept."),
    ])
}
