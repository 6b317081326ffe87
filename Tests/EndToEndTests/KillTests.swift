import Glibc
import Host
import Local
import Model
import TestSupport
import Testing

/// Law 3: kill it anywhere, run it again, it converges to the same bytes.
@Suite(.timeLimit(.minutes(30))) struct `A killed apply` {
  @Test(arguments: KillScenario.all)
  func `converges to the bytes of an undisturbed one`(scenario: KillScenario) async throws {
    var stage = try await KillStage(scenario)
    var random = SeededGenerator(seed: scenario.seed)
    var kills = 0
    var chains = 0
    while kills < KillScenario.kills && chains < 10 * KillScenario.kills {
      chains += 1
      // Most of them are not looked at in between, because looking may tidy up.
      kills += try await stage.chain(of: 1 + random.below(9), watched: chains % 3 == 0, &random)
    }
    #expect(kills >= KillScenario.kills)
  }
}

struct KillScenario: Sendable, CustomStringConvertible {
  let description: String
  let seed: UInt64
  let before: ManifestText?
  let after: ManifestText

  /// In each scenario; four of them make two hundred.
  static let kills = 52
  static let all = [
    KillScenario(
      description: "the first apply", seed: 1, before: nil, after: ManifestText(version: 1)),
    KillScenario(
      description: "a new version in place", seed: 2, before: ManifestText(version: 1),
      after: ManifestText(version: 2)),
    KillScenario(
      description: "a replacement that keeps none", seed: 3,
      before: ManifestText(version: 1, keep: 0),
      after: ManifestText(version: 3, size: 6, keep: 0)),
    KillScenario(
      description: "a replacement that keeps one", seed: 4, before: ManifestText(version: 1),
      after: ManifestText(version: 3, size: 6)),
  ]

  var replaces: Bool { before.map { $0.size != after.size } ?? false }
}

/// A scenario with the state before it, and what an undisturbed apply makes of it.
struct KillStage {
  private let scenario: KillScenario
  private let base = Scene()
  private let work = Scene()
  private let before: Dump
  private let after: Dump
  /// How long an apply takes at present, which is another time when the machine has more or less to do.
  private var microseconds: Int
  private let lane = BlockingLane(label: "kills")

  init(_ scenario: KillScenario) async throws {
    self.scenario = scenario
    let first = GeneratedRows(seed: scenario.seed, count: 1100, dimensions: 8)
    let second = first.bumped(seed: scenario.seed)
    let versions = [first, second, second.resized(to: 6, seed: scenario.seed)]
    for scene in [base, work] { scene.write(versions) }
    if let manifest = scenario.before {
      base.write(manifest)
      try #require(try Program.run("apply", "--yes", "docs.yaml", in: base).status == 0)
    }
    try await Strangers.settle(
      in: base.database, beside: scenario.before != nil && !scenario.replaces)
    before = try await Dump(base.database)
    work.write(scenario.after)
    try work.takeDatabase(of: base)
    let start = ContinuousClock.now
    let end = try Program.run("apply", "--yes", "docs.yaml", in: work)
    microseconds = Int((ContinuousClock.now - start) / .microseconds(1))
    try #require(end.status == 0, "\(end.errors)")
    after = try await Dump(work.database)
    try #require(after != before)
  }

  /// Kills several applies on one database, then lets one run to its end. Returns how many kills hit.
  mutating func chain(
    of length: Int, watched: Bool, _ random: inout SeededGenerator
  ) async throws -> Int {
    try work.takeDatabase(of: base)
    var hits = 0
    for _ in 0..<length {
      // Writing begins late, so half of the moments lie in the second half.
      let least = random.chance(50) ? microseconds / 2 : 0
      let delay = Duration.microseconds(least + random.below(microseconds - least))
      let (end, time) = try await lane.run { [work] () throws(any Error) -> (Program.End, Int) in
        let program = try Program.start(["apply", "--yes", "docs.yaml"], in: work)
        let start = ContinuousClock.now
        program.wait { ContinuousClock.now - start > delay }
        let time = ContinuousClock.now - start
        program.signal(SIGKILL)
        return (program.end(), Int(time / .microseconds(1)))
      }
      if watched { try await look() }
      guard end.wasKilled else {
        #expect(end.status == 0, "\(end.errors)")
        // Of the later ones a part was done already.
        if hits == 0 { microseconds = max(time, 1000) }
        break
      }
      hits += 1
      microseconds += microseconds / 50
    }
    try await finish()
    return hits
  }

  /// What readers see between a kill and the next apply.
  private func look() async throws {
    let dump = try await Dump(work.database)
    let isLeftAlone = dump.strangers == before.strangers
    #expect(isLeftAlone, "points of others were touched")
    guard let live = dump.alias else {
      #expect(before.alias == nil)
      return
    }
    let seen = dump.collections[live]
    let isThere = seen != nil
    #expect(isThere, "the alias leads nowhere")
    guard scenario.replaces || scenario.before == nil else { return }
    let isOld = seen == before.collections[live] && live == before.alias
    let isNew = seen == after.collections[live] && live == after.alias
    #expect(isOld || isNew, "readers see a half-migrated collection")
  }

  private func finish() async throws {
    let end = try Program.run("apply", "--yes", "docs.yaml", in: work)
    #expect(end.status == 0, "\(end.errors)")
    let dump = try await Dump(work.database)
    let isSame = dump == after
    #expect(isSame, "\(dump.difference(from: after))")
    let plan = try Program.run("plan", "--detailed-exitcode", "docs.yaml", in: work)
    #expect(plan.status == 0, "\(plan.output)")
  }
}
