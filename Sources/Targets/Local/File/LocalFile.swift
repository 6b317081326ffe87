internal import Host
internal import SQLite

/// One connection to the file of a target, whose errors say what to do next.
struct LocalFile: Sendable {
  let path: String
  private let database: SQLiteDatabase

  /// Nil when there is no file, or nothing in it yet. Nothing is created or changed.
  static func openForReading(_ path: String) async throws -> LocalFile? {
    guard Files.exists(path) else { return nil }
    guard (try? Files.kind(path)) == .file else {
      throw LocalError(.cannotOpen, "this is not a file", path: path, hint: "name a file")
    }
    return try await translated(path) {
      let database = try await SQLiteDatabase.open(
        path, mode: .readOnly, configuration: settings(cacheBytes: 8 << 20))
      let identity = try await database.read { try LocalSchema.identity($0) }
      guard identity == .ours else {
        try await database.close()
        return nil
      }
      return LocalFile(path: path, database: database)
    }
  }

  /// Makes the file when there is none; its folder must exist.
  static func openForWriting(_ path: String) async throws -> LocalFile {
    // Opening for writing already changes a file, so whose it is must be known before.
    try await openForReading(path)?.close()
    return try await translated(path) {
      let database = try await SQLiteDatabase.open(
        path, mode: .create, configuration: settings(cacheBytes: 24 << 20))
      try await database.write { connection in
        // Larger than the default, because a page that changes with every batch is then moved from
        // the log to its place less often.
        try connection.execute("PRAGMA wal_autocheckpoint = \((32 << 20) / pageBytes)")
        // Debian's SQLite overwrites what is deleted, and dropping a collection would write it all.
        try connection.execute("PRAGMA secure_delete = OFF")
        if try LocalSchema.identity(connection) == .empty { try LocalSchema.create(connection) }
      }
      return LocalFile(path: path, database: database)
    }
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (borrowing SQLiteConnection) throws -> Value
  ) async throws -> Value {
    try await LocalFile.translated(path) { try await database.read(body) }
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (borrowing SQLiteConnection) throws -> Value
  ) async throws -> Value {
    try await LocalFile.translated(path) { try await database.write(body) }
  }

  func close() async throws {
    try await LocalFile.translated(path) { try await database.close() }
  }

  /// What SQLite says is wrong with the file.
  func damages() async throws -> [String] {
    try await LocalFile.translated(path) { try await database.integrityCheck() }
  }

  // MARK: - Private

  /// Five vectors of 384 dimensions fit a page of 8 KiB with little waste, and a batch of random ids
  /// dirties a page of the narrow table for each: larger pages would write more.
  private static let pageBytes = 8 << 10

  private static func settings(cacheBytes: Int) -> SQLiteConfiguration {
    var settings = SQLiteConfiguration()
    settings.pageBytes = pageBytes
    settings.cacheBytes = cacheBytes
    return settings
  }

  private static func translated<Value>(
    _ path: String, _ body: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await body()
    } catch let refusal as Refusal {
      throw refusal.at(path)
    } catch let error as SQLiteError {
      throw LocalError(error, path: path)
    } catch let failure as SQLiteRollbackFailure {
      throw LocalError(failure.rollback, path: path)
    }
  }
}
