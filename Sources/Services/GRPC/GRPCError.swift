public import HTTP

/// A call that did not end in a reply.
public struct GRPCError: Error, Hashable, Sendable {
  public enum Cause: Hashable, Sendable {
    /// The server said so.
    case status(GRPCStatus)
    /// The exchange broke, so nobody knows whether the server acted.
    case transport(HTTPError)
    /// The answer is not gRPC's.
    case foreign(status: Int, GRPCStatus.Code)
    /// The reply ended without a status: the server may have acted.
    case incomplete
    case malformed(ProtoError)
  }

  /// "/qdrant.Points/Upsert"
  public let method: String
  public let cause: Cause

  public init(method: String, _ cause: Cause) {
    self.method = method
    self.cause = cause
  }

  /// Whether the same call may be made again.
  public var retry: RetryClass {
    switch cause {
    case .status(let status): status.code.retry
    case .transport(let error): error.retry
    case .foreign(_, let code): code.retry
    case .incomplete: .ifIdempotent
    case .malformed: .never
    }
  }
}

extension GRPCError: CustomStringConvertible {
  public var description: String {
    switch cause {
    case .status(let status): "\(method): \(status.code.word): \(status.message)"
    case .transport(let error): "\(error)"
    case .foreign(let status, _): "\(method): the answer is not gRPC's (HTTP status \(status))"
    case .incomplete: "\(method): UNKNOWN: the reply ended without a status"
    case .malformed(let error): "\(method): the reply cannot be read: \(error)"
    }
  }
}
