/// One request, complete: nothing about it is decided later.
///
/// Only what is given is sent, besides Host, User-Agent and the framing of the body.
public struct HTTPRequest: Sendable {
  public var method: HTTPMethod
  /// An absolute http or https URL, already percent-encoded. The path is sent as it is.
  public var url: String
  public var headers: HTTPHeaders
  public var body: HTTPBody
  public var version: HTTPVersion
  /// From the call to the last byte of the response, waiting for a connection included.
  public var deadline: Duration
  public var stall: StallLimit?
  public var limits: ResponseLimits
  public var decoding: ContentDecoding

  public init(
    _ method: HTTPMethod, _ url: String, headers: HTTPHeaders = [:], body: HTTPBody = .none,
    version: HTTPVersion = .auto, deadline: Duration = .seconds(60), stall: StallLimit? = nil,
    limits: ResponseLimits = ResponseLimits(), decoding: ContentDecoding = .none
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.version = version
    self.deadline = deadline
    self.stall = stall
    self.limits = limits
    self.decoding = decoding
  }
}

/// The verb of a request, in the server's spelling.
public struct HTTPMethod: Hashable, Sendable, ExpressibleByStringLiteral {
  public let name: String

  public init(_ name: String) {
    self.name = name
  }

  public init(stringLiteral name: String) {
    self.name = name
  }

  public static let get = HTTPMethod("GET")
  public static let head = HTTPMethod("HEAD")
  public static let put = HTTPMethod("PUT")
  public static let post = HTTPMethod("POST")
  public static let patch = HTTPMethod("PATCH")
  public static let delete = HTTPMethod("DELETE")

  /// Sending it twice has the effect of sending it once (RFC 9110, section 9.2.2).
  public var isIdempotent: Bool {
    ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"].contains(name)
  }
}

public enum HTTPVersion: Hashable, Sendable, CaseIterable {
  case http1
  /// HTTP/2 as negotiated in TLS; a server that does not speak it is an error.
  case http2
  /// HTTP/2 from the first byte, without negotiation: cleartext gRPC.
  case http2PriorKnowledge
  /// HTTP/2 where TLS negotiates it, else HTTP/1.1.
  case auto
}

/// How slow a connection may be: at least so many bytes, in either direction, in each window.
/// A server that thinks before it answers is silent, too.
public struct StallLimit: Hashable, Sendable {
  public var bytes: Int
  public var window: Duration

  public init(bytes: Int = 1, window: Duration) {
    self.bytes = bytes
    self.window = window
  }
}

/// What a server may make us hold.
public struct ResponseLimits: Hashable, Sendable {
  /// Interim responses and trailers count too.
  public var headerBytes: Int
  /// After decoding.
  public var bodyBytes: Int

  public init(headerBytes: Int = 64 << 10, bodyBytes: Int = 64 << 20) {
    self.headerBytes = headerBytes
    self.bodyBytes = bodyBytes
  }
}

/// Which content coding is asked for and undone. Without asking, the body arrives as it was sent.
public enum ContentDecoding: Hashable, Sendable {
  case none, gzip
}
