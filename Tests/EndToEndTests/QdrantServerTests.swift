import TestSupport
import Testing

/// The server that stands in for Qdrant must be one to Qdrant's own client.
@Suite(.timeLimit(.minutes(30))) struct `The test server` {
  private static let checks = """
    collections come and go
    a configuration is merged key by key
    quantization is replaced and disabled
    points come back as they went
    every kind of vector
    cosine is normalised
    payloads change by id and by filter
    indexes with parameters
    an alias is switched in one action
    mistakes are refused whole
    strict mode limits
    conditional writes
    slices are disjoint and whole

    """

  private static func ports(_ server: QdrantServer) -> [String] {
    ["--port", "\(server.port)", "--grpc-port", "\(server.grpcPort)"]
  }

  @Test(arguments: ["grpc", "rest"])
  func `is a server to the official client`(over transport: String) async throws {
    let server = try await QdrantServer.start()
    let output = runPython("qdrant/check.py", Self.ports(server) + ["--over", transport])
    #expect(String(decoding: output ?? [], as: UTF8.self) == Self.checks)
  }

  @Test func `keeps what it acknowledged when it is killed`() async throws {
    let server = try await QdrantServer.start()
    let before = runPython("qdrant/crash.py", Self.ports(server) + ["write"])
    #expect(String(decoding: before ?? [], as: UTF8.self) == "500\n")
    server.kill()
    #expect(server.pid == nil)
    try await server.restart()
    let after = runPython("qdrant/crash.py", Self.ports(server) + ["read"])
    #expect(String(decoding: after ?? [], as: UTF8.self) == "500 live -> crash\n")
  }

  @Test func `fails as often as it is told to, and counts the calls`() async throws {
    let server = try await QdrantServer.start()
    try await server.inject(
      .init("unavailable", on: "upsert", skip: 1), .init("lost_ack", on: "upsert"))
    let output = runPython("qdrant/crash.py", Self.ports(server) + ["faults"])
    // The first batch is there, though its answer was lost; the second is not.
    #expect(
      String(decoding: output ?? [], as: UTF8.self)
        == "upsert UNAVAILABLE\nupsert UNAVAILABLE\nupsert ok\n200\n")
    #expect(try await server.calls()["upsert"] == 3)
  }

  @Test func `is as old as it says`() async throws {
    let server = try await QdrantServer.start(.init(version: "1.15.3"))
    let output = runPython("qdrant/crash.py", Self.ports(server) + ["old"])
    #expect(
      String(decoding: output ?? [], as: UTF8.self)
        == "1.15.3\nUNIMPLEMENTED\nNone\n")
  }
}
