import Conformance
import Host
import Model
import TestSupport
import Testing

@testable import Qdrant

extension QdrantServer {
  /// A target on this server, spoken to in one of the two languages.
  func target(
    _ transport: QdrantConnection.Transport = .grpc, key: String? = nil, ca: String? = nil
  ) -> QdrantTarget {
    var connection = QdrantConnection(url: url, grpcPort: grpcPort, transport: transport)
    connection.apiKey = key.map { _ in .env("KEY") }
    connection.ca = ca
    let environment = Environment(key.map { ["KEY": $0] } ?? [:])
    var target = QdrantTarget(connection, environment: environment)
    target.patience.total = .seconds(20)
    return target
  }
}

extension QdrantTarget {
  /// Writes points without a mark, as another program would.
  func insertUnmanaged(_ points: [Point], _ collection: String) async throws {
    let conversation = try await open()
    _ = try await conversation.dialect.upsert(points[...], UpsertManner(), in: collection)
  }

  var subject: Subject {
    Subject(target: self) { try await insertUnmanaged($0, $1) }
  }
}

@Suite(.serialized, .timeLimit(.minutes(15))) struct `The Qdrant target` {
  @Test(arguments: Conformance.cases)
  func `does over gRPC what every target must do`(_ one: Conformance.Case) async throws {
    let server = try await QdrantServer.start()
    try await one.run(server.target(.grpc).subject)
    withExtendedLifetime(server) {}
  }

  @Test(arguments: Conformance.cases)
  func `does over REST what every target must do`(_ one: Conformance.Case) async throws {
    let server = try await QdrantServer.start()
    try await one.run(server.target(.rest).subject)
    withExtendedLifetime(server) {}
  }
}
