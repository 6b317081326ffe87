import Model
import Testing

extension Conformance {
  static let aliases: [Case] = [
    Case("an alias is made and switched in one step each") { subject in
      let stage = try await Stage(subject)
      try await stage.writer.create("docs__g2", Stage.spec(Stage.plain), under: stage.lock)
      try await stage.writer.point(alias: "live", to: "docs", under: stage.lock)
      #expect(try await stage.reader.aliases() == ["live": "docs"])
      for _ in 1...2 {
        try await stage.writer.point(alias: "live", to: "docs__g2", under: stage.lock)
      }
      #expect(try await stage.reader.aliases() == ["live": "docs__g2"])
      #expect(try await stage.reader.collection("live") == nil)
    },
    Case("an alias and a collection never share a name") { subject in
      let stage = try await Stage(subject)
      try await stage.writer.point(alias: "live", to: "docs", under: stage.lock)
      var words = await refusal("a collection named like an alias") {
        try await stage.writer.create("live", Stage.spec(Stage.plain), under: stage.lock)
      }
      #expect(words.contains("live"))
      words = await refusal("an alias named like a collection") {
        try await stage.writer.point(alias: "docs", to: "docs", under: stage.lock)
      }
      #expect(words.contains("docs"))
      words = await refusal("an alias to nothing") {
        try await stage.writer.point(alias: "other", to: "nowhere", under: stage.lock)
      }
      #expect(words.contains("nowhere"))
      #expect(try await stage.reader.aliases() == ["live": "docs"])
    },
    Case("a collection is not dropped while an alias points to it") { subject in
      let stage = try await Stage(subject)
      try await stage.writer.create("docs__g2", Stage.spec(Stage.plain), under: stage.lock)
      try await stage.writer.point(alias: "live", to: "docs", under: stage.lock)
      let words = await refusal("the drop") {
        try await stage.writer.drop("docs", under: stage.lock)
      }
      #expect(words.contains("live"))
      #expect(try await stage.reader.collection("docs") != nil)
      try await stage.writer.point(alias: "live", to: "docs__g2", under: stage.lock)
      try await stage.writer.drop("docs", under: stage.lock)
      #expect(try await stage.reader.collection("docs") == nil)
    },
  ]

  static let searches: [Case] =
    VectorSpace.Distance.allCases.map { distance in
      Case("the nearest points by \(distance.rawValue) are exactly those, best first") { subject in
        let declared: PayloadObject = [
          "vectors": .object(["size": .int(9), "distance": .string(distance.rawValue)])
        ]
        let stage = try await Stage(subject, collection: nil)
        let spec = CollectionSpec(
          declared: declared, vectors: ["": VectorSpace(size: 9, distance: distance)])
        try await stage.writer.create("docs", spec, under: stage.lock)
        let rows = (0..<200).map { row(UInt64($0) + 1) }
        let points = rows.enumerated().map { index, row in
          var point = Stage.point(.number(UInt64(index)))
          point.vectors = Vectors(dense: row)
          return point
        }
        try await stage.upsert(points)
        try await stage.writer.settle("docs")
        let query = row(4711)
        let expected = rows.indices.map { (index: $0, score: score(rows[$0], query, distance)) }
          .sorted { $0.score > $1.score }.prefix(10).map { PointID.number(UInt64($0.index)) }
        #expect(
          try await stage.reader.nearest(to: query, named: "", in: "docs", limit: 10)
            == Array(expected))
      }
    } + [
      Case("a search that cannot be is refused, and one for nothing finds nothing") { subject in
        let stage = try await Stage(subject)
        try await stage.upsert(Stage.points(1...3))
        await refusal("too short a query") {
          _ = try await stage.reader.nearest(to: [1, 2], named: "", in: "docs", limit: 1)
        }
        await refusal("an unknown vector") {
          _ = try await stage.reader.nearest(to: [1, 2, 3], named: "x", in: "docs", limit: 1)
        }
        let many = try await stage.reader.nearest(to: [1, 0, 0], named: "", in: "docs", limit: 99)
        #expect(many == [.number(3), .number(2), .number(1)])
      }
    ]

  /// Numbers between -1 and 1 that follow from a seed.
  private static func row(_ seed: UInt64) -> [Float] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    return (0..<9).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(1 << 31)
    }
  }

  private static func score(
    _ left: [Float], _ right: [Float], _ distance: VectorSpace.Distance
  ) -> Double {
    let pairs = zip(left.map { Double($0) }, right.map { Double($0) })
    let dot = pairs.reduce(0.0) { $0 + $1.0 * $1.1 }
    switch distance {
    case .dot: return dot
    case .cosine:
      return dot / (left.reduce(0.0) { $0 + Double($1) * Double($1) }).squareRoot()
    case .euclid: return -pairs.reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    case .manhattan: return -pairs.reduce(0.0) { $0 + abs($1.0 - $1.1) }
    }
  }
}
