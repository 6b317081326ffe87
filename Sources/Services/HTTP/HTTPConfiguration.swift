/// What all requests of one client share.
public struct HTTPConfiguration: Sendable {
  /// How many requests run at once; the others wait in line.
  public var lanes: Int
  public var connectTimeout: Duration
  public var tls: TLSOptions
  public var proxy: ProxyChoice
  public var userAgent: String

  public init(
    lanes: Int = 8, connectTimeout: Duration = .seconds(10), tls: TLSOptions = TLSOptions(),
    proxy: ProxyChoice = .direct, userAgent: String = "plumb"
  ) {
    self.lanes = max(1, lanes)
    self.connectTimeout = connectTimeout
    self.tls = tls
    self.proxy = proxy
    self.userAgent = userAgent
  }
}

/// Whom to trust and how to be trusted. TLS 1.2 is the least, and the server is always verified.
public struct TLSOptions: Hashable, Sendable {
  /// A PEM file with the authorities to trust instead of the system's.
  public var authorities: String?
  public var identity: ClientIdentity?

  public init(authorities: String? = nil, identity: ClientIdentity? = nil) {
    self.authorities = authorities
    self.identity = identity
  }
}

/// A certificate of ours and its key, as PEM files.
public struct ClientIdentity: Hashable, Sendable {
  public var certificate: String
  public var key: String

  public init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }
}
