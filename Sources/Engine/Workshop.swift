public import Host
public import Model

/// What an engine works with: the operator's connections, and the machine it runs on.
public struct Workshop: Sendable {
  public var connections: Connections
  public var identity: ProcessIdentity
  public var clock: any WallClock
  public var progress: any ProgressSink
  /// A folder for row indexes; nil: none are kept.
  public var cache: String?
  /// A folder on a disk for what does not belong in memory.
  public var scratch: String
  /// A folder for what is fetched from elsewhere; nil where the machine offers none.
  public var downloads: String?
  /// Where credentials may be.
  public var environment: Environment
  /// Random bytes as 32 hexadecimal digits, for the id of a lock.
  public var lockID: @Sendable () -> String

  var places: StorePlaces {
    StorePlaces(
      connections: connections, environment: environment, clock: clock, downloads: downloads)
  }

  /// What every target is handed through before it is used: a test counts and fails here.
  package var through: @Sendable (any Target) -> any Target = { $0 }

  public init(
    connections: Connections, identity: ProcessIdentity, clock: any WallClock,
    progress: any ProgressSink = SilentProgress(), cache: String? = nil,
    scratch: String = "/var/tmp",
    downloads: String? = nil, environment: Environment = Environment(),
    lockID: @escaping @Sendable () -> String
  ) {
    self.connections = connections
    self.identity = identity
    self.clock = clock
    self.progress = progress
    self.cache = cache
    self.scratch = scratch
    self.downloads = downloads
    self.environment = environment
    self.lockID = lockID
  }
}
