import Glibc
import Host
import TestSupport
import Testing

/// A reader that never rests, and a way back.
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
}
