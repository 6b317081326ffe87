import Model
import TestSupport
import Testing

@testable import Qdrant

/// Ids as they are found in collections, near to each other or not.
private enum Ids: String, CaseIterable {
  case dense, spread, random, mixed, clustered, largest

  var all: [PointID] {
    var generator = SeededGenerator(seed: 11)
    let uuids = (0..<300).map { _ in
      PointID.uuid(UUID(high: generator.next(), low: generator.next()))
    }
    func numbers(_ count: Int, from start: UInt64, step: UInt64 = 1) -> [PointID] {
      (0..<UInt64(count)).map { .number(start + $0 * step) }
    }
    switch self {
    case .dense: return numbers(600, from: 0)
    case .spread: return (0..<400).map { .number(UInt64($0 * 7919 % 100_003)) }
    case .random: return uuids
    case .mixed: return numbers(250, from: 5, step: 3) + uuids
    case .clustered:
      return [0, 1_000_000, 1 << 40, (1 << 63) - 20].flatMap { numbers(70, from: $0) }
        + (0..<200).map { .uuid(UUID(high: $0 < 100 ? 0 : .max, low: $0)) }
    case .largest: return numbers(200, from: .max - 199)
    }
  }
}

@Suite(.serialized, .timeLimit(.minutes(15))) struct `A server that does not divide a scan` {
  private func loaded(
    _ ids: [PointID], _ server: QdrantServer, _ transport: QdrantConnection.Transport
  ) async throws -> QdrantTarget {
    var target = server.target(transport)
    target.scale.divided = 50
    target.scale.page = 16
    let writer = try await Story.begun(target)
    let points = ids.map { id in
      var point = Story.point(1)
      point.id = id
      return point
    }
    try await writer.upsert(points, in: "docs", under: Story.lock)
    return target
  }

  @Test(arguments: [QdrantConnection.Transport.grpc, .rest], Ids.allCases)
  fileprivate func `is asked for several pages at once, and every point is seen once and in order`(
    _ transport: QdrantConnection.Transport, _ ids: Ids
  ) async throws {
    let server = try await QdrantServer.start(.init(version: "1.18.2"))
    let target = try await loaded(ids.all, server, transport)
    let before = try await server.calls()["scroll"] ?? 0
    var found: [PointID] = []
    try await target.reader().scan("docs") { found += $0.map(\.id) }
    #expect(found == ids.all.sorted())
    // Nor is much read that nobody needs.
    let pages = (try await server.calls()["scroll"] ?? 0) - before
    let fewest = (ids.all.count + 15) / 16
    #expect(pages >= fewest && pages <= 2 * fewest + 10, "\(pages) pages instead of \(fewest)")
  }

  @Test func `is told that it was enough`() async throws {
    let server = try await QdrantServer.start(.init(version: "1.18.2"))
    let target = try await loaded(Ids.dense.all, server, .grpc)
    struct Enough: Error {}
    await #expect(throws: Enough.self) {
      try await target.reader().scan("docs") { _ in throw Enough() }
    }
  }

  @Test func `is asked for as few points at once as it gives`() async throws {
    let server = try await QdrantServer.start(.init(version: "1.18.2"))
    let target = try await loaded(Ids.mixed.all, server, .grpc)
    let writer = try await target.writer()
    try await writer.alter(
      "docs",
      ["strict_mode_config": .object(["enabled": .bool(true), "max_query_limit": .int(5)])],
      under: Story.lock)
    var found: [PointID] = []
    try await target.reader().scan("docs") { page in
      #expect(page.count <= 5)
      found += page.map(\.id)
    }
    #expect(found == Ids.mixed.all.sorted())
  }
}
