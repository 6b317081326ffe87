import Model
import Testing

extension Conformance {
  static let upserts: [Case] = [
    Case("an upsert inserts points and marks them as the owner's") { subject in
      let stage = try await Stage(subject)
      let points = Stage.points(1...3)
      try await stage.upsert(points)
      #expect(try await stage.scanned() == points.map { Stage.live($0, owner: "alpha") })
      let stored = try await stage.reader.points(points.map(\.id), in: "docs")
      #expect(stored == points.map { Stage.stored($0, owner: "alpha") })
      #expect(try await stage.reader.collection("docs")?.points == 3)
    },
    Case("an upsert replaces payload and vectors as a whole") { subject in
      let stage = try await Stage(subject, Stage.manySpaces)
      var point = Stage.point(.number(7))
      point.vectors = Vectors([
        ("title", .dense([1, 2])), ("words", .sparse(try sparse([3], [0.5]))),
      ])
      try await stage.upsert([point])
      point.vectors = Vectors([("title", .dense([3, 4]))])
      point.payload = ["other": .bool(true)]
      point.fingerprint = Fingerprint(
        vector: Hash128(high: 1, low: 2), payload: Hash128(high: 3, low: 4))
      try await stage.upsert([point])
      let stored = try await stage.reader.points([point.id], in: "docs")
      #expect(stored == [Stage.stored(point, owner: "alpha")])
      #expect(try await stage.reader.collection("docs")?.points == 1)
    },
    Case("of equal ids in one batch the last one stays") { subject in
      let stage = try await Stage(subject)
      let id = PointID.number(1)
      try await stage.upsert([Stage.point(id), Stage.point(id, version: 2)])
      #expect(
        try await stage.reader.points([id], in: "docs")
          == [Stage.stored(Stage.point(id, version: 2), owner: "alpha")])
    },
    Case("an empty batch is nothing") { subject in
      let stage = try await Stage(subject)
      try await stage.upsert([])
      try await stage.writer.overwritePayload([], in: "docs", under: stage.lock)
      try await stage.writer.delete([], in: "docs", under: stage.lock)
      #expect(try await stage.scanned().isEmpty)
    },
    Case("a point that does not fit is refused by its id, and nothing of its batch is written") {
      subject in
      let stage = try await Stage(subject)
      for (what, vectors) in misfits() {
        var bad = Stage.point(.number(987))
        bad.vectors = vectors
        let words = await refusal(what) { try await stage.upsert(Stage.points(1...3) + [bad]) }
        #expect(words.contains("987"), "\(what)")
      }
      var bad = Stage.point(.number(987))
      for value in [PayloadValue.double(.infinity), .list([.object(["a": .double(.nan)])])] {
        bad.payload = ["number": value]
        let words = await refusal("a payload") {
          try await stage.upsert(Stage.points(1...3) + [bad])
        }
        #expect(words.contains("987"))
      }
      #expect(try await stage.scanned().isEmpty)
    },
    Case("points come in the order of the question, without those that are not there") { subject in
      let stage = try await Stage(subject)
      try await stage.upsert(Stage.points(1...5))
      let asked: [PointID] = [.number(4), .number(99), .number(1), .uuid(UUID(high: 1, low: 1))]
      #expect(
        try await stage.reader.points(asked, in: "docs").map(\.id) == [.number(4), .number(1)])
      #expect(try await stage.reader.points([], in: "docs").isEmpty)
    },
  ]

  private static func misfits() -> [(String, Vectors)] {
    [
      ("too short", Vectors(dense: [1, 2])), ("too long", Vectors(dense: [1, 2, 3, 4])),
      ("empty", Vectors(dense: [])), ("unknown name", Vectors([("title", .dense([1, 2, 3]))])),
      ("not a number", Vectors(dense: [1, .nan, 3])),
      ("infinite", Vectors(dense: [1, 2, -.infinity])),
    ]
  }

  static func sparse(_ indices: [UInt32], _ values: [Float]) throws -> SparseVector {
    try #require(SparseVector(indices: indices, values: values))
  }

  static let payloads: [Case] = [
    Case("a payload is written alone, with the mark, and the vectors stay") { subject in
      let stage = try await Stage(subject)
      let before = Stage.point(.number(1))
      try await stage.upsert([before, Stage.point(.number(2))])
      var after = Stage.point(.number(1), version: 2)
      after.payload = ["only": .list([.null])]
      try await stage.writer.overwritePayload([after], in: "docs", under: stage.lock)
      after.vectors = before.vectors
      #expect(
        try await stage.reader.points([.number(1), .number(2)], in: "docs") == [
          Stage.stored(after, owner: "alpha"),
          Stage.stored(Stage.point(.number(2)), owner: "alpha"),
        ])
    },
    Case("unmarked points are adopted by their payload, and those of others are not") { subject in
      let stage = try await Stage(subject)
      let beta = try await stage.taken("beta", 2)
      try await subject.insertUnmanaged(Stage.points(1...2), "docs")
      try await stage.upsert(Stage.points([3]), as: beta)
      var adopted = Stage.point(.number(1), version: 2)
      adopted.vectors = Vectors(dense: [7, 7, 7])
      try await stage.writer.adopt([adopted], in: "docs", under: stage.lock)
      adopted.vectors = Stage.point(.number(1)).vectors
      #expect(
        try await stage.reader.points([.number(1), .number(2)], in: "docs") == [
          Stage.stored(adopted, owner: "alpha"), Stage.stored(Stage.point(.number(2)), owner: nil),
        ])
      let words = await refusal("a point of another owner") {
        try await stage.writer.adopt(
          [Stage.point(.number(3), version: 2)], in: "docs", under: stage.lock)
      }
      #expect(words.contains("beta"))
      #expect(
        try await stage.scanned().last == Stage.live(Stage.point(.number(3)), owner: "beta"))
      await refusal("a missing point") {
        try await stage.writer.adopt([Stage.point(.number(4))], in: "docs", under: stage.lock)
      }
    },
    Case("the payload of a point that is gone is refused by its id") { subject in
      let stage = try await Stage(subject)
      try await stage.upsert([Stage.point(.number(1))])
      let words = await refusal("a missing point") {
        try await stage.writer.overwritePayload(
          [Stage.point(.number(987), version: 2)], in: "docs", under: stage.lock)
      }
      #expect(words.contains("987"))
      #expect(try await stage.scanned().count == 1)
    },
  ]

  static let deletions: [Case] = [
    Case("deleted points are gone, and a missing id is as good as deleted") { subject in
      let stage = try await Stage(subject)
      try await stage.upsert(Stage.points(1...5))
      try await stage.writer.delete(
        [.number(2), .number(77), .number(5)], in: "docs", under: stage.lock)
      #expect(try await stage.scanned().map(\.id) == [.number(1), .number(3), .number(4)])
      #expect(try await stage.reader.points([.number(2)], in: "docs").isEmpty)
      #expect(try await stage.reader.collection("docs")?.points == 3)
      try await stage.upsert(Stage.points([2], version: 3))
      #expect(
        try await stage.reader.points([.number(2)], in: "docs")
          == [Stage.stored(Stage.point(.number(2), version: 3), owner: "alpha")])
    }
  ]

  static let strangers: [Case] = [
    Case("points of two owners live in one collection, and each deletes only its own") { subject in
      let stage = try await Stage(subject)
      let beta = try await stage.taken("beta", 2)
      try await stage.upsert(Stage.points(1...2))
      try await stage.upsert(Stage.points(3...4), as: beta)
      let all = (1...4).map { PointID.number(UInt64($0)) }
      try await stage.writer.delete(all, in: "docs", under: beta)
      #expect(
        try await stage.scanned() == Stage.points(1...2).map { Stage.live($0, owner: "alpha") })
    },
    Case("points that carry no mark are seen, and never deleted") { subject in
      let stage = try await Stage(subject)
      try await subject.insertUnmanaged([Stage.point(.number(1))], "docs")
      try await stage.upsert([Stage.point(.number(2))])
      try await stage.writer.delete([.number(1), .number(2)], in: "docs", under: stage.lock)
      #expect(try await stage.scanned() == [Stage.live(Stage.point(.number(1)), owner: nil)])
      #expect(
        try await stage.reader.points([.number(1)], in: "docs")
          == [Stage.stored(Stage.point(.number(1)), owner: nil)])
    },
    Case("a point of another owner is not overwritten, and the refusal names both") { subject in
      let stage = try await Stage(subject)
      let beta = try await stage.taken("beta", 2)
      try await stage.upsert([Stage.point(.number(987))], as: beta)
      let batch = Stage.points([1, 987], version: 2)
      var words = await refusal("an upsert") { try await stage.upsert(batch) }
      #expect(words.contains("987") && words.contains("beta"))
      words = await refusal("a payload") {
        try await stage.writer.overwritePayload([batch[1]], in: "docs", under: stage.lock)
      }
      #expect(words.contains("987") && words.contains("beta"))
      #expect(
        try await stage.scanned() == [Stage.live(Stage.point(.number(987)), owner: "beta")])
    },
    Case("a point without a mark is not overwritten, and the refusal names it") { subject in
      let stage = try await Stage(subject)
      try await subject.insertUnmanaged([Stage.point(.number(987))], "docs")
      let batch = Stage.points([1, 987], version: 2)
      var words = await refusal("an upsert") { try await stage.upsert(batch) }
      #expect(words.contains("987"))
      words = await refusal("a payload") {
        try await stage.writer.overwritePayload([batch[1]], in: "docs", under: stage.lock)
      }
      #expect(words.contains("987"))
      #expect(try await stage.scanned() == [Stage.live(Stage.point(.number(987)), owner: nil)])
    },
  ]
}
