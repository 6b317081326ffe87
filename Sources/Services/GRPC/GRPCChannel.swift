public import HTTP

/// Whom to call, and as whom.
public struct GRPCConfiguration: Sendable {
  /// Scheme, host and port: "http://127.0.0.1:6334".
  public var origin: String
  /// Sent with every call. Names in lower case.
  public var metadata: HTTPHeaders
  public var http: HTTPConfiguration
  /// The largest reply that is taken.
  public var replyBytes: Int

  public init(
    origin: String, metadata: HTTPHeaders = [:], http: HTTPConfiguration = HTTPConfiguration(),
    replyBytes: Int = 256 << 20
  ) {
    self.origin = origin
    self.metadata = metadata
    self.http = http
    self.replyBytes = replyBytes
  }
}

/// Makes unary calls, several at once, each on a connection of its own.
public final class GRPCChannel: Sendable {
  private let client: HTTPClient
  private let configuration: GRPCConfiguration
  private let frames = FrameStock()

  public init(_ configuration: GRPCConfiguration) {
    self.configuration = configuration
    client = HTTPClient(configuration.http)
  }

  /// The reply to a message that is large, and one of many: it is written where an earlier one was.
  public func call(
    _ method: String, capacity: Int, deadline: Duration = .seconds(60),
    _ body: (inout ProtoWriter) -> Void
  ) async throws(GRPCError) -> ProtoReader {
    var used = frames.take()
    let message = GRPCMessage(over: &used, capacity: capacity, body)
    defer { frames.give(message.frame) }
    return try await call(method, message, deadline: deadline)
  }

  /// The reply to one message.
  public func call(
    _ method: String, _ message: GRPCMessage, deadline: Duration = .seconds(60)
  ) async throws(GRPCError) -> ProtoReader {
    let response: HTTPResponse
    do throws(HTTPError) {
      response = try await client.send(request(method, message, deadline))
    } catch {
      throw GRPCError(method: method, .transport(error))
    }
    return try reply(response, method)
  }

  private func request(_ method: String, _ message: GRPCMessage, _ deadline: Duration)
    -> HTTPRequest
  {
    var headers = configuration.metadata
    headers.add("content-type", "application/grpc")
    headers.add("te", "trailers")
    headers.add("grpc-timeout", GRPCChannel.timeout(deadline))
    let isPlain = configuration.origin.hasPrefix("http:")
    // The server is given the time first, so that it is the one to say that it is over.
    return HTTPRequest(
      .post, configuration.origin + method, headers: headers, body: .bytes(message.frame),
      version: isPlain ? .http2PriorKnowledge : .http2, deadline: deadline + .seconds(2),
      limits: ResponseLimits(bodyBytes: configuration.replyBytes))
  }

  /// At most eight digits and a unit.
  static func timeout(_ deadline: Duration) -> String {
    let (seconds, rest) = deadline.components
    let milliseconds = seconds * 1000 + rest / 1_000_000_000_000_000
    return milliseconds < 100_000_000
      ? "\(max(1, milliseconds))m" : "\(min(seconds, 99_999_999))S"
  }

  private func reply(_ response: HTTPResponse, _ method: String) throws(GRPCError) -> ProtoReader {
    let type = response.headers["content-type"] ?? ""
    guard response.status == 200, type.hasPrefix("application/grpc") else {
      let code = GRPCStatus.standing(for: response.status)
      throw GRPCError(method: method, .foreign(status: response.status, code))
    }
    guard let status = GRPCStatus(response) else { throw GRPCError(method: method, .incomplete) }
    guard status.code == .ok else { throw GRPCError(method: method, .status(status)) }
    do throws(ProtoError) {
      return try GRPCMessage.open(response.body)
    } catch {
      throw GRPCError(method: method, .malformed(error))
    }
  }
}
