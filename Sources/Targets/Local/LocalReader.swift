internal import Model
internal import SQLite
internal import Synchronization

/// Reads the file. Every call sees one consistent state; a scan sees one for each batch, so that it
/// keeps no writer waiting.
final class LocalReader: TargetReader {
  let path: String
  /// Nil until the file is there: another process, or this one, may create it later.
  private let opened = Mutex<LocalFile?>(nil)

  init(path: String) {
    self.path = path
  }

  @discardableResult
  func open() async throws -> LocalFile? {
    if let file = opened.withLock({ $0 }) { return file }
    guard let file = try await LocalFile.openForReading(path) else { return nil }
    return opened.withLock { opened in
      // Of two that opened at once, one is enough.
      if opened == nil { opened = file }
      return opened
    }
  }

  func close() async throws {
    let file = opened.withLock { $0.take() }
    try await file?.close()
  }

  /// Reads, or returns `empty` while there is no file.
  func read<Value: Sendable>(
    or empty: Value, _ body: @escaping @Sendable (borrowing SQLiteConnection) throws -> Value
  ) async throws -> Value {
    guard let file = try await open() else { return empty }
    return try await file.read(body)
  }

  /// Reads a collection that must be there.
  func read<Value: Sendable>(
    _ collection: String,
    _ body: @escaping @Sendable (StoredCollection, borrowing SQLiteConnection) throws -> Value
  ) async throws -> Value {
    guard let file = try await open() else {
      throw StoredCollection.missing(collection).at(path)
    }
    return try await file.read { try body(try StoredCollection.known(collection, $0), $0) }
  }

  func facts() async throws -> TargetFacts {
    TargetFacts(kind: "local", address: path)
  }

  func collection(_ name: String) async throws -> LiveCollection? {
    try await read(or: nil) { connection in
      guard let stored = try StoredCollection.find(name, connection) else { return nil }
      return LiveCollection(
        name: name, config: stored.config, indexes: try stored.indexes(connection),
        points: Int(stored.points))
    }
  }

  /// A table has no index of its own for a field.
  func indexed(_ collection: String) async throws -> [String: Int]? { nil }

  func aliases() async throws -> [String: String] {
    try await read(or: [:]) { try Aliases.all($0) }
  }

  func ledger(of owner: String) async throws -> LedgerEntry? {
    try await read(or: nil) { try LedgerTables.entry(of: owner, $0) }
  }

  func owners() async throws -> [LedgerEntry] {
    try await read(or: []) { try LedgerTables.entries($0) }
  }

  func lock(of owner: String) async throws -> Lock? {
    try await read(or: nil) { try Locks.held(owner, $0) }
  }

  func history(of owner: String, limit: Int) async throws -> [HistoryEntry] {
    try await read(or: []) { try LedgerTables.history(of: owner, limit: limit, $0) }
  }
}
