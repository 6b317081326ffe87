/// An exchange that did not end in a whole response.
public struct HTTPError: Error, Hashable, Sendable {
  public enum Code: Hashable, Sendable, CaseIterable {
    case badURL, badRequest, unsupported
    case cannotResolve, cannotConnect, proxyFailed, tlsFailed
    case timedOut, stalled
    /// The connection ended before the response did.
    case cutOff
    case protocolViolation, tooLarge
    case cancelled, refusedByConsumer
    /// The source of the request's body threw, or did not hold what it promised.
    case bodyFailed
    /// libcurl refused for a reason that has no other code.
    case internalFailure
  }

  public let code: Code
  public let method: String
  /// Without userinfo, query and fragment; empty when the URL could not be understood.
  public let url: String
  /// What happened, in libcurl's words or ours.
  public let text: String
  /// Whether any byte of the request can have reached the server.
  public let sent: Bool

  public init(code: Code, method: String, url: String, text: String, sent: Bool) {
    self.code = code
    self.method = method
    self.url = url
    self.text = text
    self.sent = sent
  }

  /// Whether the same request may be sent again.
  public var retry: RetryClass {
    switch code {
    case .cannotResolve, .cannotConnect, .proxyFailed, .timedOut, .stalled, .cutOff,
      .protocolViolation:
      sent ? .ifIdempotent : .safe
    case .badURL, .badRequest, .unsupported, .tlsFailed, .tooLarge, .cancelled, .refusedByConsumer,
      .bodyFailed, .internalFailure:
      .never
    }
  }
}

extension HTTPError: CustomStringConvertible {
  public var description: String {
    let subject = url.isEmpty ? method : "\(method) \(url)"
    return "cannot \(subject): \(code.phrase): \(text)\(code.advice.map { "; \($0)" } ?? "")"
  }
}

extension HTTPError.Code {
  var phrase: String {
    switch self {
    case .badURL: "the URL is not valid"
    case .badRequest: "the request is not valid"
    case .unsupported: "not supported"
    case .cannotResolve: "the host name is not known"
    case .cannotConnect: "no connection"
    case .proxyFailed: "the proxy failed"
    case .tlsFailed: "no trusted connection"
    case .timedOut: "out of time"
    case .stalled: "the connection stalled"
    case .cutOff: "the connection was cut"
    case .protocolViolation: "the server broke the protocol"
    case .tooLarge: "the response is too large"
    case .cancelled: "cancelled"
    case .refusedByConsumer: "the response was refused"
    case .bodyFailed: "the body could not be produced"
    case .internalFailure: "the transfer failed"
    }
  }

  /// What a person can do about it, where that is not plain from the rest.
  var advice: String? {
    switch self {
    case .cannotResolve: "check the host name and the DNS of this machine"
    case .cannotConnect: "check that the server listens there and that no firewall is between"
    case .proxyFailed: "check the proxy's address and credentials, or except the host from it"
    case .tlsFailed: "check the host name, the certificates and the configured authorities"
    case .timedOut, .stalled: "try again, or allow more time"
    case .cutOff: "try again; look at the server's log if it happens again"
    case .protocolViolation: "check that this is the right port of the right server"
    case .badURL, .badRequest, .unsupported, .tooLarge, .cancelled, .refusedByConsumer,
      .bodyFailed, .internalFailure:
      nil
    }
  }
}
