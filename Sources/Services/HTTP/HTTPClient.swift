internal import Host

/// Sends requests over kept connections, several at once.
///
/// Redirects are not followed: they are responses like any other. Nothing is retried, except that a
/// kept connection that turns out to be dead is replaced once, when the server cannot have acted.
public final class HTTPClient: Sendable {
  private let pool: LanePool
  private let configuration: HTTPConfiguration

  public init(_ configuration: HTTPConfiguration = HTTPConfiguration()) {
    self.configuration = configuration
    pool = LanePool(configuration)
  }

  /// The whole response to a request.
  public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    try await carryOut(checked(request, consumer: nil))
  }

  /// Hands the response to a consumer while it arrives; what is returned has no body.
  ///
  /// Both closures are called on a thread where blocking is allowed, and slow the server down by
  /// being slow. The bytes are only lent. A response that breaks off is an error, also after parts
  /// of it were delivered.
  public func stream(
    _ request: HTTPRequest,
    onHead: @escaping @Sendable (HTTPHead) -> Reception = { _ in .proceed },
    onBody: @escaping @Sendable (borrowing Span<UInt8>) -> Reception
  ) async throws(HTTPError) -> HTTPResponse {
    try await carryOut(checked(request, consumer: Consumer(onHead: onHead, onBody: onBody)))
  }

  private func carryOut(_ call: Call) async throws(HTTPError) -> HTTPResponse {
    let begin = ContinuousClock.now
    let lane: Lane
    do throws(LanePool.Refusal) {
      lane = try await pool.lane(for: call.parts.origin, within: call.request.deadline)
    } catch {
      throw call.error(refused: error)
    }
    let remaining = call.request.deadline - (ContinuousClock.now - begin)
    let flag = CancellationFlag()
    let result = await withTaskCancellationHandler {
      await outcome { () async throws(HTTPError) -> HTTPResponse in
        try await lane.run(call, within: remaining, flag)
      }
    } onCancel: {
      flag.raise()
      lane.wake()
    }
    pool.giveBack(lane, from: call.parts.origin)
    return try result.get()
  }

  /// Refuses what must not be sent, before anything is.
  private func checked(
    _ request: HTTPRequest, consumer: Consumer?
  ) throws(HTTPError) -> Call {
    let parts: URLParts
    do throws(URLFault) {
      parts = try URLParts(request.url)
    } catch {
      throw request.fault(.badURL, error.rawValue)
    }
    guard !request.method.name.isEmpty, request.method.name.utf8.allSatisfy(HTTPToken.contains)
    else { throw request.fault(.badRequest, "the method is not a word") }
    let call = Call(request: request, parts: parts, consumer: consumer)
    if let fault = request.headers.fields.lazy.compactMap(\.fault).first {
      throw call.error(.badRequest, fault)
    }
    if let proxy = configuration.proxy.proxy(for: parts), (try? URLParts(proxy)) == nil {
      throw call.error(.unsupported, "the proxy's address is not an http or https URL")
    }
    return call
  }
}

extension HTTPRequest {
  fileprivate func fault(_ code: HTTPError.Code, _ text: String) -> HTTPError {
    let isWord = !method.name.isEmpty && method.name.utf8.allSatisfy(HTTPToken.contains)
    return HTTPError(
      code: code, method: isWord ? method.name : "request", url: "", text: text, sent: false)
  }
}

extension Call {
  fileprivate func error(refused refusal: LanePool.Refusal) -> HTTPError {
    switch refusal {
    case .cancelled: error(.cancelled, "the task was cancelled")
    case .timedOut: error(.timedOut, "no connection became free in time")
    case .noHandle: error(.internalFailure, "libcurl cannot be set up")
    }
  }
}

/// The result of `body` as a value, for callers that cannot pass on typed errors.
private func outcome<Value, Failure>(
  _ body: () async throws(Failure) -> Value
) async -> Result<Value, Failure> {
  do throws(Failure) {
    return .success(try await body())
  } catch {
    return .failure(error)
  }
}
