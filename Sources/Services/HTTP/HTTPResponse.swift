/// The beginning of a response.
public struct HTTPHead: Hashable, Sendable {
  public let status: Int
  public let headers: HTTPHeaders

  public init(status: Int, headers: HTTPHeaders) {
    self.status = status
    self.headers = headers
  }
}

/// A whole response. Every status is a response, also 500; only a broken exchange is an error.
public struct HTTPResponse: Hashable, Sendable {
  public let head: HTTPHead
  /// Empty when the body went to a consumer.
  public let body: [UInt8]
  /// Fields that came after the body.
  public let trailers: HTTPHeaders

  public init(head: HTTPHead, body: [UInt8] = [], trailers: HTTPHeaders = [:]) {
    self.head = head
    self.body = body
    self.trailers = trailers
  }

  public var status: Int { head.status }
  public var headers: HTTPHeaders { head.headers }
}

/// What a consumer says to the part of a response that it was given.
public enum Reception: Hashable, Sendable {
  case proceed
  /// Ends the exchange with an error that carries the reason.
  case refuse(String)
}
