import TestSupport
import Testing

@testable import HTTP

@Suite(.serialized) struct `Connections` {
  @Test func `a connection is kept for the next request`() async throws {
    let bench = try await Bench()
    for number in 1...3 {
      let headers = try await bench.get("/echo").headers
      #expect(headers["x-connection"] == "1")
      #expect(headers["x-request"] == "\(number)")
    }
  }

  @Test(arguments: ["GET", "POST"])
  func `a connection that was closed while idle is replaced`(method: String) async throws {
    let bench = try await Bench()
    #expect(try await bench.get("/close-after").text == "bye")
    // The server's farewell must have arrived, or this is the case of the next tests.
    try await Task.sleep(for: .milliseconds(50))
    let request = HTTPRequest(HTTPMethod(method), bench.url("/echo"), body: .bytes([1]))
    #expect(try await bench.client.send(request).headers["x-connection"] == "2")
    #expect(try await bench.log() == ["1 GET /close-after 0", "2 \(method) /echo 1"])
  }

  @Test func `a request that is idempotent is sent again once`() async throws {
    let bench = try await Bench()
    _ = try await bench.get("/echo")
    let response = try await bench.get("/close-second")
    #expect(response.text == "first")
    let log = ["1 GET /echo 0", "1 GET /close-second 0", "2 GET /close-second 0"]
    #expect(try await bench.log() == log)
  }

  @Test func `a streamed body is opened again for the second try`() async throws {
    let bench = try await Bench()
    _ = try await bench.get("/echo")
    let source = HTTPBodySource(length: 1000, open: { counting(to: 1000) })
    let request = HTTPRequest(.put, bench.url("/close-second"), body: .stream(source))
    #expect(try await bench.client.send(request).text == "first")
    let log = ["1 GET /echo 0", "1 PUT /close-second 1000", "2 PUT /close-second 1000"]
    #expect(try await bench.log() == log)
  }

  @Test(arguments: [HTTPBody.none, .bytes([1, 2, 3])])
  func `a request that is not idempotent is not sent again`(body: HTTPBody) async throws {
    let bench = try await Bench()
    _ = try await bench.get("/echo")
    let error = await failure { () async throws(HTTPError) in
      try await bench.client.send(HTTPRequest(.post, bench.url("/close-second"), body: body))
    }
    #expect(error?.code == .cutOff)
    #expect(error?.text == "a kept connection was closed before the response began")
    #expect(error?.sent == true)
    #expect(error?.retry == .ifIdempotent)
    #expect(try await bench.log().filter { $0.contains("POST") }.count == 1)
  }

  @Test func `a fresh connection that is closed is not tried again`() async throws {
    let bench = try await Bench()
    let error = await failure { () async throws(HTTPError) in try await bench.get("/close") }
    #expect(error?.code == .cutOff)
    #expect(try await bench.log() == ["1 GET /close 0"])
  }

  @Test func `an early reply to a large upload is a response`() async throws {
    let bench = try await Bench()
    let source = HTTPBodySource(length: 20_000_000, open: { counting(to: 20_000_000) })
    let response = try await bench.client.send(
      HTTPRequest(.put, bench.url("/early-reply"), body: .stream(source)))
    #expect(response.status == 413)
    #expect(response.text == "too big")
    #expect(try await bench.get("/echo").headers["x-connection"] == "2")
  }

  @Test func `an upload that is reset is cut off`() async throws {
    let bench = try await Bench()
    let body = HTTPBody.bytes([UInt8](repeating: 7, count: 20_000_000))
    let error = await failure { () async throws(HTTPError) in
      try await bench.client.send(HTTPRequest(.put, bench.url("/reset-upload"), body: body))
    }
    #expect(error?.code == .cutOff, "\(String(describing: error))")
    #expect(error?.sent == true)
  }

  @Test func `a slow reader gets everything`() async throws {
    let bench = try await Bench()
    let body = HTTPBody.bytes([UInt8](repeating: 7, count: 4_000_000))
    let request = HTTPRequest(.put, bench.url("/slow-reader/x"), body: body)
    #expect(try await bench.client.send(request).text == "4000000")
    #expect(try await bench.log() == ["1 PUT /slow-reader/x 4000000"])
  }

  @Test func `names that do not exist and ports where nobody listens`() async {
    let client = HTTPClient()
    let name = await failure { () async throws(HTTPError) in
      try await client.send(HTTPRequest(.post, "http://no-such-host.invalid/x"))
    }
    #expect(name?.code == .cannotResolve)
    #expect(name?.retry == .safe)
    #expect(
      name?.description == """
        cannot POST http://no-such-host.invalid/x: the host name is not known: Could not resolve \
        host: no-such-host.invalid; check the host name and the DNS of this machine
        """)
    let port = await failure { () async throws(HTTPError) in
      try await client.send(HTTPRequest(.post, "http://127.0.0.1:1/x"))
    }
    #expect(port?.code == .cannotConnect, "\(String(describing: port))")
    #expect(port?.sent == false)
  }
}
