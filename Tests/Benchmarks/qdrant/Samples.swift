import Model

/// Points of which every two differ, with payloads that are 500 bytes as JSON. The same as in rival.py.
enum Samples {
  static func spec(_ dimensions: Int) -> CollectionSpec {
    CollectionSpec(
      declared: [
        "vectors": .object(["size": .int(Int64(dimensions)), "distance": .string("Dot")])
      ], vectors: ["": VectorSpace(size: dimensions, distance: .dot)])
  }

  static func point(_ number: Int, _ dimensions: Int) -> Point {
    var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 | 1
    let values = (0..<dimensions).map { _ -> Float in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int32(truncatingIfNeeded: state >> 32)) / 0x8000_0000
    }
    return Point(
      id: .number(UInt64(number)), vectors: Vectors(dense: values), payload: payload(number),
      fingerprint: Fingerprint(
        vector: Hash128(high: state, low: ~state), payload: Hash128(high: ~state, low: state)))
  }

  private static let text = String(repeating: " what to do when it is not so", count: 14)

  private static func payload(_ number: Int) -> PayloadObject {
    [
      "page_content": .string("Paragraph \(number) says\(text)"),
      "source": .string("chapter-\(number % 997).md"), "page": .int(Int64(number % 41)),
      "reviewed": .bool(number % 2 == 0),
    ]
  }
}
