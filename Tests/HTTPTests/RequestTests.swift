import Glibc
import TestSupport
import Testing

@testable import HTTP

@Suite(.serialized) struct `What goes out` {
  @Test func `only the given headers are sent, besides host and user agent`() async throws {
    let bench = try await Bench()
    let request = HTTPRequest(
      .post, bench.url("/said?q=1"), headers: ["X-One": "1", "X-Empty": ""], body: .bytes([1, 2]))
    let response = try await bench.client.send(request)
    #expect(
      response.text == """
        POST /said
        host: 127.0.0.1:\(bench.peer.port)
        user-agent: plumb
        x-one: 1
        x-empty: 
        content-length: 2

        """)
  }

  @Test(arguments: ["POST", "PUT", "PATCH"])
  func `no body is an empty body`(method: String) async throws {
    let bench = try await Bench()
    let response = try await bench.client.send(HTTPRequest(HTTPMethod(method), bench.url("/said")))
    #expect(response.text.contains("content-length: 0\n"))
    #expect(response.text.hasPrefix("\(method) /said\n"))
  }

  @Test(arguments: ["GET", "DELETE", "OPTIONS"])
  func `methods that need no body announce none`(method: String) async throws {
    let bench = try await Bench()
    let response = try await bench.client.send(HTTPRequest(HTTPMethod(method), bench.url("/said")))
    #expect(!response.text.contains("content-length"))
  }

  @Test func `a head request gets the length and no body`() async throws {
    let bench = try await Bench()
    let response = try await bench.client.send(HTTPRequest(.head, bench.url("/echo")))
    #expect(response.headers["content-length"] == "2")
    #expect(response.body == [])
  }

  @Test func `the path is sent as it is`() async throws {
    let bench = try await Bench()
    _ = try await bench.get("/echo/a/../b//c%2Fd?x=%20")
    #expect(try await bench.log() == ["1 GET /echo/a/../b//c%2Fd?x=%20 0"])
  }

  @Test(arguments: [0, 1, 100_000, 3_000_000])
  func `bodies of bytes arrive whole`(count: Int) async throws {
    let bench = try await Bench()
    let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let response = try await bench.client.send(
      HTTPRequest(.put, bench.url("/echo"), body: .bytes(body)))
    #expect(response.body == (count == 0 ? Array("ok".utf8) : body))
  }

  @Test(arguments: [nil, 1_000_000])
  func `streamed bodies arrive whole, with and without a length`(length: Int?) async throws {
    let bench = try await Bench()
    let source = HTTPBodySource(length: length, open: { counting(to: 1_000_000) })
    let response = try await bench.client.send(
      HTTPRequest(.put, bench.url("/echo"), body: .stream(source)))
    #expect(response.body == (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) })
  }

  @Test(arguments: [
    (999_999, "the body goes on after 999999 bytes, but 999999 were announced"),
    (1_000_001, "the body ended after 1000000 bytes, but 1000001 were announced"),
  ])
  func `a source that breaks its promise is an error`(length: Int, text: String) async throws {
    let bench = try await Bench()
    let source = HTTPBodySource(length: length, open: { counting(to: 1_000_000) })
    let error = await failure { () async throws(HTTPError) in
      try await bench.client.send(HTTPRequest(.put, bench.url("/echo"), body: .stream(source)))
    }
    #expect(error?.code == .bodyFailed)
    #expect(error?.text == text)
  }

  @Test func `a source that throws ends the request`() async throws {
    struct Broken: Error {}
    let bench = try await Bench()
    let source = HTTPBodySource(open: { { _ in throw Broken() } })
    let error = await failure { () async throws(HTTPError) in
      try await bench.client.send(HTTPRequest(.put, bench.url("/echo"), body: .stream(source)))
    }
    #expect(error?.code == .bodyFailed)
    #expect(error?.retry == .never)
  }

  @Test(arguments: [
    HTTPHeaders.Field("X-A", "1\r\nX-B: 2"), .init("X-A", "1\n"), .init("X-A", "a\0b"),
    .init("X-A\r\nX-B", "1"), .init("X A", "1"), .init("X-A:", "1"), .init("", "1"),
    .init("Content-Length", "5"), .init("transfer-encoding", "chunked"), .init("X-é", "1"),
  ])
  func `headers that would change the message are refused`(field: HTTPHeaders.Field) async throws {
    let bench = try await Bench()
    let error = await failure { () async throws(HTTPError) in
      try await bench.get("/echo") { $0.headers = HTTPHeaders([field]) }
    }
    #expect(error?.code == .badRequest)
    #expect(error?.sent == false)
    #expect(try await bench.log() == [])
  }

  @Test(arguments: [
    ("/a b", "the URL holds a space, a control character or one that must be percent-encoded"),
    (
      "http://h/\r\nX: y",
      "the URL holds a space, a control character or one that must be percent-encoded"
    ),
    (
      "http://h/é", "the URL holds a space, a control character or one that must be percent-encoded"
    ),
    ("/path", "the URL has no scheme"), ("ftp://h/", "only http and https URLs are supported"),
    ("file:///etc/passwd", "only http and https URLs are supported"),
    ("http:///x", "the URL has no valid host"), ("http://u:p@/x", "the URL has no valid host"),
    ("http://h:0/", "the URL's port is not a number from 1 to 65535"),
    ("http://h:99999/", "the URL's port is not a number from 1 to 65535"),
  ])
  func `URLs that cannot be meant are refused`(url: String, text: String) async {
    let client = HTTPClient()
    let error = await failure { () async throws(HTTPError) in
      try await client.send(HTTPRequest(.get, url))
    }
    #expect(error == HTTPError(code: .badURL, method: "GET", url: "", text: text, sent: false))
    #expect(error?.description == "cannot GET: the URL is not valid: \(text)")
  }

  @Test func `an error shows no password and no query`() async {
    let error = await failure { () async throws(HTTPError) in
      try await HTTPClient().send(
        HTTPRequest(.get, "http://user:pass@127.0.0.1:1/path?token=secret#part"))
    }
    #expect(error?.code == .cannotConnect)
    #expect(error?.url == "http://127.0.0.1:1/path")
    #expect(error?.sent == false)
    #expect(error?.retry == .safe)
    #expect(error.map { !"\($0)".contains("secret") && !"\($0)".contains("pass@") } == true)
  }

  @Test func `the environment's proxy is not looked at`() async throws {
    let bench = try await Bench()
    setenv("http_proxy", "http://127.0.0.1:1", 1)
    defer { unsetenv("http_proxy") }
    #expect(try await bench.get("/echo").text == "ok")
  }
}

/// A body of so many bytes that count up.
func counting(to count: Int) -> HTTPBodySource.Pull {
  var next = 0
  return { output in
    while next < count && !output.isFull {
      output.append(UInt8(truncatingIfNeeded: next))
      next += 1
    }
  }
}
