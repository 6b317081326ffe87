import Conformance
import Engine
import Model
import TestSupport
import Testing

/// A target that will not take some of the points.
@Suite(.timeLimit(.minutes(15))) struct `Points that a target refuses` {
  @Test func `are named in the end, when all others are written and nothing is deleted`()
    async throws
  {
    let story = Story()
    story.scene.write([GeneratedRows(seed: 31, count: 2300, dimensions: 8)])
    let refusing = Recording(after: { number, name in
      guard name == "upsert" else { return }
      let id = PointID.number(UInt64(1_000_000 - number))
      throw RefusedPoints([RefusedPoints.Point(id: id, reason: "not today")])
    })
    let error = await #expect(throws: ApplyError.self) {
      try await story.recorded(by: refusing).apply(ManifestText(version: 1))
    }
    guard case .partly(let receipt, let cause as RefusedPoints) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(receipt.isPartial)
    #expect(refusing.calls.filter { $0 == "upsert" }.count == 3)
    #expect(!refusing.calls.contains("delete") && !refusing.calls.contains("alias"))
    #expect(cause.points.count == 3)
    #expect(cause.points == cause.points.sorted { $0.id < $1.id })
    #expect(cause.sentence.hasPrefix("the target refused 3 points: 99"))
    try await story.apply(ManifestText(version: 1))
  }

  @Test func `are shown ten at a time`() {
    let many = RefusedPoints(
      (0..<12).reversed().map { .init(id: .number($0), reason: "bad") })
    #expect(
      many.sentence == "the target refused 12 points: 0 (bad), 1 (bad), 2 (bad), 3 (bad), 4 (bad), "
        + "5 (bad), 6 (bad), 7 (bad), 8 (bad), 9 (bad), and 2 more")
    #expect(RefusedPoints([many.points[0]]).sentence == "the target refused 1 point: 0 (bad)")
  }
}
