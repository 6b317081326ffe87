import Conformance
import Engine
import Local
import Model
import Synchronization
import TestSupport
import Testing

/// A writer that fails at each of its calls, a lock that is lost, and a clock that jumps.
@Suite(.timeLimit(.minutes(15))) struct `An apply that fails on the way` {
  /// At each call once before it is done, and once after, when only its answer is lost.
  @Test(arguments: FaultCase.all, [false, true])
  func `leaves what the next apply completes to the same bytes`(
    fault: FaultCase, after: Bool
  ) async throws {
    let stage = try await FaultStage(fault)
    #expect(stage.calls.contains("upsert") && stage.calls.contains("release"))
    for (place, name) in stage.calls.enumerated() {
      let story = try stage.begin()
      let fail: Recording.Step = { number, _ in
        if number == place { throw InjectedFailure(number) }
      }
      let recording = after ? Recording(after: fail) : Recording(before: fail)
      await #expect(throws: (any Error).self, "call \(place), \(name)") {
        try await story.recorded(by: recording).apply(fault.after)
      }
      if fault.isAllOrNothing {
        #expect(try await stage.isWhole(), "half a collection after call \(place), \(name)")
      }
      try await story.apply(fault.after)
      #expect(try await stage.isDone(), "after call \(place), \(name)")
    }
  }

  @Test(arguments: FaultCase.all)
  func `writes nothing once its lock is broken`(fault: FaultCase) async throws {
    let stage = try await FaultStage(fault)
    let unlocked: Set = ["writer", "take", "release", "settle"]
    for (place, name) in stage.calls.enumerated() where !unlocked.contains(name) {
      let target = try stage.begin().target
      let left = Kept<String>()
      let recording = Recording(before: { number, _ in
        guard number == place else { return }
        let writer = try await target.writer()
        let lock = try #require(try await target.reader().lock(of: "docs"))
        #expect(try await writer.breakLock(of: "docs", id: lock.id))
        try await writer.close()
        left.set(try await target.dumpDigest())
      })
      let story = try stage.begin().recorded(by: recording)
      let error = await #expect(throws: ApplyError.self) { try await story.apply(fault.after) }
      guard case .partly(_, let cause) = error else {
        Issue.record("\(String(describing: error)) at \(name)")
        continue
      }
      #expect(cause as? LockRefusal == LockRefusal(owner: "docs", held: nil))
      #expect(try await target.dumpDigest() == left.value, "after call \(place), \(name)")
      try await story.apply(fault.after)
      #expect(try await stage.isDone(), "after call \(place), \(name)")
    }
  }

  /// Forward or backward at every third look and back again at the next, or ever the same way.
  @Test(arguments: FaultCase.all, [86_400, -86_400])
  func `is not misled by a clock that jumps`(fault: FaultCase, seconds: Int) async throws {
    let stage = try await FaultStage(fault)
    let jumps: [@Sendable (Int) -> Int] = [
      { [0, seconds, -seconds][$0 % 3] }, { _ in seconds },
    ]
    for jump in jumps {
      var story = try stage.begin()
      story.clock = ManualClock(step: jump)
      try await story.apply(fault.after)
      #expect(try await stage.isDone())
      #expect(try await story.target.reader().lock(of: "docs") == nil)
    }
  }
}

struct FaultCase: Sendable, CustomStringConvertible {
  let description: String
  let before: ManifestText?
  let after: ManifestText

  static let all = [
    FaultCase(description: "the first apply", before: nil, after: ManifestText(version: 1)),
    FaultCase(
      description: "a new version in place", before: ManifestText(version: 1), after: bumped),
    FaultCase(
      description: "a replacement that keeps none", before: ManifestText(version: 1),
      after: ManifestText(version: 3, size: 5, keep: 0)),
    FaultCase(
      description: "a replacement that keeps one", before: ManifestText(version: 1),
      after: ManifestText(version: 3, size: 5)),
  ]

  /// With a new schema as well, so that every kind of call is made.
  private static var bumped: ManifestText {
    var manifest = ManifestText(version: 2)
    manifest.hnsw = 32
    manifest.indexes = "{ text: keyword }"
    return manifest
  }

  /// Readers see all of the old points or all of the new ones.
  var isAllOrNothing: Bool { before.map { $0.size != after.size } ?? true }
}

/// A case with its database as it is before, and what an apply without a fault makes of it.
struct FaultStage: Sendable {
  let fault: FaultCase
  /// One after the other, every faulty apply begins here again.
  private let story = Story()
  private let base = Scene()
  /// The writer's calls, in order.
  private(set) var calls: [String] = []
  private var before: [LivePoint]?
  private var after: [LivePoint]?
  private var expected = ""

  private static let versions: [GeneratedRows] = {
    let first = GeneratedRows(seed: 11, count: 1050, dimensions: 8)
    let second = first.bumped(seed: 11)
    return [first, second, second.resized(to: 5, seed: 11)]
  }()

  init(_ fault: FaultCase) async throws {
    self.fault = fault
    story.scene.write(FaultStage.versions)
    if let manifest = fault.before { try await story.apply(manifest) }
    before = try await readers()
    try base.takeDatabase(of: story.scene)
    let recording = Recording()
    try await story.recorded(by: recording).apply(fault.after)
    calls = recording.calls
    after = try await readers()
    expected = try await story.target.dumpDigest()
  }

  /// The state before, in the same folder.
  func begin() throws -> Story {
    try story.scene.takeDatabase(of: base)
    return story
  }

  /// The old points or the new ones are behind the alias, whole.
  func isWhole() async throws -> Bool {
    let seen = try await readers()
    return seen == before || seen == after
  }

  /// Whether the database is what an apply without a fault makes of it, and needs nothing more.
  func isDone() async throws -> Bool {
    guard try await story.target.dumpDigest() == expected else { return false }
    return try await story.plan(fault.after).plan.isEmpty
  }

  private func readers() async throws -> [LivePoint]? {
    guard let collection = try await story.alias() else { return nil }
    return try await story.live(collection)
  }
}

/// A value that a step of a recording leaves for the test.
final class Kept<Value: Sendable>: Sendable {
  private let kept = Mutex<Value?>(nil)

  func set(_ value: Value) { kept.withLock { $0 = value } }
  var value: Value? { kept.withLock { $0 } }
}
