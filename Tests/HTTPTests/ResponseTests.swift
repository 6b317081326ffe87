import Host
import TestSupport
import Testing

@testable import HTTP

@Suite(.serialized) struct `What comes in` {
  @Test func `repeated, empty and folded headers are kept`() async throws {
    let bench = try await Bench()
    let headers = try await bench.get("/repeated").headers
    #expect(headers.values("X-MANY") == ["one", "two"])
    #expect(headers["x-empty"] == "")
    #expect(headers["x-folded"] == "a b")
    #expect(headers["x-none"] == nil)
  }

  @Test func `interim responses are passed over`() async throws {
    let bench = try await Bench()
    let response = try await bench.get("/interim")
    #expect(response.status == 200)
    #expect(response.text == "final")
    #expect(response.headers["x-odd"] == nil)
  }

  @Test func `trailers arrive apart from the headers`() async throws {
    let bench = try await Bench()
    let response = try await bench.get("/trailers")
    #expect(response.text == "body")
    #expect(response.trailers.values("x-sum") == ["1", "2"])
    #expect(response.headers["x-sum"] == nil)
  }

  @Test
  func `redirects are responses and lead nowhere by themselves`() async throws {
    let bench = try await Bench()
    let response = try await bench.get("/redirect")
    #expect(response.status == 302)
    #expect(response.headers["location"] == "/loop")
    #expect(try await bench.log() == ["1 GET /redirect 0"])
  }

  @Test(arguments: [
    ("/truncate", HTTPError.Code.cutOff), ("/truncate-chunked", .cutOff), ("/reset", .cutOff),
    ("/reset-body", .cutOff), ("/close", .cutOff), ("/bad-chunk", .protocolViolation),
    ("/two-lengths", .protocolViolation), ("/not-http", .protocolViolation),
    ("/only-interim", .cutOff),
  ])
  func `a response that is not whole is an error`(path: String, code: HTTPError.Code) async throws {
    let bench = try await Bench()
    let error = await failure { () async throws(HTTPError) in try await bench.get(path) }
    #expect(error?.code == code, "\(String(describing: error))")
    #expect(error?.sent == true)
    #expect(error?.retry == .ifIdempotent)
  }

  @Test func `a cut response reads well`() async throws {
    let bench = try await Bench()
    let error = await failure { () async throws(HTTPError) in try await bench.get("/truncate?k=v") }
    #expect(
      error?.description == """
        cannot GET \(bench.url("/truncate")): the connection was cut: transfer closed with 4 bytes \
        remaining to read; try again; look at the server's log if it happens again
        """)
  }

  @Test func `bytes beyond the announced length do not reach the next response`() async throws {
    let bench = try await Bench()
    #expect(try await bench.get("/too-long").text == "first")
    let next = try await bench.get("/echo")
    #expect(next.text == "ok")
    #expect(next.headers["x-connection"] == "2")
  }

  @Test(arguments: [
    ("/endless-headers", "the headers have more than 65536 bytes"),
    ("/endless-interim", "the headers have more than 65536 bytes"),
    ("/endless-body", "the body has more than 100000 bytes"),
    ("/big/100001", "the body has more than 100000 bytes"),
  ])
  func `a response without end is stopped at the limit`(path: String, text: String) async throws {
    let bench = try await Bench()
    let error = await failure { () async throws(HTTPError) in
      try await bench.get(path) { $0.limits.bodyBytes = 100_000 }
    }
    #expect(error?.code == .tooLarge)
    #expect(error?.text == text)
    #expect(error?.retry == .never)
  }

  @Test func `one header line without end is stopped`() async throws {
    let bench = try await Bench()
    let error = await failure { () async throws(HTTPError) in try await bench.get("/endless-header")
    }
    #expect(error?.code == .tooLarge, "\(String(describing: error))")
  }

  @Test func `a body at the limit passes`() async throws {
    let bench = try await Bench()
    let response = try await bench.get("/big/100000") { $0.limits.bodyBytes = 100_000 }
    #expect(response.body.count == 100_000)
  }

  @Test func `gzip is undone when asked for, and only then`() async throws {
    let bench = try await Bench()
    #expect(try await bench.get("/zipped").body.prefix(2) == [0x1F, 0x8B])
    let response = try await bench.get("/zipped") { $0.decoding = .gzip }
    #expect(response.body == [UInt8](repeating: UInt8(ascii: "z"), count: 100_000))
  }

  @Test func `the limit holds for the decoded body`() async throws {
    let bench = try await Bench()
    let error = await failure { () async throws(HTTPError) in
      try await bench.get("/zipped") {
        $0.decoding = .gzip
        $0.limits.bodyBytes = 99_999
      }
    }
    #expect(error?.code == .tooLarge)
  }

  @Test(arguments: ["/zipped/cut", "/zipped/broken"])
  func `a damaged gzip body is an error`(path: String) async throws {
    let bench = try await Bench()
    let error = await failure { () async throws(HTTPError) in
      try await bench.get(path) { $0.decoding = .gzip }
    }
    #expect(error?.code == .protocolViolation, "\(String(describing: error))")
  }

  @Test func `a consumer gets the head and every byte`() async throws {
    let bench = try await Bench()
    let seen = Locked<(status: Int, bytes: Int)>((0, 0))
    let response = try await bench.client.stream(
      HTTPRequest(.get, bench.url("/big/5000000")),
      onHead: { head in
        seen.withLock { $0.status = head.status }
        return .proceed
      },
      onBody: { bytes in
        let count = bytes.count
        seen.withLock { $0.bytes += count }
        return .proceed
      })
    #expect(seen.withLock { $0 } == (200, 5_000_000))
    #expect(response.body == [])
  }

  @Test(arguments: [true, false])
  func `a consumer that refuses ends the response`(atHead: Bool) async throws {
    let bench = try await Bench()
    let error = await failure { () async throws(HTTPError) in
      try await bench.client.stream(
        HTTPRequest(.get, bench.url("/endless-body")),
        onHead: { _ in atHead ? .refuse("not this") : .proceed },
        onBody: { _ in .refuse("not this") })
    }
    #expect(error?.code == .refusedByConsumer)
    #expect(error?.text == "not this")
  }
}
