import TestSupport
import Testing

@testable import HTTP

@Suite(.serialized) struct `TLS` {
  let authority: Authority

  init() async throws { authority = try await Authority.make() }

  private func get(
    _ peer: Peer, trusting authorities: String?, as identity: ClientIdentity? = nil,
    _ version: HTTPVersion = .auto
  ) async throws(HTTPError) -> HTTPResponse {
    let tls = TLSOptions(authorities: authorities, identity: identity)
    let client = HTTPClient(HTTPConfiguration(lanes: 1, tls: tls))
    return try await client.send(
      HTTPRequest(.get, "https://127.0.0.1:\(peer.port)/echo", version: version))
  }

  @Test func `a server with a certificate of the given authority is trusted`() async throws {
    let peer = try await Peer.start("http_peer.py", ["--tls"] + authority.certificate("good"))
    #expect(try await get(peer, trusting: authority.file).text == "ok")
  }

  @Test func `no other server is`() async throws {
    let good = try await authority.certificate("good")
    let other = try await Authority.make()
    let stranger = try await other.certificate("stranger")
    let cases = [
      (try await authority.certificate("wrong", for: "DNS:example.test"), authority.file),
      (try await authority.certificate("expired", days: -1), authority.file),
      (stranger, authority.file), (good, nil),
    ]
    for (certificate, authorities) in cases {
      let peer = try await Peer.start("http_peer.py", ["--tls"] + certificate)
      let error = await failure { () async throws(HTTPError) in
        try await get(peer, trusting: authorities)
      }
      #expect(error?.code == .tlsFailed, "\(certificate): \(String(describing: error))")
      #expect(error?.sent == false)
      #expect(error?.retry == .never)
    }
    withExtendedLifetime(other) {}
  }

  @Test func `a server that wants a certificate gets ours`() async throws {
    let certificate = try await authority.certificate("good")
    let ours = try await authority.certificate("ours")
    let peer = try await Peer.start(
      "http_peer.py", ["--tls"] + certificate + ["--clients", authority.file])
    let identity = ClientIdentity(certificate: ours[0], key: ours[1])
    #expect(try await get(peer, trusting: authority.file, as: identity).text == "ok")
    let error = await failure { () async throws(HTTPError) in
      try await get(peer, trusting: authority.file)
    }
    #expect(error?.code == .tlsFailed, "\(String(describing: error))")
    #expect(error?.retry == .never)
  }

  @Test func `certificate files that do not exist are named as the fault`() async throws {
    let peer = try await Peer.start("http_peer.py", ["--tls"] + authority.certificate("good"))
    let noAuthority = await failure { () async throws(HTTPError) in
      try await get(peer, trusting: "/nonexistent/ca.pem")
    }
    #expect(noAuthority?.code == .tlsFailed)
    #expect(noAuthority?.text.contains("/nonexistent/ca.pem") == true)
    let identity = ClientIdentity(certificate: "/nonexistent/c.pem", key: "/nonexistent/k.pem")
    let noIdentity = await failure { () async throws(HTTPError) in
      try await get(peer, trusting: authority.file, as: identity)
    }
    #expect(noIdentity?.code == .tlsFailed)
    #expect(noIdentity?.text.contains("/nonexistent/c.pem") == true)
  }

  @Test func `a server without HTTP 2 is refused when that is required`() async throws {
    let peer = try await Peer.start("http_peer.py", ["--tls"] + authority.certificate("good"))
    let error = await failure { () async throws(HTTPError) in
      try await get(peer, trusting: authority.file, .http2)
    }
    #expect(error?.code == .unsupported)
    #expect(error?.text == "the server does not speak HTTP/2")
  }

  @Test func `TLS spoken to a plain server is a failure of TLS`() async throws {
    let peer = try await Peer.start("http_peer.py")
    let error = await failure { () async throws(HTTPError) in
      try await get(peer, trusting: authority.file)
    }
    #expect(error?.code == .tlsFailed || error?.code == .cutOff, "\(String(describing: error))")
    #expect(error?.sent == false)
  }
}
