import Conformance
import Engine
import Host
import Local
import Model
import TestSupport
import Testing

/// The laws over generated stores, manifests and live states.
@Suite(.timeLimit(.minutes(15))) struct `The laws` {
  @Test(arguments: 1...12)
  func `a second run does nothing, and sends no write`(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let story = Story()
    let first = GeneratedRows(seed: seed, count: 1 + random.below(400), dimensions: 8)
    let second = first.bumped(seed: seed)
    story.scene.write([first, second, second.resized(to: 5, seed: seed)])
    var manifest = ManifestText(version: 1)
    manifest.keep = random.below(3)
    if random.chance(30) { manifest.dedupe = ["{ by: text }"] }
    for (version, size) in [(1, 8), (2, 8), (3, 5)] {
      (manifest.version, manifest.size) = (version, size)
      try await story.apply(manifest)
      if version < 3, random.chance(50) {
        try await story.drift(manifest, seed: seed)
        try await story.apply(manifest)
      }
      let files = try story.scene.facts()
      #expect(!files.keys.contains { $0.hasSuffix("-wal") }, "the database is not one file again")
      let recording = Recording()
      let again = story.recorded(by: recording)
      let planned = try await again.plan(manifest)
      #expect(planned.plan.isEmpty)
      #expect(planned.work.plan.points.unchanged == planned.work.desired.points.count)
      try await again.apply(manifest)
      #expect(recording.calls == [])
      #expect(try story.scene.facts() == files)
    }
  }

  @Test(arguments: 1...8)
  func `plan never writes`(seed: UInt64) async throws {
    let story = Story()
    let first = GeneratedRows(seed: seed, count: 150, dimensions: 8)
    let second = first.bumped(seed: seed)
    story.scene.write([first, second, second.resized(to: 5, seed: seed)])
    let recording = Recording()
    let watched = story.recorded(by: recording)
    func look(_ manifest: ManifestText) async throws {
      let files = try story.scene.facts()
      #expect(try await !watched.plan(manifest).plan.isEmpty)
      #expect(try story.scene.facts() == files)
    }
    // No database yet, then a collection in line, drifted, beside strangers, and to be replaced.
    try await look(ManifestText(version: 1))
    try await story.apply(ManifestText(version: 1))
    try await look(ManifestText(version: 2))
    try await look(ManifestText(version: 3, size: 5))
    try await story.drift(ManifestText(version: 1), seed: seed)
    try await look(ManifestText(version: 1))
    try await story.settleStrangers(0..<20, dimensions: 8)
    try await look(ManifestText(version: 2))
    #expect(recording.calls == [])
  }

  @Test(arguments: 1...12)
  func `only owned points are deleted, and strangers stay to the byte`(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let story = Story()
    let first = GeneratedRows(seed: seed, count: 50 + random.below(300), dimensions: 8)
    story.scene.write([first, first.bumped(seed: seed)])
    try await story.apply(ManifestText(version: 1))
    try await story.settleStrangers(0..<(10 + random.below(100)), dimensions: 8)
    let before = try await story.live("docs")
    let owned = Set(before.filter { $0.mark?.owner == "docs" }.map(\.id))
    let strangers = before.filter { $0.mark?.owner != "docs" }
    let lines = try await strangerLines(story)
    #expect(lines.count == strangers.count)
    let planned = try await story.plan(ManifestText(version: 2))
    #expect(!planned.work.deletions.isEmpty)
    #expect(owned.isSuperset(of: planned.work.deletions))
    try await story.apply(ManifestText(version: 2))
    #expect(try await story.live("docs").filter { $0.mark?.owner != "docs" } == strangers)
    #expect(try await strangerLines(story) == lines)
  }

  @Test func `nothing is deleted without prune`() async throws {
    let story = Story()
    let first = GeneratedRows(seed: 5, count: 200, dimensions: 8)
    story.scene.write([first, first.bumped(seed: 5)])
    try await story.apply(ManifestText(version: 1))
    var manifest = ManifestText(version: 2)
    manifest.prune = false
    let planned = try await story.plan(manifest)
    #expect(planned.work.deletions.isEmpty)
    #expect(planned.plan.points.retained > 0)
    try await story.apply(manifest)
    #expect(try await story.plan(manifest).plan.isEmpty)
  }

  private func strangerLines(_ story: Story) async throws -> [Substring] {
    try await story.target.dumpText().split(separator: "\n").filter {
      $0.hasPrefix("point 9000") && $0.contains("stranger ")
    }
  }
}
