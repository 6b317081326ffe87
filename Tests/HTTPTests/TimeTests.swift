import TestSupport
import Testing

@testable import HTTP

@Suite(.serialized) struct `Time` {
  @Test(arguments: ["/stall-headers", "/stall-body", "/drip"])
  func `the deadline holds`(path: String) async throws {
    let bench = try await Bench()
    let elapsed = try await fastest(within: .milliseconds(600)) {
      let begin = ContinuousClock.now
      let error = await failure { () async throws(HTTPError) in
        try await bench.get(path) { $0.deadline = .milliseconds(300) }
      }
      #expect(error?.code == .timedOut)
      #expect(error?.sent == true)
      return ContinuousClock.now - begin
    }
    #expect(elapsed >= .milliseconds(290) && elapsed < .milliseconds(600))
  }

  @Test(arguments: ["/stall-headers", "/stall-body"])
  func `silence is noticed long before the deadline`(path: String) async throws {
    let bench = try await Bench()
    let error = await failure { () async throws(HTTPError) in
      try await bench.get(path) { $0.stall = StallLimit(window: .milliseconds(200)) }
    }
    #expect(error?.code == .stalled)
    #expect(error?.text == "no byte moved in 200 ms")
    #expect(error?.retry == .ifIdempotent)
  }

  @Test func `a drip is a stall when more is asked for`() async throws {
    let bench = try await Bench()
    let error = await failure { () async throws(HTTPError) in
      try await bench.get("/drip") {
        $0.stall = StallLimit(bytes: 1000, window: .milliseconds(300))
      }
    }
    #expect(error?.code == .stalled)
    #expect(error?.text == "fewer than 1000 bytes moved in 300 ms")
  }

  @Test func `a drip passes when any byte will do`() async throws {
    let bench = try await Bench()
    let response = try await bench.get("/drip") { $0.stall = StallLimit(window: .seconds(1)) }
    #expect(response.body.count == 100)
  }

  @Test func `an upload that nobody reads stalls`() async throws {
    let bench = try await Bench()
    let body = HTTPBody.bytes([UInt8](repeating: 7, count: 20_000_000))
    var request = HTTPRequest(.put, bench.url("/never-reader"), body: body)
    request.stall = StallLimit(window: .milliseconds(300))
    let stalling = request
    let error = await failure { () async throws(HTTPError) in
      try await bench.client.send(stalling)
    }
    #expect(error?.code == .stalled)
  }

  @Test func `waiting in line counts`() async throws {
    let bench = try await Bench()
    async let first = failure { () async throws(HTTPError) in
      try await bench.get("/stall-headers") { $0.deadline = .seconds(2) }
    }
    try await Task.sleep(for: .milliseconds(100))
    let second = await failure { () async throws(HTTPError) in
      try await bench.get("/echo") { $0.deadline = .milliseconds(200) }
    }
    #expect(second?.code == .timedOut)
    #expect(second?.text == "no connection became free in time")
    #expect(second?.retry == .safe)
    #expect(await first?.code == .timedOut)
  }

  @Test(arguments: ["/stall-headers", "/stall-body", "/drip", "/endless-body"])
  func `a cancelled task ends its transfer at once`(path: String) async throws {
    let bench = try await Bench()
    let elapsed = try await fastest(within: .milliseconds(100)) {
      let before = try await bench.arrived()
      let task = Task {
        await failure { () async throws(HTTPError) in
          var request = HTTPRequest(.get, bench.url(path))
          request.limits.bodyBytes = .max
          return try await bench.client.stream(request) { _ in .proceed }
        }
      }
      while try await bench.arrived() == before {}
      try await Task.sleep(for: .milliseconds(50))
      let begin = ContinuousClock.now
      task.cancel()
      let error = await task.value
      #expect(error?.code == .cancelled)
      #expect(error?.sent == true)
      #expect(error?.retry == .never)
      return ContinuousClock.now - begin
    }
    #expect(elapsed < .milliseconds(100))
    #expect(try await bench.get("/echo").text == "ok")
  }

  @Test func `a task that is cancelled in line leaves it`() async throws {
    let bench = try await Bench()
    let first = Task {
      await failure { () async throws(HTTPError) in try await bench.get("/stall-headers") }
    }
    try await Task.sleep(for: .milliseconds(100))
    let second = Task {
      await failure { () async throws(HTTPError) in try await bench.get("/echo") }
    }
    try await Task.sleep(for: .milliseconds(50))
    second.cancel()
    #expect(await second.value?.code == .cancelled)
    first.cancel()
    #expect(await first.value?.code == .cancelled)
    #expect(try await bench.log() == ["1 GET /stall-headers 0"])
  }

  @Test func `a task that was cancelled before sends nothing`() async throws {
    let bench = try await Bench()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await failure { () async throws(HTTPError) in try await bench.get("/echo") }
    }
    #expect(await task.value?.code == .cancelled)
    #expect(try await bench.log() == [])
  }
}
