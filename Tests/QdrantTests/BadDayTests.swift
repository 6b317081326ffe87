import Host
import Model
import TestSupport
import Testing

@testable import Qdrant

private let languages: [QdrantConnection.Transport] = [.grpc, .rest]

@Suite(.serialized, .timeLimit(.minutes(15))) struct `On a bad day` {
  @Test(arguments: languages)
  func `every answer may be lost once, and the end is the same`(
    _ transport: QdrantConnection.Transport
  ) async throws {
    let (calm, stormy) = (try await QdrantServer.start(), try await QdrantServer.start())
    try await Story.tell(calm.target(transport))
    let target = stormy.target(transport)
    let writer = try await target.writer()
    try await writer.close()
    // Each of these is done, and said not to be.
    try await stormy.inject(
      .init("lost_ack", on: "create_collection"), .init("lost_ack", on: "create_index", times: 2),
      .init("lost_ack", on: "upsert", times: 5), .init("lost_ack", on: "batch"),
      .init("lost_ack", on: "set_payload"), .init("lost_ack", on: "delete", times: 2),
      .init("lost_ack", on: "update_collection"), .init("lost_ack", on: "update_aliases"),
      .init("unavailable", on: "get", skip: 3), .init("internal", on: "scroll"),
      .init("timeout", on: "count"), .init("cancelled", on: "get_collection"))
    try await Story.tell(target)
    #expect(try await Story.end(target) == Story.end(calm.target(transport)))
  }

  @Test(arguments: languages)
  func `a collection whose creation was answered by nobody is ours, and another one is not`(
    _ transport: QdrantConnection.Transport
  ) async throws {
    let server = try await QdrantServer.start()
    let target = server.target(transport)
    let writer = try await target.writer()
    try await writer.take(Story.lock, now: Story.lock.takenAt)
    try await server.inject(.init("lost_ack", on: "create_collection"))
    try await writer.create("docs", Story.spec, under: Story.lock)
    await #expect(throws: QdrantError.self) {
      try await writer.create("docs", Story.spec, under: Story.lock)
    }
  }

  @Test(arguments: languages)
  func `a collection just created need not be known everywhere, and one that is gone is gone`(
    _ transport: QdrantConnection.Transport
  ) async throws {
    let server = try await QdrantServer.start()
    var target = server.target(transport)
    // As long as all of this may take.
    target.patience.newborn = .seconds(600)
    let writer = try await target.writer()
    try await writer.take(Story.lock, now: Story.lock.takenAt)
    try await server.inject(
      .init("unseen", on: "update_collection", times: 2), .init("unseen", on: "upsert", times: 3),
      .init("unseen", on: "create_index"), .init("unseen", on: "get_collection", times: 2),
      .init("unseen", on: "count"), .init("unseen", on: "scroll"),
      .init("unseen", on: "update_aliases"))
    try await writer.create("docs", Story.spec, under: Story.lock)
    try await writer.createIndex("n", .string("integer"), in: "docs", under: Story.lock)
    try await writer.upsert(Story.points(0..<200), in: "docs", under: Story.lock)
    try await writer.point(alias: "live", to: "docs", under: Story.lock)
    // Whoever reads through the same target knows it, too.
    #expect(try await target.reader().collection("docs")?.points == 200)
    var found = 0
    try await target.reader().scan("docs") { found += $0.count }
    #expect(found == 200)
    try await writer.create("other", Story.spec, under: Story.lock)
    try await writer.drop("other", under: Story.lock)
    #expect(try await target.reader().collection("other") == nil)
    // It was there before another one began to read.
    try await server.inject(.init("unseen", on: "get_collection"))
    #expect(try await server.target(transport).reader().collection("docs") == nil)
  }

  @Test(arguments: languages)
  func `a server that is busy is asked again when it said, and for less when it did not`(
    _ transport: QdrantConnection.Transport
  ) async throws {
    let server = try await QdrantServer.start()
    let target = server.target(transport)
    let writer = try await Story.begun(target)
    try await server.inject(
      .init("rate", on: "upsert"), .init("rate_blind", on: "upsert", times: 3),
      .init("rate", on: "get"))
    try await writer.upsert(Story.points(0..<400), in: "docs", under: Story.lock)
    #expect(try await target.reader().collection("docs")?.points == 400)
    let calls = try await server.calls()
    #expect((calls["upsert"] ?? 0) >= 6)
  }

  @Test(arguments: languages)
  func `poison points are found, named and left out, and all others are there`(
    _ transport: QdrantConnection.Transport
  ) async throws {
    let server = try await QdrantServer.start()
    let target = server.target(transport)
    let writer = try await Story.begun(target)
    try await server.poison([77, 201])
    do {
      try await writer.upsert(Story.points(0..<300), in: "docs", under: Story.lock)
      Issue.record("nothing was refused")
    } catch let error as RefusedPoints {
      #expect(error.points.map(\.id) == [.number(77), .number(201)])
      #expect(error.sentence.hasPrefix("the target refused 2 points: 77 ("))
    }
    #expect(try await target.reader().collection("docs")?.points == 298)
  }

  @Test(arguments: languages)
  func `what is about no point is said once`(_ transport: QdrantConnection.Transport) async throws {
    let server = try await QdrantServer.start()
    let writer = try await Story.begun(server.target(transport))
    try await server.poison(Array(0..<300))
    let before = try await server.calls()["upsert"] ?? 0
    await #expect(throws: QdrantError.self) {
      try await writer.upsert(Story.points(0..<300), in: "docs", under: Story.lock)
    }
    #expect(try await server.calls()["upsert"] ?? 0 - before < 200)
  }

  @Test(arguments: languages)
  func `a write that is late is waited for`(_ transport: QdrantConnection.Transport) async throws {
    let server = try await QdrantServer.start()
    let target = server.target(transport)
    let writer = try await Story.begun(target)
    try await server.inject(.init("wait_timeout", on: "upsert"))
    try await server.pretend("yellow", queue: 3, times: 2)
    try await writer.upsert(Story.points(0..<10), in: "docs", under: Story.lock)
    #expect(try await target.reader().collection("docs")?.points == 10)
  }

  @Test func `a collection settles when it is green, and says what is in the way when it is red`()
    async throws
  {
    let server = try await QdrantServer.start()
    let writer = try await Story.begun(server.target())
    try await server.pretend("yellow", times: 3)
    try await writer.settle("docs")
    try await server.pretend("grey", times: 2)
    try await writer.settle("docs")
    try await server.pretend("red", times: 2)
    await #expect(throws: QdrantError.self) { try await writer.settle("docs") }
  }

  @Test func `a collection that never settles is waited for as long as it gets on`() async throws {
    let server = try await QdrantServer.start()
    var target = server.target()
    target.patience.standstill = .seconds(1)
    let writer = try await Story.begun(target)
    try await server.pretend("yellow", times: 1_000_000)
    do {
      try await writer.settle("docs")
      Issue.record("it settled")
    } catch let error as QdrantError {
      #expect(error.code == .notSettled)
      #expect(
        error.message
          == "collection docs does not settle: it is yellow, and nothing has changed for 1 s")
      #expect(error.hint?.hasPrefix("look at the server's load") == true)
    }
  }

  @Test(arguments: languages)
  func `a server that dies in the middle and comes back loses nothing`(
    _ transport: QdrantConnection.Transport
  ) async throws {
    let server = try await QdrantServer.start()
    let target = server.target(transport)
    let writer = try await Story.begun(target)
    try await server.inject(.init("kill_after", on: "upsert", skip: 2))
    async let written: Void = writer.upsert(Story.points(0..<800), in: "docs", under: Story.lock)
    try await Task.sleep(for: .milliseconds(500))
    try await server.restart()
    try await written
    var found: [PointID] = []
    try await target.reader().scan("docs") { found += $0.map(\.id) }
    #expect(found == (0..<800).map { .number(UInt64($0)) })
  }

  @Test func `connections that the server says farewell to are replaced`() async throws {
    var options = QdrantServer.Options()
    options.age = 150
    let server = try await QdrantServer.start(options)
    let target = server.target()
    try await Story.tell(target, count: 3000)
    #expect(try await target.reader().collection("docs")?.points == 2980)
  }

  @Test(arguments: languages)
  func `a full disk is said and not tried for ever`(
    _ transport: QdrantConnection.Transport
  ) async throws {
    let server = try await QdrantServer.start()
    let writer = try await Story.begun(server.target(transport))
    try await server.inject(.init("full", on: "upsert", times: 50))
    do {
      try await writer.upsert(Story.points(0..<10), in: "docs", under: Story.lock)
      Issue.record("nothing was refused")
    } catch let error as QdrantError {
      #expect(error.code == .full)
      #expect(error.hint?.hasPrefix("give the server more disk") == true)
    }
  }
}
