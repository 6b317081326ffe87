import Glibc
import Host
import TestSupport
import Testing

/// The laws against a server that dies, a client that dies, and a reader that never rests.
@Suite(.serialized, .timeLimit(.minutes(30))) struct `Qdrant on bad days` {
  private static let small = #"{"vectors": {"size": 8, "distance": "Cosine"}}"#
  private static let other =
    #"{"vectors": {"size": 5, "distance": "Dot"}, "payload_indexes": {"page": "integer"}}"#

  private func rows(_ range: Range<Int>, dimensions: Int, edition: Int = 0) -> String {
    range.map { number in
      let vector = (0..<dimensions).map { "\(1 + (number * 7 + $0 * 3) % 11)" }
      return
        #"{"id":\#(number),"text":"row \#(number) \#(edition)","metadata":{"page":\#(number)},"#
        + #""vector":[\#(vector.joined(separator: ","))]}"# + "\n"
    }.joined()
  }

  private func stage() async throws -> QdrantScene {
    let stage = try await QdrantScene()
    stage.write(rows: [
      rows(1..<2001, dimensions: 8), rows(500..<2501, dimensions: 5, edition: 1),
    ])
    return stage
  }

  private static let sync =
    "{ prune: true, keep: 1, allow: [replace, deletes], maxDelete: { count: 100000, percent: 100 } }"

  @Test func `a reader never misses a point through a swap`() async throws {
    let stage = try await stage()
    stage.write(collection: Self.small)
    #expect(try await stage.run("apply", "--yes", "docs.yaml").status == 0)
    stage.write(collection: Self.other, version: 2, sync: Self.sync)
    let stop = stage.scene.folder + "/stop"
    let ports = ["--port", "\(stage.server.port)", "--grpc-port", "\(stage.server.grpcPort)"]
    let words = ports + ["--alias", "docs-live", "--ids", "600", "640", "--until", stop]
    async let watched = BlockingLane(label: "watch").run { runPython("qdrant/watch.py", words) }
    // The watcher is there when it has asked a few times.
    for _ in 0..<600 where (try await stage.server.calls()["get"] ?? 0) < 10 { usleep(50_000) }
    let applied = try await stage.run("apply", "--yes", "docs.yaml")
    #expect(applied.status == 0, "\(applied.output)\(applied.errors)")
    let before = try await stage.server.calls()["get"] ?? 0
    for _ in 0..<600 where (try await stage.server.calls()["get"] ?? 0) < before + 50 {
      usleep(50_000)
    }
    stage.scene.write("stop", "")
    #expect(
      String(decoding: await watched ?? [], as: UTF8.self)
        == "asked many times\nsaw dimensions [5, 8]\n")
    #expect(
      await stage.readBack(collection: Self.other, version: 2)
        == "kept: 2001 points, 2 settings, 1 indexes\n")
    // And back, at once.
    #expect(try await stage.run("rollback", "docs.yaml").status == 0)
    #expect(
      await stage.readBack(collection: Self.small) == "kept: 2000 points, 2 settings, 0 indexes\n")
  }

  @Test(arguments: [false, true])
  func `a client that is killed at random converges`(replacing: Bool) async throws {
    let stage = try await stage()
    stage.write(collection: replacing ? Self.small : Self.other, version: replacing ? 1 : 2)
    if replacing { #expect(try await stage.run("apply", "--yes", "docs.yaml").status == 0) }
    stage.write(collection: Self.other, version: 2, sync: Self.sync)
    var random = SeededGenerator(seed: replacing ? 2 : 1)
    var kills = 0
    let lane = BlockingLane(label: "kills")
    for _ in 0..<12 {
      let delay = UInt32(1000 * (20 + random.below(400)))
      let end = try await lane.run { [stage] () throws(any Error) -> Program.End in
        let program = try Program.start(["apply", "--yes", "docs.yaml"], in: stage.scene)
        usleep(delay)
        program.signal(SIGKILL)
        return program.end()
      }
      guard end.wasKilled else { break }
      kills += 1
    }
    #expect(kills > 0)
    let last = try await stage.run("apply", "--yes", "docs.yaml")
    #expect(last.status == 0, "\(last.output)\(last.errors)")
    #expect(
      await stage.readBack(collection: Self.other, version: 2)
        == "kept: 2001 points, 2 settings, 1 indexes\n")
    let plan = try await stage.run("plan", "--detailed-exitcode", "docs.yaml")
    #expect(plan.status == 0, "\(plan.output)")
  }

  @Test func `a server that is killed at random loses nothing`() async throws {
    let stage = try await stage()
    stage.write(collection: Self.other, version: 2, sync: Self.sync)
    var random = SeededGenerator(seed: 3)
    var status: Int32 = -1
    for _ in 0..<6 where status != 0 {
      let skip = random.below(12)
      let what = random.chance(50) ? "kill" : "kill_after"
      try await stage.server.inject(.init(what, on: "upsert", skip: skip))
      async let applied = stage.run("apply", "--yes", "docs.yaml")
      for _ in 0..<100 where kill(stage.server.pid ?? 0, 0) == 0 && !isGone(stage.server) {
        usleep(20_000)
      }
      try await stage.server.restart()
      status = try await applied.status
    }
    try await stage.server.inject()
    let last = try await stage.run("apply", "--yes", "docs.yaml")
    #expect(last.status == 0, "\(last.output)\(last.errors)")
    #expect(
      await stage.readBack(collection: Self.other, version: 2)
        == "kept: 2001 points, 2 settings, 1 indexes\n")
  }

  /// A process that died and was not yet waited for is a zombie.
  private func isGone(_ server: QdrantServer) -> Bool {
    guard let pid = server.pid, let bytes = try? Files.read("/proc/\(pid)/stat", limit: 4096) else {
      return true
    }
    return String(decoding: bytes, as: UTF8.self).contains(") Z ")
  }
}
