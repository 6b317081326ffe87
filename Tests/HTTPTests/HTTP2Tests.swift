import TestSupport
import Testing

@testable import HTTP

@Suite(.serialized) struct `HTTP 2 in cleartext` {
  private let client = HTTPClient(HTTPConfiguration(lanes: 1))

  private func call(_ peer: Peer, _ method: HTTPMethod = .post) async throws(HTTPError)
    -> HTTPResponse
  {
    try await client.send(
      HTTPRequest(
        method, "http://127.0.0.1:\(peer.port)/service/method", headers: ["te": "trailers"],
        body: .bytes([UInt8](repeating: 1, count: 1000)), version: .http2PriorKnowledge,
        deadline: .seconds(10)))
  }

  @Test func `trailers arrive and the connection is kept`() async throws {
    let peer = try await Peer.start("h2_peer.py")
    for _ in 1...4 {
      let response = try await call(peer)
      #expect(response.status == 200)
      #expect(response.text == "hello")
      #expect(response.trailers["grpc-status"] == "0")
      #expect(response.trailers["x-connection"] == "1")
    }
  }

  @Test func `a connection that was closed while idle is replaced`() async throws {
    let peer = try await Peer.start("h2_peer.py", ["--requests", "2"])
    var connections: [String?] = []
    for number in 1...5 {
      connections.append(try await call(peer).trailers["x-connection"])
      // The server's farewell comes a while after the second reply, and must have arrived.
      if number.isMultiple(of: 2) { try await Task.sleep(for: .milliseconds(700)) }
    }
    #expect(connections == ["1", "1", "2", "2", "3"])
  }

  @Test(arguments: [HTTPMethod.post, .put])
  func `a call that got no answer on a kept connection is an error`(method: HTTPMethod) async throws
  {
    let peer = try await Peer.start("h2_peer.py", ["--drop", "2"])
    #expect(try await call(peer).trailers["x-connection"] == "1")
    let error = await failure { () async throws(HTTPError) in try await call(peer, method) }
    #expect(error?.code == .cutOff, "\(String(describing: error))")
    #expect(error?.sent == true)
    #expect(error?.retry == .ifIdempotent)
    #expect(try await call(peer).trailers["x-connection"] == "2")
  }

  @Test func `a server without HTTP 2 is an error`() async throws {
    let peer = try await Peer.start("http_peer.py")
    let error = await failure { () async throws(HTTPError) in try await call(peer) }
    #expect(error != nil)
    #expect(error?.retry == .ifIdempotent, "\(String(describing: error))")
  }
}
