internal import HTTP
public import Model

/// A request to an object store that did not get what it asked for.
public struct S3Error: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Hashable, Sendable, CaseIterable {
    case badAddress = "bad_address"
    case noCredentials = "no_credentials"
    case wrongCredentials = "wrong_credentials"
    case expired = "expired_credentials"
    case denied = "access_denied"
    case noBucket = "no_such_bucket"
    case noObject = "no_such_object"
    /// The object is not the one that was pinned, or a condition does not hold.
    case changed
    case wrongBytes = "wrong_bytes"
    case redirected
    case unreachable
    case busy
    case refused
    case protocolViolation = "protocol"
    case cancelled
  }

  public let code: Code
  /// Such as "read s3://bucket/key".
  public let attempt: String
  public let message: String
  public let hints: [String]

  public init(_ code: Code, _ attempt: String, _ message: String, hints: [String]? = nil) {
    self.code = code
    self.attempt = attempt
    self.message = message
    self.hints = hints ?? code.hints
  }

  public var description: String { "cannot \(attempt): \(message)" }
}

extension S3Error: ExplainedError {
  public var word: String { "s3_" + code.rawValue }
  public var sentence: String { description }
}

extension S3Error.Code {
  fileprivate var hints: [String] {
    switch self {
    case .noCredentials, .wrongCredentials:
      ["check which credentials are used with 'plumb doctor'"]
    case .expired: ["renew the session, then run again"]
    case .denied: ["allow s3:GetObject and s3:ListBucket (to publish also s3:PutObject) on it"]
    case .noBucket: ["check bucket, region and endpoint in the connections"]
    case .changed: ["run again; a version's files must not be replaced, publish a new version"]
    case .wrongBytes: ["publish the version again"]
    case .redirected: ["set `region` in the connections"]
    case .unreachable: ["check the endpoint in the connections, and the network"]
    case .busy: ["run again later"]
    case .badAddress: ["correct `endpoint` in the connections, such as https://s3.example:9000"]
    case .noObject, .refused, .protocolViolation, .cancelled: []
    }
  }
}

extension S3Error {
  init(_ error: HTTPError, _ attempt: String) {
    let code: Code = error.code == .cancelled ? .cancelled : .unreachable
    self.init(code, attempt, "\(error.text.isEmpty ? "\(error)" : "\(error.code): \(error.text)")")
  }

  /// What an answer that is no success means.
  init(_ response: HTTPResponse, _ attempt: String) {
    let document = XMLElement.read(response.body)
    let name = document?.child("Code")?.text ?? ""
    let code = Code(name: name, status: response.status)
    let id = response.headers["x-amz-request-id"].map { ", request \($0)" } ?? ""
    let facts = "(\(name.isEmpty ? "" : "\(name), ")HTTP \(response.status)\(id))"
    self.init(code, attempt, "\(code.phrase) \(facts)")
  }
}

extension S3Error.Code {
  init(name: String, status: Int) {
    switch name {
    case "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed",
      "InvalidToken", "InvalidClientTokenId":
      self = .wrongCredentials
    case "ExpiredToken", "ExpiredTokenException", "RequestExpired": self = .expired
    case "NoSuchBucket": self = .noBucket
    case "NoSuchKey", "NoSuchVersion": self = .noObject
    case "PermanentRedirect", "TemporaryRedirect": self = .redirected
    case "SlowDown", "ServiceUnavailable", "InternalError": self = .busy
    default:
      switch status {
      case 301, 307, 308: self = .redirected
      case 401, 403: self = .denied
      case 404: self = .noObject
      case 409, 412: self = .changed
      case 429, 500...599: self = .busy
      default: self = .refused
      }
    }
  }

  var phrase: String {
    switch self {
    case .wrongCredentials: "the credentials are not accepted"
    case .expired: "the session's credentials have expired"
    case .denied: "access is denied"
    case .noBucket: "there is no such bucket"
    case .noObject: "there is no such object"
    case .changed: "the object was replaced by somebody"
    case .redirected: "the bucket is in another region"
    case .busy: "the server cannot answer now"
    default: "the server refused"
    }
  }
}
