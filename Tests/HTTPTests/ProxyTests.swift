import TestSupport
import Testing

@testable import HTTP

@Suite(.serialized) struct `Proxies` {
  private func log(_ proxy: Peer) async throws -> [String] {
    let client = HTTPClient(
      HTTPConfiguration(lanes: 1, proxy: .always("http://127.0.0.1:\(proxy.port)")))
    let response = try await client.send(HTTPRequest(.get, "http://proxy.test/log"))
    return response.text.split(separator: "\n").map(String.init)
  }

  @Test func `plain requests are handed to the proxy`() async throws {
    let proxy = try await Peer.start("proxy_peer.py")
    let bench = try await Bench(
      HTTPConfiguration(lanes: 1, proxy: .always("http://127.0.0.1:\(proxy.port)")))
    let response = try await bench.get("/said")
    #expect(response.text.contains("via: 1.1 peer\n"))
    #expect(try await log(proxy) == ["GET \(bench.url("/said"))"])
  }

  @Test func `secure requests go through a tunnel that sees nothing`() async throws {
    let authority = try await Authority.make()
    let proxy = try await Peer.start("proxy_peer.py")
    let peer = try await Peer.start("http_peer.py", ["--tls"] + authority.certificate("good"))
    let client = HTTPClient(
      HTTPConfiguration(
        lanes: 1, tls: TLSOptions(authorities: authority.file),
        proxy: .environment(["https_proxy": "http://127.0.0.1:\(proxy.port)"])))
    let response = try await client.send(
      HTTPRequest(.get, "https://127.0.0.1:\(peer.port)/echo?secret"))
    #expect(response.text == "ok")
    #expect(response.headers["x-from-proxy"] == nil)
    #expect(try await log(proxy) == ["CONNECT 127.0.0.1:\(peer.port)"])
  }

  @Test func `a proxy that says no to a tunnel is named as the fault`() async throws {
    let proxy = try await Peer.start("proxy_peer.py", ["--deny"])
    let client = HTTPClient(
      HTTPConfiguration(lanes: 1, proxy: .always("http://me:secret@127.0.0.1:\(proxy.port)")))
    let error = await failure { () async throws(HTTPError) in
      try await client.send(HTTPRequest(.get, "https://127.0.0.1:1/x"))
    }
    #expect(error?.code == .proxyFailed, "\(String(describing: error))")
    #expect(error?.sent == false)
    #expect(error.map { !"\($0)".contains("secret") } == true)
  }

  @Test func `a proxy that is not there, and one that is none`() async {
    let absent = await failure { () async throws(HTTPError) in
      try await HTTPClient(HTTPConfiguration(proxy: .always("http://127.0.0.1:1")))
        .send(HTTPRequest(.get, "http://127.0.0.1:2/x"))
    }
    #expect(absent?.code == .proxyFailed)
    #expect(absent?.retry == .safe)
    let other = await failure { () async throws(HTTPError) in
      try await HTTPClient(HTTPConfiguration(proxy: .always("socks5://127.0.0.1:1")))
        .send(HTTPRequest(.get, "http://127.0.0.1:2/x"))
    }
    #expect(other?.code == .unsupported)
    #expect(other?.text == "the proxy's address is not an http or https URL")
  }

  @Test(
    arguments: [
      ("http://a.example/", "http://p:1"), ("https://a.example/", "http://s:1"),
      ("http://x.internal/", nil), ("http://internal/", nil), ("http://notinternal/", "http://p:1"),
      ("http://10.1.2.3/", nil), ("http://11.1.2.3/", "http://p:1"), ("http://[::1]/", nil),
      ("http://h.test:8080/", nil), ("http://h.test/", "http://p:1"), ("http://dot.test/", nil),
      ("http://sub.dot.test/", nil),
    ] as [(String, String?)])
  func `the environment's rules choose`(url: String, proxy: String?) throws {
    let rules = ProxyRules([
      "http_proxy": "http://p:1", "HTTPS_PROXY": "http://s:1", "HTTP_PROXY": "http://evil:1",
      "no_proxy": "internal, 10.0.0.0/8,::1,h.test:8080,.dot.test",
    ])
    #expect(try rules.proxy(for: URLParts(url)) == proxy)
  }

  @Test func `an upper case HTTP_PROXY is not a proxy and a star excepts all`() throws {
    let url = try URLParts("http://h/")
    #expect(ProxyRules(["HTTP_PROXY": "http://evil:1"]).proxy(for: url) == nil)
    #expect(ProxyRules(["http_proxy": "http://p:1", "no_proxy": "*"]).proxy(for: url) == nil)
    #expect(ProxyRules(["http_proxy": "http://p:1"]).proxy(for: url) == "http://p:1")
  }
}
