import HTTP
import TestSupport
import Testing

@testable import GRPC

private func channel(_ port: Int) -> GRPCChannel {
  GRPCChannel(
    GRPCConfiguration(
      origin: "http://127.0.0.1:\(port)", http: HTTPConfiguration(lanes: 1)))
}

/// What a call came to: the operation's number, or how it failed.
private func outcome(
  _ channel: GRPCChannel, bytes: Int = 100, deadline: Duration = .seconds(10)
) async -> Result<UInt64, GRPCError> {
  let message = GRPCMessage { $0.string(1, String(repeating: "x", count: bytes)) }
  do throws(GRPCError) {
    var reader = try await channel.call("/qdrant.Points/Upsert", message, deadline: deadline)
    return .success((try? operation(&reader)) ?? 0)
  } catch {
    return .failure(error)
  }
}

private func operation(_ reader: inout ProtoReader) throws(ProtoError) -> UInt64 {
  while let field = try reader.next() {
    guard field.number == 1 else {
      try reader.skip(field)
      continue
    }
    var inner = try reader.message(field)
    if let field = try inner.next() { return try inner.number(field) }
  }
  return 0
}

@Suite(.serialized, .timeLimit(.minutes(15))) struct `A call` {
  private func server(_ words: String...) async throws -> Peer {
    try await Peer.start("qdrant/frames.py", words)
  }

  @Test func `is answered, again and again on one connection, small or large`() async throws {
    let peer = try await server("--window", "65535")
    let channel = channel(peer.port)
    for bytes in [0, 100, 300_000, 3_000_000, 1] {
      #expect(try await outcome(channel, bytes: bytes).get() == 4)
    }
  }

  @Test(arguments: [
    ("early", GRPCStatus.Code.resourceExhausted, "100% full")
  ])
  func `that is refused at once says why`(
    _ mode: String, _ code: GRPCStatus.Code, _ words: String
  ) async throws {
    let peer = try await server("--mode", mode)
    guard case .failure(let error) = await outcome(channel(peer.port)) else {
      Issue.record("not refused")
      return
    }
    guard case .status(let status) = error.cause else {
      // A reset may be faster than the headers; then nobody knows, and it is tried again.
      #expect(error.retry != .never, "\(error)")
      return
    }
    #expect(status.code == code)
    #expect(status.message == words)
  }

  @Test(arguments: ["refuse", "calm", "nostatus", "short", "goaway"])
  func `that ends in no answer may be made again`(_ mode: String) async throws {
    let peer = try await server("--mode", mode, "--every", "2")
    let channel = channel(peer.port)
    var answered = 0
    for _ in 0..<6 {
      switch await outcome(channel) {
      case .success(let number):
        #expect(number == 4)
        answered += 1
      case .failure(let error): #expect(error.retry != .never, "\(mode): \(error)")
      }
    }
    #expect(answered >= 3, "\(mode)")
  }

  @Test func `without a status is unknown`() async throws {
    let peer = try await server("--mode", "nostatus")
    guard case .failure(let error) = await outcome(channel(peer.port)) else {
      Issue.record("not refused")
      return
    }
    #expect(error.cause == .incomplete)
    #expect(error.retry == .ifIdempotent)
    #expect(
      "\(error)" == "/qdrant.Points/Upsert: UNKNOWN: the reply ended without a status")
  }

  @Test func `is over when its time is`() async throws {
    let peer = try await server("--mode", "silent")
    guard
      case .failure(let error) = await outcome(
        channel(peer.port), deadline: .milliseconds(200))
    else {
      Issue.record("not refused")
      return
    }
    #expect(error.retry == .ifIdempotent)
  }

  @Test func `to a server that speaks only HTTP 1 is an error that names no secret`() async throws {
    let peer = try await Peer.start("http_peer.py")
    let channel = GRPCChannel(
      GRPCConfiguration(
        origin: "http://127.0.0.1:\(peer.port)", metadata: ["api-key": "geheim"],
        http: HTTPConfiguration(lanes: 1)))
    guard case .failure(let error) = await outcome(channel) else {
      Issue.record("not refused")
      return
    }
    #expect(!"\(error)".contains("geheim"))
  }
}

@Suite struct `A status` {
  private func response(
    _ headers: HTTPHeaders, trailers: HTTPHeaders = [:]
  ) -> HTTPResponse {
    HTTPResponse(head: HTTPHead(status: 200, headers: headers), trailers: trailers)
  }

  @Test func `is found in the trailers, or among the headers when there is nothing else`() {
    let late = GRPCStatus(response([:], trailers: ["grpc-status": "5", "grpc-message": "no"]))
    #expect(late?.code == .notFound)
    #expect(late?.message == "no")
    let early = GRPCStatus(response(["grpc-status": "16", "retry-after": "3"]))
    #expect(early?.code == .unauthenticated)
    #expect(early?.metadata["retry-after"] == "3")
    #expect(GRPCStatus(response([:])) == nil)
    #expect(GRPCStatus(response(["grpc-status": "99"]))?.code == .unknown)
  }

  @Test(arguments: [
    ("plain", "plain"), ("100%25", "100%"), ("caf%C3%A9", "café"), ("%", "%"), ("%4", "%4"),
    ("%zz", "%zz"), ("%E2%82", "\u{FFFD}"),
  ])
  func `has its message decoded`(_ sent: String, _ meant: String) {
    #expect(PercentCoding.decoded(sent) == meant)
  }

  @Test(arguments: [
    (Duration.milliseconds(1), "1m"), (.seconds(60), "60000m"), (.seconds(200_000), "200000S"),
    (.zero, "1m"), (.seconds(1 << 40), "99999999S"),
  ])
  func `has its time said in eight digits`(_ time: Duration, _ words: String) {
    #expect(GRPCChannel.timeout(time) == words)
  }
}

@Suite struct `Protocol buffers` {
  @Test(arguments: [0, 1, 127, 128, 16_383, 16_384, 1 << 35, UInt64.max])
  func `numbers come back`(_ number: UInt64) throws {
    var writer = ProtoWriter()
    writer.number(1, number)
    var reader = ProtoReader(writer.bytes)
    let field = try #require(try reader.next())
    #expect(try reader.number(field) == number)
    #expect(try reader.next() == nil)
  }

  @Test(arguments: [0, 1, 100, 127, 128, 200, 16_383, 16_384, 20_000])
  func `a message has its shortest length before it, whatever was guessed`(_ size: Int) throws {
    let texts = [0, 1, 200, 20_000, 3_000_000].map { guess in
      var writer = ProtoWriter()
      writer.message(1, around: guess) { $0.string(2, String(repeating: "x", count: size)) }
      return writer.bytes
    }
    #expect(Set(texts).count == 1)
    var reader = ProtoReader(texts[0])
    let field = try #require(try reader.next())
    var inner = try reader.message(field)
    let text = try #require(try inner.next())
    #expect(try inner.string(text).utf8.count == size)
  }

  @Test(
    arguments: [
      [0x0A, 0x05, 0x61], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
      [0x0A], [0x0D, 1, 2], [0x09, 1], [0x00], [0x0B], [0x0C], [0x0F], [0x0A, 2, 0xFF, 0xFE],
      [0x0A, 3, 0, 0, 0x80], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
    ] as [[UInt8]])
  func `broken bytes are an error`(_ bytes: [UInt8]) {
    #expect(throws: ProtoError.self) {
      var reader = ProtoReader(bytes)
      while let field = try reader.next() {
        if field.wire == .counted { _ = try reader.string(field) } else { try reader.skip(field) }
      }
    }
  }

  @Test func `packed floats that are cut are an error`() {
    var reader = ProtoReader([0x0A, 0x03, 1, 2, 3])
    #expect(throws: ProtoError.self) {
      var values: [Float] = []
      while let field = try reader.next() { try reader.floats(field, to: &values) }
    }
  }
}
