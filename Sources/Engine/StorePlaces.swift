public import Host
public import Model

/// All that it takes to open a store by its name in the connections.
public struct StorePlaces: Sendable {
  public var connections: Connections
  /// Where credentials may be.
  public var environment: Environment
  public var clock: any WallClock
  /// A folder for what is fetched from elsewhere; nil where the machine offers none.
  public var downloads: String?

  /// Where a file may lie for a moment.
  var temporary: String { environment.nonEmpty("TMPDIR") ?? "/tmp" }

  /// A folder on a disk for what does not belong in memory.
  var scratch: String { environment.nonEmpty("TMPDIR") ?? "/var/tmp" }

  public init(
    connections: Connections, environment: Environment, clock: any WallClock, downloads: String?
  ) {
    self.connections = connections
    self.environment = environment
    self.clock = clock
    self.downloads = downloads
  }
}
