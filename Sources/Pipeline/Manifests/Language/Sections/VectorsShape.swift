internal import Model
internal import Wire

enum VectorsShape {
  static let vector = ObjectShape(
    "Vector", "What makes two vectors comparable, and how they are kept.",
    [
      Field(
        "size", .integer(1...65536), required: true, "How many dimensions.", example: 1536),
      Field(
        "distance", .words(of: VectorSpace.Distance.self), required: true,
        "How two vectors are compared.", example: "Cosine"),
      Field(
        "datatype", .words(of: VectorSpace.Datatype.self), "How a number is stored.",
        example: "float16", since: "1.9"),
      Field(
        "multivector_config", .object(multi), "Several vectors per point, compared together.",
        since: "1.10"),
      Field("hnsw_config", .object(HnswShape.shape), "The graph of this vector."),
      Field("quantization_config", QuantizationShape.shape, "Smaller copies of this vector."),
      Field("on_disk", .boolean, "Keep the vectors on disk.", example: true),
      StorageShape.memory("Where the vectors are kept; `pinned` is refused for dense vectors."),
    ], constraints: [StorageShape.notPinned("dense vectors")])

  static let multi = ObjectShape(
    "Multivector", "How points with several vectors are compared.",
    [
      Field(
        "comparator", .words(["max_sim"]), required: true, "The best pair of each vector counts.",
        example: "max_sim")
    ])
}

enum SparseShape {
  static let shape = ObjectShape(
    "SparseVector", "A sparse vector and its index.",
    [
      Field(
        "modifier", .words(["none", "idf"]), "Weights at query time.", example: "idf",
        since: "1.10"),
      Field("index", .object(index), "The inverted index."),
    ])

  static let index = ObjectShape(
    "SparseIndex", "The inverted index of a sparse vector.",
    [
      Field(
        "full_scan_threshold", .atLeast(0), "Below so many vectors, all are scanned.",
        example: 5000),
      Field("on_disk", .boolean, "Keep the index on disk."),
      Field(
        "datatype", .words(["float32", "float16", "uint8"]), "How a weight is stored.",
        since: "1.10"),
      StorageShape.memory("Where the index is kept."),
    ])
}
