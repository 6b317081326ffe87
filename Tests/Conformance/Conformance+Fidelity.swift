import Model
import Testing

extension Conformance {
  static let fidelity: [Case] = [
    Case("every kind of payload value comes back to the bit") { subject in
      let stage = try await Stage(subject)
      var points: [Point] = []
      for (index, value) in values.enumerated() {
        var point = Stage.point(.number(UInt64(index)))
        point.payload = ["value": value, "inside": .list([value, .object(["key": value])])]
        points.append(point)
      }
      try await stage.upsert(points)
      let stored = try await stage.reader.points(points.map(\.id), in: "docs")
      try #require(stored.count == points.count)
      for (point, stored) in zip(points, stored) { #expect(stored.payload == point.payload) }
    },
    Case("keys that only look alike stay apart") { subject in
      let stage = try await Stage(subject)
      var point = Stage.point(.number(1))
      point.payload = ["caf\u{E9}": .int(1), "cafe\u{301}": .int(2), "": .int(3), "a.b": .int(4)]
      try await stage.upsert([point])
      let stored = try await stage.reader.points([point.id], in: "docs")
      #expect(stored.first?.payload == point.payload)
      #expect(stored.first?.payload.count == 4)
    },
    Case("a payload without keys is an empty payload") { subject in
      let stage = try await Stage(subject)
      var point = Stage.point(.number(1))
      point.payload = PayloadObject()
      try await stage.upsert([point])
      #expect(
        try await stage.reader.points([point.id], in: "docs")
          == [Stage.stored(point, owner: "alpha")])
    },
    Case("vectors come back to the bit") { subject in
      let stage = try await Stage(subject)
      let rows: [[Float]] = [
        [-0.0, 0.0, 1], [.leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude],
        [.greatestFiniteMagnitude, 0.1, 1 / 3], [16_777_216, 1.000_000_1, -2.5e-3],
      ]
      let points = rows.enumerated().map { index, row in
        var point = Stage.point(.number(UInt64(index)))
        point.vectors = Vectors(dense: row)
        return point
      }
      try await stage.upsert(points)
      let stored = try await stage.reader.points(points.map(\.id), in: "docs")
      try #require(stored.count == rows.count)
      for (row, point) in zip(rows, stored) {
        guard case .dense(let found) = point.vectors[""] else {
          Issue.record("no dense vector")
          continue
        }
        #expect(found.map(\.bitPattern) == row.map(\.bitPattern))
      }
    },
    Case("named, sparse and multi vectors come back, and a point may lack some") { subject in
      let stage = try await Stage(subject, Stage.manySpaces)
      let multi = try #require(MultiVector(dimensions: 2, values: [1, 2, 3, 4, 5, 6]))
      let words = try sparse([7, 4_294_967_295, 0], [0.25, -1, 3])
      let all: [[(name: String, vector: Vector)]] = [
        [("title", .dense([1, 2])), ("body", .multi(multi)), ("words", .sparse(words))],
        [("title", .dense([1, 2]))], [("words", .sparse(words))], [],
      ]
      let points = all.enumerated().map { index, vectors in
        var point = Stage.point(.number(UInt64(index)))
        point.vectors = Vectors(vectors)
        return point
      }
      try await stage.upsert(points)
      #expect(
        try await stage.reader.points(points.map(\.id), in: "docs")
          == points.map { Stage.stored($0, owner: "alpha") })
    },
    Case("owners and collections keep the bytes of their names") { subject in
      let name = "caf\u{E9} № 1"
      let stage = try await Stage(subject, collection: nil)
      let lock = try await stage.taken("cafe\u{301} ⅔", 2)
      try await stage.writer.create(name, Stage.spec(Stage.plain), under: lock)
      try await stage.writer.upsert([Stage.point(.number(1))], in: name, under: lock)
      #expect(try await stage.reader.collection("cafe\u{301} № 1") == nil)
      let found = try await stage.scanned(name)
      #expect(found.count == 1)
      #expect(Array((found.first?.mark?.owner ?? "").utf8) == Array("cafe\u{301} ⅔".utf8))
    },
  ]

  private static var values: [PayloadValue] {
    var deep = PayloadValue.null
    for _ in 0..<40 { deep = .list([.object(["down": deep])]) }
    return [
      .null, .bool(true), .bool(false), .int(0), .int(-1), .int(.max), .int(.min),
      .int(9_007_199_254_740_993), .double(0), .double(-0.0), .double(1), .double(0.1),
      .double(1e300), .double(-1e-300), .double(.greatestFiniteMagnitude),
      .double(.leastNonzeroMagnitude), .double(9_007_199_254_740_992), .double(1e22),
      .string(""), .string("a\u{0}b"), .string("caf\u{E9}"), .string("cafe\u{301}"),
      .string("\"\\/\u{8}\u{C}\n\r\t\u{1}\u{7F}\u{2028}"), .string("\u{10FFFF}𝄞👩‍👩‍👧"),
      .string(String(repeating: "long ", count: 5000)), .list([]), .object([:]),
      .list([.null, .list([]), .object([:]), .list([.null])]),
      .object(["a": .null, "b": .object(["": .null])]), deep,
    ]
  }

  static let scans: [Case] = [
    Case("a scan has every point once, numbers before UUIDs, each by value") { subject in
      let stage = try await Stage(subject)
      let points = mixedIDs(600).map { Stage.point($0) }
      for start in stride(from: 0, to: points.count, by: 100) {
        try await stage.upsert(Array(points[start..<min(start + 100, points.count)]))
      }
      let sorted = points.sorted { $0.id < $1.id }
      #expect(try await stage.scanned() == sorted.map { Stage.live($0, owner: "alpha") })
    },
    Case("a scan hands over batches and no empty ones, whatever the number of points") { subject in
      let stage = try await Stage(subject)
      var written = 0
      for count in [0, 1, 4095, 4096, 4097, 8192] {
        try await stage.upsert(Stage.points(written..<count))
        written = count
        var found: [PointID] = []
        try await stage.reader.scan("docs") { batch in
          #expect(!batch.isEmpty)
          found += batch.map(\.id)
        }
        #expect(found == (0..<count).map { PointID.number(UInt64($0)) })
      }
    },
    Case("a scan stops at the first error of its reader") { subject in
      struct Enough: Error {}
      let stage = try await Stage(subject)
      try await stage.upsert(Stage.points(0..<10))
      await #expect(throws: Enough.self) {
        try await stage.reader.scan("docs") { _ in throw Enough() }
      }
    },
  ]

  /// Ids of both kinds in no order, with the extremes among them; the same ones every time.
  static func mixedIDs(_ count: Int) -> [PointID] {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
    var ids: Set<PointID> = [
      .number(0), .number(.max), .number(1 << 63), .number((1 << 63) - 1),
      .uuid(UUID(high: 0, low: 0)), .uuid(UUID(high: .max, low: .max)),
      .uuid(UUID(high: 1 << 63, low: 0)), .uuid(UUID(high: 0, low: 1 << 63)),
      .uuid(UUID(high: (1 << 63) - 1, low: .max)),
    ]
    while ids.count < count {
      let shift = next() % 64
      ids.insert(
        next() % 2 == 0
          ? .number(next() >> shift) : .uuid(UUID(high: next() >> shift, low: next())))
    }
    return Array(ids)
  }
}
