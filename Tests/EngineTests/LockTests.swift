import Conformance
import Engine
import Local
import Model
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct `A lock that somebody holds` {
  private func story(_ clock: ManualClock) async throws -> Story {
    var story = Story()
    story.clock = clock
    let rows = GeneratedRows(seed: 3, count: 120, dimensions: 8)
    story.scene.write([rows, rows.bumped(seed: 3)])
    try await story.apply(ManifestText(version: 1))
    return story
  }

  private func take(_ lock: Lock, in story: Story) async throws {
    let writer = try await story.target.writer()
    try await writer.take(lock, now: lock.takenAt)
    try await writer.close()
  }

  @Test func `on another machine is respected until it expires, to the second`() async throws {
    let clock = ManualClock()
    let story = try await story(clock)
    let lock = Story.otherLock(until: "2026-03-01T00:05:00Z")
    try await take(lock, in: story)
    let dump = try await story.target.dumpDigest()
    clock.advance(by: 299)
    let error = await #expect(throws: ApplyError.self) {
      try await story.apply(ManifestText(version: 2))
    }
    guard case .locked(let refusal) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal == LockRefusal(owner: "docs", held: lock))
    #expect(try await story.target.dumpDigest() == dump)
    clock.advance(by: 1)
    try await story.apply(ManifestText(version: 2))
    #expect(try await story.plan(ManifestText(version: 2)).plan.isEmpty)
  }

  @Test func `does not keep an apply that writes nothing`() async throws {
    let story = try await story(ManualClock())
    try await take(Story.otherLock(until: "2999-01-01T00:00:00Z"), in: story)
    try await story.apply(ManifestText(version: 1))
  }

  @Test func `that is another owner's is in nobody's way`() async throws {
    let story = try await story(ManualClock())
    try await take(Story.otherLock(until: "2999-01-01T00:00:00Z", owner: "others"), in: story)
    try await story.apply(ManifestText(version: 2))
    #expect(try await story.plan(ManifestText(version: 2)).plan.isEmpty)
  }

  @Test func `makes the plan of a slower apply stale`() async throws {
    let story = try await story(ManualClock())
    let reconciler = try story.reconciler(ManifestText(version: 2))
    let planned = try await reconciler.plan()
    try await story.apply(ManifestText(version: 2))
    let dump = try await story.target.dumpDigest()
    let error = await #expect(throws: ApplyError.self) { try await reconciler.apply(planned) }
    guard case .stale(let moved) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(
      moved == ["the live points", "the ledger (another apply or rollback)"], "\(moved)")
    #expect(try await story.target.dumpDigest() == dump)
  }
}
