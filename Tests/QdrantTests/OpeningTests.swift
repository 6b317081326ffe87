import Host
import Model
import TestSupport
import Testing

@testable import Qdrant

@Suite(.serialized, .timeLimit(.minutes(15))) struct `Opening a target` {
  private func refusal(_ target: QdrantTarget) async -> QdrantError? {
    do {
      _ = try await target.reader()
    } catch let error as QdrantError {
      return error
    } catch {
      Issue.record("\(error)")
    }
    return nil
  }

  @Test func `says which server it is`() async throws {
    let server = try await QdrantServer.start()
    for transport in QdrantConnection.Transport.allCases {
      let facts = try await server.target(transport).reader().facts()
      #expect(facts == TargetFacts(kind: "qdrant", address: server.url, version: "1.19.0"))
    }
  }

  @Test func `falls back to REST where nobody speaks gRPC`() async throws {
    let server = try await QdrantServer.start()
    // The port of REST, and a port where nobody listens.
    for port in [server.port, 9] {
      let connection = QdrantConnection(url: server.url, grpcPort: port, transport: .auto)
      let target = QdrantTarget(connection, environment: Environment())
      let conversation = try await target.open()
      #expect(conversation.dialect is RESTDialect)
    }
    let conversation = try await server.target(.auto).open()
    #expect(conversation.dialect is GRPCDialect)
  }

  @Test func `says that a port is the wrong one`() async throws {
    let server = try await QdrantServer.start()
    let grpc = QdrantConnection(url: server.url, grpcPort: server.port, transport: .grpc)
    let error = await refusal(QdrantTarget(grpc, environment: Environment()))
    #expect(error?.address == server.url)
    #expect(error?.hint == Failure.portHint)
    let rest = QdrantConnection(
      url: "http://127.0.0.1:\(server.grpcPort)", grpcPort: server.grpcPort, transport: .rest)
    #expect(await refusal(QdrantTarget(rest, environment: Environment())) != nil)
  }

  @Test(arguments: [QdrantConnection.Transport.grpc, .rest])
  func `needs the right key, and never says it`(
    _ transport: QdrantConnection.Transport
  ) async throws {
    let server = try await QdrantServer.start(.init(apiKey: "right-key"))
    #expect(await refusal(server.target(transport, key: "right-key")) == nil)
    for key in ["wrong-key", nil] {
      let error = await refusal(server.target(transport, key: key))
      #expect(
        error?.code == .unauthenticated || error?.code == .forbidden, "\(String(describing: error))"
      )
      #expect(error?.hint == "check `apiKey` in the connections")
      #expect(!"\(String(describing: error))".contains("wrong-key"))
    }
    var connection = QdrantConnection(
      url: server.url, grpcPort: server.grpcPort, transport: transport)
    connection.apiKey = .env("NOWHERE")
    let error = await refusal(QdrantTarget(connection, environment: Environment()))
    #expect(error?.code == .noSecret)
    connection.apiKey = .file("/nonexistent/key")
    #expect(
      await refusal(QdrantTarget(connection, environment: Environment()))?.code == .noSecret)
  }

  @Test(arguments: [
    "", "qdrant", "ftp://host", "http://", "http://user:geheim@host:6333", "http://host:0",
    "http://host:99999", "http://host?api-key=geheim",
  ])
  func `refuses what is no address, without repeating it`(_ url: String) async {
    let target = QdrantTarget(QdrantConnection(url: url), environment: Environment())
    let error = await refusal(target)
    #expect(error?.code == .badAddress)
    #expect(!"\(String(describing: error))".contains("geheim"))
  }

  @Test(arguments: [
    ("http://host", "http://host:6333", "http://host:6334", ""),
    ("https://host:443/qdrant/", "https://host:443", "https://host:6334", "/qdrant"),
    ("HTTP://[::1]:7000", "http://[::1]:7000", "http://[::1]:6334", ""),
    ("http://[::1]", "http://[::1]:6333", "http://[::1]:6334", ""),
  ])
  func `understands addresses`(
    _ url: String, _ origin: String, _ grpc: String, _ path: String
  ) throws {
    let address = try ServerAddress(url)
    #expect(address.origin == origin)
    #expect(address.origin(port: 6334) == grpc)
    #expect(address.path == path)
  }

  @Test func `an old server is read, and not written`() async throws {
    let server = try await QdrantServer.start(.init(version: "1.15.1"))
    _ = try await server.target().reader().aliases()
    do {
      _ = try await server.target().writer()
      Issue.record("not refused")
    } catch let error as QdrantError {
      #expect(error.code == .tooOld)
      #expect(
        error.description
          == "\(server.url): Qdrant 1.15.1 can be read but not written safely; "
          + "upgrade the server to 1.16 or newer")
    }
  }

  @Test(
    arguments: [
      ("1.19.0", "1.19.0"), ("v1.20.0-dev", "1.20.0"), ("1.18", "1.18"), ("x", nil), ("", nil),
    ] as [(String, String?)])
  func `reads versions`(_ text: String, _ version: String?) {
    #expect(ServerVersion(text)?.description == version)
  }
}

@Suite struct `A setting that a server does not know yet` {
  @Test(
    arguments: [
      (
        ["hnsw_config": .object(["inline_storage": .bool(true)])], "hnsw_config.inline_storage",
        "1.16"
      ),
      (
        ["vectors": .object(["a": .object(["memory": .string("cold")])])], "vectors.a.memory",
        "1.19"
      ),
      (
        ["vectors": .object(["datatype": .string("turbo4")])], "vectors.datatype", "1.18.2"
      ),
      (
        ["vectors": .object(["quantization_config": .object(["turbo": .object([:])])])],
        "vectors.quantization_config.turbo", "1.18"
      ),
      (
        ["payload_indexes": .object(["a": .object(["prefix": .bool(true)])])],
        "payload_indexes.a.prefix", "1.19"
      ),
      (["metadata": .object(["a": .int(1)])], "metadata", "1.16"),
    ] as [(PayloadObject, String, String)])
  func `is refused with the version that does`(
    _ declared: PayloadObject, _ path: String, _ since: String
  ) throws {
    let old = ServerVersion(1, 15)
    let refusal = #expect(throws: Refusal.self) { try old.demand(declared) }
    #expect(
      refusal?.message == "\(path) needs Qdrant \(since) or newer, and the server is 1.15.0")
    try ServerVersion(1, 20).demand(declared)
  }

  @Test func `is fine where its value was always known`() throws {
    let declared: PayloadObject = ["vectors": .object(["datatype": .string("float16")])]
    try ServerVersion(1, 15).demand(declared)
  }
}
