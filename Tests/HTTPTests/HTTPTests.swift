import TestSupport
import Testing

@testable import HTTP

/// A badly behaved server with a client for it.
struct Bench {
  let peer: Peer
  let client: HTTPClient

  init(_ configuration: HTTPConfiguration = HTTPConfiguration(lanes: 1)) async throws {
    peer = try await Peer.start("http_peer.py")
    client = HTTPClient(configuration)
  }

  func url(_ path: String) -> String { "http://127.0.0.1:\(peer.port)\(path)" }

  func get(_ path: String, _ change: (inout HTTPRequest) -> Void = { _ in }) async throws(HTTPError)
    -> HTTPResponse
  {
    var request = HTTPRequest(.get, url(path), deadline: .seconds(10))
    change(&request)
    return try await client.send(request)
  }

  /// How many requests the server has received, looked up beside the client under test.
  func arrived() async throws -> Int {
    try await HTTPClient().send(HTTPRequest(.get, url("/log"))).text.split(separator: "\n")
      .count { !$0.hasSuffix(" /log 0") }
  }

  /// What the server has received so far.
  func log() async throws(HTTPError) -> [String] {
    try await get("/log").text.split(separator: "\n").map(String.init)
  }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}

/// The error that `body` throws, or nil.
func failure<Value>(_ body: () async throws(HTTPError) -> Value) async -> HTTPError? {
  do throws(HTTPError) {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}

/// The shortest time that `body` took, tried again while it takes longer than `enough`: other tests
/// run beside it and can only make it slower, never faster.
func fastest(
  within enough: Duration, attempts: Int = 8, _ body: () async throws -> Duration
) async throws -> Duration {
  var best = try await body()
  for _ in 1..<attempts where best > enough { best = min(best, try await body()) }
  return best
}
