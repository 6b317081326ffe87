/// Makes whole points again for what a plan wants to send.
public protocol PointSupply: Sendable {
  /// Whether points are best asked for in the order of their rows.
  var isSequential: Bool { get }

  /// One point for each wanted one, in the same order, or an error when a row is no longer what it was
  /// when the plan was made.
  func points(_ wanted: [DesiredPoint]) async throws -> [Point]
}

extension PointSupply {
  public var isSequential: Bool { false }
}

/// Where long work reports how far it is.
public protocol ProgressSink: Sendable {
  /// A new phase of known or unknown length, in words such as "upserting points".
  func begin(_ phase: String, total: Int?)
  func advance(by count: Int)
  /// The phase is over.
  func end()
}

/// Reports to nobody.
public struct SilentProgress: ProgressSink {
  public init() {}
  public func begin(_ phase: String, total: Int?) {}
  public func advance(by count: Int) {}
  public func end() {}
}

/// The wall clock, as text: RFC 3339 in UTC, with whole seconds.
public protocol WallClock: Sendable {
  func now(adding seconds: Int) -> String
}

extension WallClock {
  public func now() -> String { now(adding: 0) }
}
