/// How a connection is set up before anything else happens on it.
public struct SQLiteConfiguration: Hashable, Sendable {
  public enum Journal: String, Hashable, Sendable {
    /// Readers and one writer at once; two files beside the database while it is open.
    case wal
    /// One at a time; a reader that meets an interrupted change cannot undo it.
    case delete
  }

  public enum Durability: Hashable, Sendable {
    /// What was committed is there after a power cut.
    case powerCut
    /// What was committed is there after the process dies; a power cut may lose the last commits,
    /// but never damages the file.
    case processDeath
  }

  /// Of a database that is opened for writing; an existing file is converted.
  public var journal: Journal = .wal
  public var durability: Durability = .powerCut
  /// How long a lock of another connection is waited for before `isBusy` is thrown.
  public var busyTimeout: Duration = .seconds(5)
  public var foreignKeys = true
  /// The size of a page of a new file, a power of two; nil is SQLite's own. It stays for good.
  public var pageBytes: Int?
  /// Pages kept in memory, in bytes.
  public var cacheBytes = 8 << 20
  /// How much of the file is read through a memory map, in bytes. A read error is then a signal that
  /// ends the process, so it is off unless asked for.
  public var mapBytes = 0
  /// The largest value or row, in bytes.
  public var valueLimit = 128 << 20
  /// Of a database that is opened for reading only and has no changes in a log: it is read without
  /// locks, and nothing is made or removed beside it. The caller makes sure that nobody writes.
  public var leavesNoTrace = false

  public init() {}
}

/// What may be done with the file.
public enum SQLiteMode: Hashable, Sendable {
  /// The file must exist. Its bytes and its modification time stay as they are.
  case readOnly
  /// The file must exist.
  case readWrite
  /// The file is made when it is missing; its folder must exist.
  case create
}
