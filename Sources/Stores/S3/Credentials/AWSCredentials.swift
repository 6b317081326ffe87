public import Model
public import Wire

/// What proves who sends a request.
public struct AWSCredentials: Hashable, Sendable {
  public var accessKey: String
  public var secret: Secret
  public var token: Secret?
  /// Nil: until somebody changes them.
  public var expiresAt: Instant?

  public init(
    accessKey: String, secret: Secret, token: Secret? = nil, expiresAt: Instant? = nil
  ) {
    self.accessKey = accessKey
    self.secret = secret
    self.token = token
    self.expiresAt = expiresAt
  }
}

/// Credentials and where they were found, in words that may be shown.
public struct FoundCredentials: Hashable, Sendable {
  public var credentials: AWSCredentials
  /// Such as "the environment" or "profile \"search\"".
  public var source: String

  public init(_ credentials: AWSCredentials, from source: String) {
    self.credentials = credentials
    self.source = source
  }
}
