internal import Host
internal import Model
internal import SQLite
internal import StoreBytes

/// The database of a store, opened for reading only, with the tables that are read.
final class StoreDatabase: Sendable {
  let path: String
  let schema: Schema
  private let database: SQLiteDatabase
  /// What may not change meanwhile.
  private let pinned: [PinnedFile]
  /// SQLite itself touches the log where it may, but nobody may append to it.
  private let log: StoreFile?

  /// No text or vector of a store is larger; SQLite refuses such values before it makes room.
  private static let valueLimit = 64 << 20

  private init(
    _ database: SQLiteDatabase, _ pinned: [PinnedFile], log: StoreFile?, _ schema: Schema
  ) {
    self.database = database
    self.pinned = pinned
    self.log = log
    self.schema = schema
    path = database.path
  }

  static func open(_ layout: StoreLayout) async throws -> StoreDatabase {
    let lane = BlockingLane(label: "chroma")
    let pinned = try await lane.run { () throws(FormatError) in try pin(layout) }
    var configuration = SQLiteConfiguration()
    configuration.valueLimit = valueLimit
    configuration.foreignKeys = false
    configuration.leavesNoTrace = true
    let path = layout.database.path
    do {
      let database = try await SQLiteDatabase.open(
        path, mode: .readOnly, configuration: configuration)
      let schema = try await database.read { connection in try Schema(connection, path: path) }
      return StoreDatabase(database, pinned, log: layout.log, schema)
    } catch { throw FormatError.of(error, path) }
  }

  /// One consistent state of the tables, for as long as `body` runs.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (borrowing SQLiteConnection) throws -> Value
  ) async throws -> Value {
    do { return try await database.read(body) } catch {
      // Torn pages look like damage: what really happened is that somebody wrote.
      if !(error is CancellationError) { try check() }
      throw FormatError.of(error, path)
    }
  }

  func check() throws(FormatError) {
    for file in pinned { try file.check() }
    guard let log, (try? Files.facts(log.path))?.size != log.size else { return }
    throw FormatError(
      .changed, log.path, "a writer added to the log of the database while it was being read")
  }

  /// Brings the files to this machine as a whole, because SQLite goes its own way through them.
  private static func pin(_ layout: StoreLayout) throws(FormatError) -> [PinnedFile] {
    for side in [layout.log, layout.journal] {
      guard let side, side.size > 0 else { continue }
      let suffix = side.name.utf8.dropFirst(layout.database.name.utf8.count)
      guard side.path.utf8.elementsEqual(Array(layout.database.path.utf8) + suffix) else {
        throw FormatError(
          .unsupported, side.path, "it is not beside its database, so its changes would be lost",
          hints: ["open the store once with Chroma, and publish it when it is closed"])
      }
    }
    var pinned: [PinnedFile] = []
    for file in [layout.database, layout.log, layout.journal].compactMap({ $0 }) {
      let opened = try PinnedFile(file)
      try opened.fetchWhole()
      if file == layout.database { try requireWhole(opened) }
      if file != layout.log { pinned.append(opened) }
    }
    return pinned
  }

  /// The database says itself how long it is; SQLite would only call a shorter one malformed.
  private static func requireWhole(_ file: PinnedFile) throws(FormatError) {
    let start = try file.read(at: 0, count: Int(min(100, file.size)))
    guard start.count == 100, start.starts(with: Array("SQLite format 3\0".utf8)) else {
      throw FormatError(.wrongContent, file.path, offset: 0, "it is not a SQLite database")
    }
    func number(_ offset: Int) -> UInt64 {
      start[offset..<offset + 4].reduce(0) { $0 << 8 | UInt64($1) }
    }
    let page = UInt64(start[16]) << 8 | UInt64(start[17])
    // A count that an old library left unchanged does not go with the counter of changes.
    guard number(24) == number(92) else { return }
    let announced = number(28) * (page == 1 ? 65536 : page)
    guard announced <= file.size else {
      throw FormatError(
        .truncated, file.path, offset: 28,
        "the database announces \(announced) bytes, the file ends after \(file.size)")
    }
  }
}

extension FormatError {
  /// What SQLite has against the database, in the words that readers of stores use.
  static func of(_ error: any Error, _ path: String) -> any Error {
    if let failure = error as? SQLiteRollbackFailure { return of(failure.cause, path) }
    guard let error = error as? SQLiteError else { return error }
    let code: Code =
      if error.isNotADatabase { .wrongContent } else if error.code.primary == .tooBig {
        .tooLarge
      } else if error.isBusy || error.isReadOnly || error.isCannotOpen
        || error.code.primary == .inputOutput
      { .unreadable } else { .corrupt }
    return FormatError(code, path, error.message, hints: hints(error))
  }

  private static func hints(_ error: SQLiteError) -> [String] {
    if error.code == .readOnlyRollback {
      return ["a writer was interrupted: open the store once with Chroma, which undoes its change"]
    }
    if error.isBusy { return ["another program writes to it: run again when it is done"] }
    return []
  }
}
