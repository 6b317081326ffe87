public import HTTP

/// What a server says about a call.
public struct GRPCStatus: Hashable, Sendable {
  public enum Code: Int, Hashable, Sendable, CaseIterable {
    case ok, cancelled, unknown, invalidArgument, deadlineExceeded, notFound, alreadyExists
    case permissionDenied, resourceExhausted, failedPrecondition, aborted, outOfRange
    case unimplemented, internalError, unavailable, dataLoss, unauthenticated
  }

  public let code: Code
  public let message: String
  /// Everything that came with it, such as `retry-after`.
  public let metadata: HTTPHeaders

  public init(_ code: Code, _ message: String, metadata: HTTPHeaders = [:]) {
    self.code = code
    self.message = message
    self.metadata = metadata
  }
}

extension GRPCStatus {
  /// The status of a whole response: in its trailers, or among its headers when there is nothing but
  /// a status. Nil when it is in neither.
  init?(_ response: HTTPResponse) {
    for fields in [response.trailers, response.headers] {
      guard let word = fields["grpc-status"] else { continue }
      let code = Int(word).flatMap { Code(rawValue: $0) } ?? .unknown
      self.init(
        code, PercentCoding.decoded(fields["grpc-message"] ?? ""), metadata: fields)
      return
    }
    return nil
  }

  /// What an answer that is not gRPC's stands for, as the protocol's specification has it.
  static func standing(for status: Int) -> Code {
    switch status {
    case 400: .internalError
    case 401: .unauthenticated
    case 403: .permissionDenied
    case 404: .unimplemented
    case 429, 502, 503, 504: .unavailable
    default: .unknown
    }
  }
}

extension GRPCStatus.Code {
  /// The name that everybody knows it by.
  public var word: String {
    switch self {
    case .ok: "OK"
    case .cancelled: "CANCELLED"
    case .unknown: "UNKNOWN"
    case .invalidArgument: "INVALID_ARGUMENT"
    case .deadlineExceeded: "DEADLINE_EXCEEDED"
    case .notFound: "NOT_FOUND"
    case .alreadyExists: "ALREADY_EXISTS"
    case .permissionDenied: "PERMISSION_DENIED"
    case .resourceExhausted: "RESOURCE_EXHAUSTED"
    case .failedPrecondition: "FAILED_PRECONDITION"
    case .aborted: "ABORTED"
    case .outOfRange: "OUT_OF_RANGE"
    case .unimplemented: "UNIMPLEMENTED"
    case .internalError: "INTERNAL"
    case .unavailable: "UNAVAILABLE"
    case .dataLoss: "DATA_LOSS"
    case .unauthenticated: "UNAUTHENTICATED"
    }
  }

  /// Whether the same call may be made again.
  public var retry: RetryClass {
    switch self {
    case .resourceExhausted: .safe
    // A server that gives up in time may still finish what it began; tonic says CANCELLED for it.
    case .cancelled, .unknown, .deadlineExceeded, .internalError, .unavailable, .aborted,
      .failedPrecondition, .dataLoss:
      .ifIdempotent
    case .ok, .invalidArgument, .notFound, .alreadyExists, .permissionDenied, .outOfRange,
      .unimplemented, .unauthenticated:
      .never
    }
  }
}

/// `grpc-message` is UTF-8 with everything but plain ASCII percent-encoded.
enum PercentCoding {
  static func decoded(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2])
      {
        result.append(high << 4 | low)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
