internal import CSQLite
internal import Host

/// One connection to one database file, worked on its own lane.
///
/// Calls run one after the other in the order of their arrival. Close it when done: a database that
/// is only dropped is closed too, but then on whatever thread dropped it.
public final class SQLiteDatabase: Sendable {
  public let path: String
  private let lane: BlockingLane
  private let slot: Slot

  private init(path: String, lane: BlockingLane, slot: Slot) {
    self.path = path
    self.lane = lane
    self.slot = slot
  }

  public static func open(
    _ path: String, mode: SQLiteMode, configuration: SQLiteConfiguration = SQLiteConfiguration()
  ) async throws(SQLiteError) -> SQLiteDatabase {
    let lane = BlockingLane(label: "SQLite")
    let opening = Opening(path: path, mode: mode, configuration: configuration)
    let handle = try await lane.run { () throws(SQLiteError) in try opening.opened() }
    return SQLiteDatabase(path: path, lane: lane, slot: Slot(handle))
  }

  /// Reads one consistent state; SQL that would change anything is refused.
  ///
  /// When the calling task is cancelled, the work is interrupted and `CancellationError` thrown.
  public func read<Value: Sendable>(
    _ body: @escaping @Sendable (borrowing SQLiteConnection) throws -> Value
  ) async throws -> Value {
    try await transaction(.reading, body)
  }

  /// Changes all or nothing: committed when `body` returns, rolled back when it throws or the
  /// calling task is cancelled. The write lock is taken before `body` begins.
  public func write<Value: Sendable>(
    _ body: @escaping @Sendable (borrowing SQLiteConnection) throws -> Value
  ) async throws -> Value {
    try await transaction(.writing, body)
  }

  /// Closes after the work before it. Work after it is refused; closing twice is allowed.
  public func close() async throws(SQLiteError) {
    try await lane.run { [slot] () throws(SQLiteError) in
      guard let handle = slot.handle else { return }
      try handle.close()
      slot.handle = nil
    }
  }

  /// Work on the bare handle, without a transaction.
  func work<Value: Sendable>(
    _ body: @escaping @Sendable (Handle, CancellationFlag) throws -> Value
  ) async throws -> Value {
    try await withCancellationFlag { flag in
      try await lane.run { [slot, path] in
        guard let handle = slot.handle else {
          throw SQLiteError(.run, .misuse, "it has been closed", path: path)
        }
        return try body(handle, flag)
      }
    }
  }

  private func transaction<Value: Sendable>(
    _ kind: Handle.Scope,
    _ body: @escaping @Sendable (borrowing SQLiteConnection) throws -> Value
  ) async throws -> Value {
    try await work { handle, flag in try handle.transaction(kind, until: flag, body) }
  }
}

/// Where the handle is until it is closed. Touched only on the lane of its database.
private final class Slot: @unchecked Sendable {
  var handle: Handle?

  init(_ handle: Handle) { self.handle = handle }
}
