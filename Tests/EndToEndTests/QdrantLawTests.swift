import Foundation
import Glibc
import Host
import TestSupport
import Testing

/// The laws against a client that dies, a server that dies and answers that get lost, under the eyes
/// of a reader that never rests: the same final bytes, nothing of others touched, and the alias always
/// at something whole.
///
/// PLUMB_KILLS says how many clients and how many servers are killed: 100 of each take an hour.
@Suite(.serialized, .timeLimit(.minutes(240))) struct `Qdrant whatever dies` {
  static let kills = ProcessInfo.processInfo.environment["PLUMB_KILLS"].flatMap { Int($0) } ?? 12

  @Test(arguments: QdrantLaw.Scenario.allCases)
  func `a client that is killed at any call converges`(scenario: QdrantLaw.Scenario) async throws {
    let law = try await QdrantLaw(scenario)
    var random = SeededGenerator(seed: scenario == .inPlace ? 1 : 2)
    try await law.underWatch {
      var hits = 0
      while hits < Self.kills / 2 {
        let length = min(1 + random.below(9), Self.kills / 2 - hits)
        hits += try await law.killClients(length, &random)
      }
      print("\(scenario): \(hits) clients killed")
    }
  }

  @Test(arguments: QdrantLaw.Scenario.allCases)
  func `a server that is killed at any call loses nothing`(
    scenario: QdrantLaw.Scenario
  ) async throws {
    let law = try await QdrantLaw(scenario)
    var random = SeededGenerator(seed: scenario == .inPlace ? 3 : 4)
    try await law.underWatch {
      var hits = 0
      while hits < Self.kills / 2 {
        let length = min(1 + random.below(5), Self.kills / 2 - hits)
        hits += try await law.killServers(length, &random)
      }
      print("\(scenario): \(hits) servers killed")
    }
  }

  /// Every one of them when there are that many kills, else some all along the way.
  @Test(arguments: QdrantLaw.Scenario.allCases)
  func `any answer may be lost`(scenario: QdrantLaw.Scenario) async throws {
    let law = try await QdrantLaw(scenario)
    try await law.underWatch {
      var lost = 0
      for place in stride(from: 0, to: law.calls, by: max(1, law.calls / Self.kills)) {
        try await law.loseAnswer(place)
        lost += 1
      }
      print("\(scenario): \(lost) answers of \(law.calls) lost")
    }
  }
}

/// One server on which a collection goes back and forth between two versions, and what an undisturbed
/// server holds of either.
final class QdrantLaw: Sendable {
  enum Scenario: String, Sendable, CaseIterable {
    case inPlace, replacing
  }

  private let scenario: Scenario
  private let stage: QdrantScene
  /// What readers shall find, by version.
  private let promised: [Int: String]
  /// How many calls an undisturbed apply makes that writes all points.
  let calls: Int
  private let version = Locked(1)
  private let lane = BlockingLane(label: "kills")

  init(_ scenario: Scenario) async throws {
    self.scenario = scenario
    let calm = try await QdrantLaw.stage(scenario)
    // A replacement would leave strangers behind, and is refused.
    let others = scenario == .inPlace ? "strangers" : "neighbours"
    var promised = [1: try await QdrantLaw.dump(calm, others)]
    let before = try await calm.server.calls().values.reduce(0, +)
    try await QdrantLaw.apply(2, calm)
    calls = try await calm.server.calls().values.reduce(0, +) - before
    promised[2] = try await QdrantLaw.dump(calm)
    self.promised = promised
    stage = try await QdrantLaw.stage(scenario)
    try #require(try await QdrantLaw.dump(stage, others) == promised[1])
    try #require(promised[1] != promised[2])
  }

  private static func stage(_ scenario: Scenario) async throws -> QdrantScene {
    let stage = try await QdrantScene()
    stage.write(rows: [
      rows(1..<2001, dimensions: 8),
      rows(500..<2501, dimensions: scenario == .inPlace ? 8 : 5, edition: 1),
    ])
    declare(1, scenario, stage)
    try await apply(1, stage)
    declare(2, scenario, stage)
    return stage
  }

  private static func rows(_ range: Range<Int>, dimensions: Int, edition: Int = 0) -> String {
    range.map { number in
      let vector = (0..<dimensions).map { "\(1 + (number * 7 + $0 * 3 + edition) % 11)" }
      // A tenth of the points keep their vectors, and a tenth of those their payloads.
      let page = number % 10 == 0 ? number : number + edition
      return
        #"{"id":\#(number),"text":"row \#(number)","metadata":{"page":\#(page)},"#
        + #""vector":[\#(vector.joined(separator: ","))]}"# + "\n"
    }.joined()
  }

  private static func declare(_ version: Int, _ scenario: Scenario, _ stage: QdrantScene) {
    let size = scenario == .replacing && version == 2 ? 5 : 8
    stage.write(
      collection: #"{"vectors": {"size": \#(size), "distance": "Dot"}}"#, version: version,
      sync: "{ prune: true, keep: 1, allow: [replace, deletes], "
        + "maxDelete: { count: 100000, percent: 100 } }")
  }

  private static func apply(_ version: Int, _ stage: QdrantScene) async throws {
    let end = try await stage.run("apply", "--yes", "docs.yaml")
    try #require(end.status == 0, "\(end.output)\(end.errors)")
  }

  private static func dump(_ stage: QdrantScene, _ words: String...) async throws -> String {
    let server = stage.server
    let arguments = ["\(server.port)", "\(server.grpcPort)", "docs-live"] + words
    let output = await BlockingLane(label: "dump").run { runPython("qdrant/dump.py", arguments) }
    return String(decoding: try #require(output), as: UTF8.self)
  }
}

extension QdrantLaw {
  /// Has a reader ask all the time for points that both versions have, until `body` is over.
  func underWatch(_ body: () async throws -> Void) async throws {
    let stop = stage.scene.folder + "/stop"
    var words = [
      "--port", "\(stage.server.port)", "--grpc-port", "\(stage.server.grpcPort)", "--alias",
      "docs-live", "--ids", "600", "640", "--until", stop, "--patient",
    ]
    // A generation has all of its points before readers are sent to it.
    if scenario == .replacing { words += ["--counts", "2000", "2001"] }
    async let watched = BlockingLane(label: "watch").run { [words] in
      runPython("qdrant/watch.py", words)
    }
    do {
      try await body()
    } catch {
      stage.scene.write("stop", "")
      throw error
    }
    stage.scene.write("stop", "")
    let sizes = scenario == .inPlace ? "[8]" : "[5, 8]"
    #expect(
      String(decoding: await watched ?? [], as: UTF8.self)
        == "asked many times\nsaw dimensions \(sizes)\n")
  }

  /// Kills clients one after the other on the way to the other version, then lets one arrive.
  func killClients(_ count: Int, _ random: inout SeededGenerator) async throws -> Int {
    turn()
    let file = stage.scene.folder + "/client.pid"
    let ways = ["kill_client_before", "kill_client", "kill_client_after"]
    var hits = 0
    for _ in 0..<count {
      unlink(file)
      try await stage.server.inject(
        .init(ways[random.below(3)], skip: random.below(calls), file: file))
      let program = try Program.start(["apply", "--yes", "docs.yaml"], in: stage.scene)
      stage.scene.write("client.pid", "\(program.pid)\n")
      let end = await lane.run { program.end() }
      guard end.wasKilled else {
        // What was left to do took fewer calls.
        #expect(end.status == 0, "\(end.output)\(end.errors)")
        break
      }
      hits += 1
    }
    try await stage.server.inject()
    try await arrive()
    return hits
  }

  /// Kills the server again and again while the program works towards the other version.
  func killServers(_ count: Int, _ random: inout SeededGenerator) async throws -> Int {
    turn()
    var hits = 0
    var applies = 0
    var status: Int32 = -1
    while status != 0 && applies < 20 {
      applies += 1
      let before = hits
      if hits < count { hits += try await rule(aim(&random)) }
      let program = try Program.start(["apply", "--yes", "docs.yaml"], in: stage.scene)
      while !program.hasEnded {
        if stage.server.isGone {
          hits += 1
          try await stage.server.restart()
          if hits < count { hits += try await rule(aim(&random)) }
        }
        try await Task.sleep(for: .milliseconds(5))
      }
      let end = await lane.run { program.end() }
      hits += try await rule(nil)
      status = end.status
      // Only because of a kill may it give up.
      #expect(status == 0 || hits > before, "\(end.output)\(end.errors)")
    }
    try await arrive()
    return hits
  }

  private func aim(_ random: inout SeededGenerator) -> QdrantServer.Fault {
    .init(random.chance(50) ? "kill" : "kill_after", skip: random.below(calls))
  }

  /// Replaces the rules, and the server if one of them has just killed it: it closes its connections
  /// a while before it is gone. Returns how often it did.
  private func rule(_ fault: QdrantServer.Fault?) async throws -> Int {
    var deaths = 0
    while true {
      do {
        if let fault {
          try await stage.server.inject(fault)
        } else {
          try await stage.server.inject()
        }
        return deaths
      } catch is Peer.StartError {
        while !stage.server.isGone { try await Task.sleep(for: .milliseconds(5)) }
        deaths += 1
        try await stage.server.restart()
      }
    }
  }

  /// The program notices nothing.
  func loseAnswer(_ place: Int) async throws {
    turn()
    try await stage.server.inject(.init("lost_ack", skip: place))
    let end = try await stage.run("apply", "--yes", "docs.yaml")
    #expect(end.status == 0, "answer \(place): \(end.output)\(end.errors)")
    try await stage.server.inject()
    try await arrive()
  }

  private func turn() {
    let next = version.withLock { version in
      version = 3 - version
      return version
    }
    QdrantLaw.declare(next, scenario, stage)
  }

  /// Runs to the end; everything must then be as if nothing had happened.
  private func arrive() async throws {
    let end = try await stage.run("apply", "--yes", "docs.yaml")
    #expect(end.status == 0, "\(end.output)\(end.errors)")
    let dump = try await QdrantLaw.dump(stage)
    #expect(dump == promised[version.withLock { $0 }])
    let plan = try await stage.run("plan", "--detailed-exitcode", "docs.yaml")
    #expect(plan.status == 0, "\(plan.output)")
  }
}

extension QdrantServer {
  /// A process that died and was not yet waited for is a zombie.
  fileprivate var isGone: Bool {
    guard let pid, let bytes = try? Files.read("/proc/\(pid)/stat", limit: 4096) else {
      return true
    }
    return String(decoding: bytes, as: UTF8.self).contains(") Z ")
  }
}
