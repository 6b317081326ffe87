import Conformance
import Host
import Model
import TestSupport
import Testing

@testable import Qdrant

/// PLUMB_TEST_QDRANT=http://HOST:6333 runs the conformance suite against a server of yours, over the
/// transport in PLUMB_TEST_QDRANT_TRANSPORT (grpc, unless it says rest) and with the key in
/// PLUMB_TEST_QDRANT_KEY. It must be empty, or nothing is done; every case then drops what it made.
@Suite(.serialized, .timeLimit(.minutes(15)), .enabled(if: RealServer.url != nil))
struct `A server of yours` {
  @Test(arguments: Conformance.cases)
  func `does what every target must do`(_ one: Conformance.Case) async throws {
    let target = try #require(RealServer.target)
    try await RealServer.clear(target)
    try await one.run(target.subject)
    try await RealServer.clear(target)
  }
}

private enum RealServer {
  static let environment = Environment.captured()
  static var url: String? { environment.nonEmpty("PLUMB_TEST_QDRANT") }

  static var target: QdrantTarget? {
    guard let url else { return nil }
    var connection = QdrantConnection(url: url)
    connection.transport =
      QdrantConnection.Transport(
        rawValue: environment.nonEmpty("PLUMB_TEST_QDRANT_TRANSPORT") ?? "") ?? .grpc
    connection.grpcPort = environment.nonEmpty("PLUMB_TEST_QDRANT_PORT").flatMap { Int($0) } ?? 6334
    if environment.nonEmpty("PLUMB_TEST_QDRANT_KEY") != nil {
      connection.apiKey = .env("PLUMB_TEST_QDRANT_KEY")
    }
    return QdrantTarget(connection, environment: environment)
  }

  /// Whether the server was seen to be empty: what is there later, is ours.
  private static let wasEmpty = Locked(false)

  static func clear(_ target: QdrantTarget) async throws {
    let conversation = try await target.open()
    let answer = try await conversation.schema(.listCollections)
    let names = answer.object?["collections"]?.list?.compactMap { $0.object?["name"]?.text } ?? []
    if names.isEmpty { wasEmpty.withLock { $0 = true } }
    try #require(wasEmpty.withLock { $0 }, "the server is not empty, so it is left alone")
    for name in names { _ = try await conversation.schema(.drop(name)) }
  }
}
