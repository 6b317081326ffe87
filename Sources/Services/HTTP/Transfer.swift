internal import CCurl
internal import Host

/// One exchange under way: what its callbacks have seen, and what they decide.
///
/// It lives on one lane and is never shared. The first failure that we find ourselves wins over
/// whatever libcurl makes of our refusal to go on.
final class Transfer {
  let request: HTTPRequest
  let parts: URLParts
  let cancellation: CancellationFlag
  let consumer: Consumer?
  /// How many bytes of requests libcurl has sent since the transfer began.
  var requestBytes: () -> Int = { 0 }

  private(set) var failure: (code: HTTPError.Code, text: String)?
  private var reader = ResponseReader()
  private var body: [UInt8] = []
  private var bodyBytes = 0
  private var decoder: GzipDecoder?
  private var upload: HTTPBodySource.Pull?
  private var uploaded = 0
  private var starts = 0
  private var bytesBeforeRequest = 0

  init(_ call: Call, _ cancellation: CancellationFlag) {
    request = call.request
    parts = call.parts
    consumer = call.consumer
    self.cancellation = cancellation
  }

  /// Whether a connection was found and the request handed to it.
  var hasStarted: Bool { starts > 0 }

  /// Whether any byte of the request went out. What was said to a proxy before does not count.
  var hasSent: Bool { hasStarted && requestBytes() > bytesBeforeRequest }

  var isReadingHead: Bool { hasStarted && reader.head == nil }

  func fail(_ code: HTTPError.Code, _ text: String) {
    if failure == nil { failure = (code, text) }
  }

  /// The whole response, once libcurl is content.
  func response() -> HTTPResponse? {
    guard let head = reader.head else {
      fail(.protocolViolation, "the connection ended without a response")
      return nil
    }
    guard decoder?.isComplete ?? true else {
      fail(.protocolViolation, "the gzip body ends early")
      return nil
    }
    return HTTPResponse(head: head, body: body, trailers: reader.trailers)
  }
}

// What libcurl's callbacks come down to. Each returns whether to go on.
extension Transfer {
  /// A connection is ready and the request is about to be sent, for the first time or again.
  ///
  /// libcurl tries again by itself, whatever the method, when a kept connection turns out to be
  /// dead before the first byte of a response. That is fine once, if the server cannot have acted.
  func start() -> Bool {
    starts += 1
    guard starts > 1 else {
      bytesBeforeRequest = requestBytes()
      return goesOn
    }
    guard starts == 2, request.method.isIdempotent || !hasSent else {
      fail(.cutOff, "a kept connection was closed before the response began")
      return false
    }
    reader = ResponseReader()
    return goesOn
  }

  func receive(headerLine line: [UInt8]) -> Bool {
    guard goesOn else { return false }
    do throws(ResponseFault) {
      guard let head = try reader.read(line, limit: request.limits.headerBytes) else { return true }
      return accept(head)
    } catch {
      fail(error.code, error.text)
      return false
    }
  }

  private func accept(_ head: HTTPHead) -> Bool {
    let wantsHTTP2 = request.version == .http2 || request.version == .http2PriorKnowledge
    guard !wantsHTTP2 || reader.isHTTP2 else {
      fail(.unsupported, "the server does not speak HTTP/2")
      return false
    }
    let lengths = Set(head.headers.values("content-length"))
    guard lengths.count <= 1 || head.headers.contains("transfer-encoding") else {
      fail(.protocolViolation, "the response has two different lengths")
      return false
    }
    let length = lengths.first.flatMap { Int($0) } ?? 0
    let hasBody = request.method != .head && head.status != 204 && head.status != 304
    guard !hasBody || length <= request.limits.bodyBytes else { return refuseBody() }
    if request.decoding == .gzip, let coding = head.headers["content-encoding"],
      HTTPHeaders.isSame(coding, "gzip") || HTTPHeaders.isSame(coding, "x-gzip")
    {
      decoder = GzipDecoder()
    }
    if consumer == nil && hasBody { body.reserveCapacity(min(length, 1 << 20)) }
    return heed(consumer?.onHead(head) ?? .proceed)
  }

  func receive(body bytes: Span<UInt8>) -> Bool {
    guard goesOn else { return false }
    guard reader.head != nil else {
      fail(.protocolViolation, "a body arrived before the response's head")
      return false
    }
    guard let decoder else { return deliver(bytes) }
    do throws(ResponseFault) {
      return try decoder.decode(bytes) { deliver($0) }
    } catch {
      fail(error.code, error.text)
      return false
    }
  }

  private func deliver(_ bytes: borrowing Span<UInt8>) -> Bool {
    bodyBytes += bytes.count
    guard bodyBytes <= request.limits.bodyBytes else { return refuseBody() }
    if let consumer { return heed(consumer.onBody(bytes)) }
    unsafe bytes.withUnsafeBufferPointer { unsafe body.append(contentsOf: $0) }
    return true
  }

  private func refuseBody() -> Bool {
    fail(.tooLarge, "the body has more than \(request.limits.bodyBytes) bytes")
    return false
  }

  private func heed(_ reception: Reception) -> Bool {
    guard case .refuse(let reason) = reception else { return true }
    fail(.refusedByConsumer, reason)
    return false
  }

  /// Puts the next bytes of a streamed body into the buffer. Nil stops the transfer.
  func produce(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int? {
    guard goesOn, case .stream(let source) = request.body else { return nil }
    do {
      let pull = try upload ?? source.open()
      upload = pull
      var output = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
      try pull(&output)
      let count = unsafe output.finalize(for: buffer)
      uploaded += count
      return isHonest(source, atEnd: count == 0) ? count : nil
    } catch {
      fail(.bodyFailed, "\(error)")
      return nil
    }
  }

  private func isHonest(_ source: HTTPBodySource, atEnd: Bool) -> Bool {
    guard let length = source.length else { return true }
    guard uploaded > length || (atEnd && uploaded < length) else { return true }
    let relation = atEnd ? "ended after \(uploaded)" : "goes on after \(length)"
    fail(.bodyFailed, "the body \(relation) bytes, but \(length) were announced")
    return false
  }

  /// Goes back to the beginning of the body.
  func rewind() {
    upload = nil
    uploaded = 0
  }

  var isCancelled: Bool { !goesOn }

  private var goesOn: Bool {
    if cancellation.isRaised { fail(.cancelled, "the task was cancelled") }
    return failure == nil
  }
}

/// Where a response goes while it arrives. Both are called on the lane.
struct Consumer: Sendable {
  let onHead: @Sendable (HTTPHead) -> Reception
  let onBody: @Sendable (borrowing Span<UInt8>) -> Reception
}

/// A request that was checked.
struct Call: Sendable {
  let request: HTTPRequest
  let parts: URLParts
  let consumer: Consumer?

  func error(_ code: HTTPError.Code, _ text: String, sent: Bool = false) -> HTTPError {
    HTTPError(
      code: code, method: request.method.name, url: parts.shown, text: text, sent: sent)
  }
}
