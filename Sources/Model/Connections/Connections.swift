/// The operator's names for stores and targets, with where their secrets come from.
public struct Connections: Hashable, Sendable {
  public var stores: [String: StoreConnection]
  public var targets: [String: TargetConnection]

  public init(stores: [String: StoreConnection] = [:], targets: [String: TargetConnection] = [:]) {
    self.stores = stores
    self.targets = targets
  }

  /// What holds when there is no file: a store and a target called `local`, in the working folder.
  public static let builtIn = Connections(
    stores: ["local": .files(path: "./stores")],
    targets: ["local": .local(path: "./plumb.db")])
}

public enum StoreConnection: Hashable, Sendable {
  case files(path: String)
  case s3(S3Connection)
}

public enum TargetConnection: Hashable, Sendable {
  case local(path: String)
  case qdrant(QdrantConnection)
}

/// A place that a secret is taken from when it is needed, never earlier.
public enum SecretSource: Hashable, Sendable {
  /// The name of an environment variable.
  case env(String)
  /// A file whose content, without the line break at its end, is the secret.
  case file(String)
}

public struct S3Connection: Hashable, Sendable {
  public var bucket: String
  public var prefix: String
  public var region: String?
  public var endpoint: String?
  public var pathStyle: Bool?
  public var profile: String?
  /// A file with the certificate authorities to trust instead of the system's.
  public var ca: String?
  public var anonymous: Bool

  public init(
    bucket: String, prefix: String = "", region: String? = nil, endpoint: String? = nil,
    pathStyle: Bool? = nil, profile: String? = nil, ca: String? = nil, anonymous: Bool = false
  ) {
    self.bucket = bucket
    self.prefix = prefix
    self.region = region
    self.endpoint = endpoint
    self.pathStyle = pathStyle
    self.profile = profile
    self.ca = ca
    self.anonymous = anonymous
  }
}

public struct QdrantConnection: Hashable, Sendable {
  public enum Transport: String, Hashable, Sendable, CaseIterable {
    case auto, grpc, rest
  }

  /// The REST address, as everyone has it in QDRANT_URL.
  public var url: String
  public var grpcPort: Int
  public var transport: Transport
  public var apiKey: SecretSource?
  public var ca: String?
  /// Client certificate and key files, for mutual TLS.
  public var certificate: String?
  public var key: String?

  public init(
    url: String, grpcPort: Int = 6334, transport: Transport = .auto, apiKey: SecretSource? = nil,
    ca: String? = nil, certificate: String? = nil, key: String? = nil
  ) {
    self.url = url
    self.grpcPort = grpcPort
    self.transport = transport
    self.apiKey = apiKey
    self.ca = ca
    self.certificate = certificate
    self.key = key
  }
}
