import Conformance
import Engine
import Glibc
import Host
import Local
import Model
import TestSupport
import Testing

/// A store that somebody writes to while it is being used.
@Suite(.timeLimit(.minutes(15))) struct `A store that changes while it is used` {
  private let story = Story()
  private let first = GeneratedRows(seed: 31, count: 1200, dimensions: 8)
  private let second: GeneratedRows
  private let third: GeneratedRows

  init() async throws {
    second = first.bumped(seed: 31)
    third = second.bumped(seed: 32)
    story.scene.write([first, second])
    try await story.apply(ManifestText(version: 1))
  }

  @Test func `between plan and apply stops the apply before a point is written`() async throws {
    let reconciler = try story.reconciler(ManifestText(version: 2))
    let planned = try await reconciler.plan()
    let dump = try await story.target.dumpDigest()
    story.scene.write([first, third])
    try await expectStopped { _ = try await reconciler.apply(planned) }
    #expect(try await story.target.dumpDigest() == dump)
    try await expectConverged()
  }

  @Test func `in the middle of an apply stops it, and the next one converges`() async throws {
    let (scene, first, third) = (story.scene, first, third)
    let change = Recording(after: { _, name in
      if name == "record" { scene.write([first, third]) }
    })
    try await expectStopped { try await story.recorded(by: change).apply(ManifestText(version: 2)) }
    try await expectConverged()
  }

  @Test func `and is gone stops it too`() async throws {
    let path = story.scene.folder + "/" + Scene.rowsName(2)
    let remove = Recording(after: { _, name in
      if name == "record" { unlink(path) }
    })
    await #expect(throws: ApplyError.self) {
      try await story.recorded(by: remove).apply(ManifestText(version: 2))
    }
    story.scene.write([first, third])
    try await expectConverged()
  }

  private func expectStopped(_ apply: () async throws -> Void) async throws {
    let error = await #expect(throws: ApplyError.self) { try await apply() }
    guard case .partly(_, let cause) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let words = (cause as? any ExplainedError).map { [$0.sentence] + $0.hints } ?? []
    #expect(words.first?.contains("rows.jsonl") == true, "\(cause)")
    #expect(words.first?.contains("changed") == true, "\(words)")
    #expect(words.last == "nothing of it was used; run again when nobody writes to the store")
  }

  /// To what a database has that never saw the change.
  private func expectConverged() async throws {
    try await story.apply(ManifestText(version: 2))
    #expect(try await story.plan(ManifestText(version: 2)).plan.isEmpty)
    let calm = Story()
    calm.scene.write([third])
    try await calm.apply(ManifestText(version: 1))
    #expect(try await ids(story) == ids(calm))
  }

  private func ids(_ story: Story) async throws -> [LivePoint] { try await story.live("docs") }
}
