import Conformance
import Engine
import Local
import Model
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct `A rollback` {
  private let story = Story()
  private let old = ManifestText(version: 1, keep: 2)
  private let new = ManifestText(version: 3, size: 5, keep: 2)

  init() async throws {
    let first = GeneratedRows(seed: 21, count: 200, dimensions: 8)
    let second = first.bumped(seed: 21)
    story.scene.write([first, second, second.resized(to: 5, seed: 21)])
    try await story.apply(old)
  }

  @Test func `swaps at once, and holds without a write until it is released`() async throws {
    let before = try await story.live("docs")
    try await story.apply(new)
    #expect(try await story.alias() == "docs__g2")
    let built = try await story.target.dumpText()
    let swap = Recording()
    let entry = try await story.recorded(by: swap).reconciler(new).rollback(to: nil)
    #expect(entry.note == "rolled back from docs__g2 to docs")
    #expect(swap.calls == ["writer", "take", "record", "alias", "release"])
    #expect(try await story.alias() == "docs")
    #expect(try await story.live("docs") == before)
    try await expectHeld()
    let released = try await story.reconciler(new).releaseHold()
    #expect(released.note == "released the hold at generation 1")
    let planned = try await story.plan(new)
    #expect(!planned.plan.isEmpty)
    try await story.apply(new)
    #expect(try await story.target.dumpText() == built)
    #expect(try await story.plan(new).plan.isEmpty)
  }

  @Test func `is over when the manifest changes`() async throws {
    try await story.apply(new)
    _ = try await story.reconciler(new).rollback(to: nil)
    var changed = new
    changed.hnsw = 24
    #expect(try await story.plan(changed).plan.hold == nil)
    try await story.apply(changed)
    #expect(try await story.plan(changed).plan.isEmpty)
    #expect(try await story.plan(changed).plan.hold == nil)
    #expect(try await story.alias() != "docs")
  }

  @Test func `that is killed between hold and swap is finished by the next apply`() async throws {
    try await story.apply(new)
    let kill = Recording(before: { number, name in
      if name == "alias" { throw InjectedFailure(number) }
    })
    await #expect(throws: InjectedFailure.self) {
      try await story.recorded(by: kill).reconciler(new).rollback(to: nil)
    }
    #expect(try await story.alias() == "docs__g2")
    let planned = try await story.plan(new)
    #expect(planned.plan.hold?.generation == 1)
    #expect(
      planned.plan.alias == AliasChange(alias: "docs-live", before: "docs__g2", after: "docs"))
    try await story.apply(new)
    #expect(try await story.alias() == "docs")
    try await expectHeld()
  }

  @Test func `goes to the generation that was named`() async throws {
    try await story.apply(new)
    try await story.apply(ManifestText(version: 1, keep: 2))
    #expect(try await story.alias() == "docs")
    let third = ManifestText(version: 2, keep: 2)
    try await story.apply(third)
    let entry = try await story.reconciler(third).rollback(to: 2)
    #expect(entry.note == "rolled back from docs to docs__g2")
    #expect(try await story.alias() == "docs__g2")
  }

  @Test(arguments: [
    (nil, "no older generation is kept"), (1, "generation 1 is live already"),
    (9, "there is no complete generation 9"),
  ])
  func `to what is not there is refused, and changes nothing`(to: Int?, message: String)
    async throws
  {
    let dump = try await story.target.dumpText()
    let error = await #expect(throws: EngineError.self) {
      try await story.reconciler(old).rollback(to: to)
    }
    #expect(error?.sentence == message)
    #expect(try await story.target.dumpText() == dump)
    #expect(try await story.plan(old).plan.isEmpty)
    #expect(try await story.target.reader().lock(of: "docs") == nil)
  }

  @Test func `that was never made cannot be released`() async throws {
    let error = await #expect(throws: EngineError.self) {
      try await story.reconciler(old).releaseHold()
    }
    #expect(error?.sentence == "there is no rollback to release")
  }

  private func expectHeld() async throws {
    let files = try story.scene.facts()
    let recording = Recording()
    let held = try await story.recorded(by: recording).plan(new)
    #expect(held.plan.hold?.generation == 1)
    #expect(held.plan.isEmpty)
    try await story.recorded(by: recording).apply(new)
    #expect(recording.calls == [])
    #expect(try story.scene.facts() == files)
  }
}
