internal import CCurl
internal import Host

/// One easy handle with its connections, and the one thread that may touch them.
///
/// Unchecked because the handles are raw pointers: `queue` serialises every use of them, except
/// `wake`, which libcurl allows from any thread.
final class Lane: @unchecked Sendable {
  private let queue: BlockingLane
  private let easy: EasyHandle
  private let multi: MultiHandle
  private let settings: HTTPConfiguration
  /// Servers to which this lane may hold a cleartext HTTP/2 connection.
  private var cleartextHTTP2: Set<String> = []

  /// Connections that a lane keeps: enough for a server or two and a catalog between them.
  private static let connections = 4

  init?(_ settings: HTTPConfiguration, number: Int) {
    guard let easy = EasyHandle(), let multi = MultiHandle(connections: Lane.connections) else {
      return nil
    }
    self.easy = easy
    self.multi = multi
    self.settings = settings
    queue = BlockingLane(label: "http-\(number)")
  }

  /// Carries out one request, within `remaining`. The lane must not be in use.
  func run(
    _ call: Call, within remaining: Duration, _ flag: CancellationFlag
  ) async throws(HTTPError) -> HTTPResponse {
    try await queue.run { () throws(HTTPError) -> HTTPResponse in
      let deadline = ContinuousClock.now + remaining
      return try self.perform(call, until: deadline, flag)
    }
  }

  /// Lets the running transfer notice that it was cancelled.
  func wake() {
    multi.wake()
  }

  private func perform(
    _ call: Call, until deadline: ContinuousClock.Instant, _ flag: CancellationFlag
  ) throws(HTTPError) -> HTTPResponse {
    let isCleartextHTTP2 = call.request.version == .http2PriorKnowledge && !call.parts.isSecure
    guard isCleartextHTTP2, CurlLibrary.losesReusedH2C else {
      return try perform(call, until: deadline, flag, .ordinary)
    }
    // 7.88 fails when prior knowledge meets a kept connection. So a kept one is used without it and
    // with new connections forbidden; when there is none any more, nothing was sent.
    if cleartextHTTP2.contains(call.parts.origin) {
      let transfer = Transfer(call, flag)
      let code = try exchange(transfer, call, until: deadline, .keptConnectionOnly)
      if code != CURLE_COULDNT_CONNECT || transfer.failure != nil {
        return try outcome(code, transfer, call)
      }
      guard !transfer.hasSent || call.request.method.isIdempotent else {
        transfer.fail(.cutOff, "a kept connection was closed before the response began")
        return try outcome(code, transfer, call)
      }
    }
    if cleartextHTTP2.count > 64 { cleartextHTTP2 = [] }
    cleartextHTTP2.insert(call.parts.origin)
    return try perform(call, until: deadline, flag, .ordinary)
  }

  private func perform(
    _ call: Call, until deadline: ContinuousClock.Instant, _ flag: CancellationFlag,
    _ manner: Manner
  ) throws(HTTPError) -> HTTPResponse {
    let transfer = Transfer(call, flag)
    let code = try exchange(transfer, call, until: deadline, manner)
    return try outcome(code, transfer, call)
  }

  private func exchange(
    _ transfer: Transfer, _ call: Call, until deadline: ContinuousClock.Instant, _ manner: Manner
  ) throws(HTTPError) -> CURLcode {
    transfer.requestBytes = { [unowned self] in easy.number(CURLINFO_REQUEST_SIZE) }
    let lines = try headerLines(call)
    let remaining = max(.milliseconds(1), deadline - .now)
    do throws(CurlRefusal) {
      try easy.reset()
      try transfer.attach(to: easy)
      try easy.apply(settings, to: call.parts)
      try easy.apply(call.request, within: remaining, manner)
      try easy.set(CURLOPT_HTTPHEADER, lines)
    } catch {
      throw call.error(.internalFailure, error.text)
    }
    return try withExtendedLifetime(transfer) { () throws(HTTPError) -> CURLcode in
      try easy.lendingBody(of: call) { drive(transfer) }
    }
  }

  private func headerLines(_ call: Call) throws(HTTPError) -> HeaderList {
    var lines = HeaderList()
    for line in call.request.headerLines where !lines.append(line) {
      throw call.error(.internalFailure, "out of memory")
    }
    return lines
  }

  /// Runs the transfer to its end. Between two steps of libcurl it looks up at least once a second,
  /// and at once when woken.
  private func drive(_ transfer: Transfer) -> CURLcode {
    guard multi.add(easy) else { return CURLE_FAILED_INIT }
    defer { multi.remove(easy) }
    var watch = transfer.request.stall.map { StallWatch($0) }
    while true {
      if transfer.isCancelled { return CURLE_ABORTED_BY_CALLBACK }
      if let code = multi.advance() { return code }
      if transfer.hasStarted, watch?.isStalled(moved: bytesMoved, at: .now) == true {
        transfer.fail(.stalled, watch?.limit.text ?? "")
        return CURLE_ABORTED_BY_CALLBACK
      }
      multi.wait(milliseconds: watch.map { $0.patience(at: .now) } ?? 1000)
    }
  }

  private var bytesMoved: Int {
    easy.number(CURLINFO_REQUEST_SIZE) + easy.number(CURLINFO_HEADER_SIZE)
      + easy.offset(CURLINFO_SIZE_UPLOAD_T) + easy.offset(CURLINFO_SIZE_DOWNLOAD_T)
  }

  private func outcome(
    _ code: CURLcode, _ transfer: Transfer, _ call: Call
  ) throws(HTTPError) -> HTTPResponse {
    if code == CURLE_OK, transfer.failure == nil, let response = transfer.response() {
      return response
    }
    if let failure = transfer.failure {
      throw call.error(failure.code, failure.text, sent: transfer.hasSent)
    }
    let text = easy.explanation(of: code)
    let circumstances = HTTPError.Circumstances(
      isReadingHead: transfer.isReadingHead,
      usesProxy: settings.proxy.proxy(for: call.parts) != nil,
      proxyStatus: easy.number(CURLINFO_HTTP_CONNECTCODE))
    let meaning = HTTPError.Code(code, text, circumstances)
    throw call.error(meaning, text, sent: transfer.hasSent)
  }
}

/// How a request may find its connection.
enum Manner {
  case ordinary
  case keptConnectionOnly
}
