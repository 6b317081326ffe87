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
