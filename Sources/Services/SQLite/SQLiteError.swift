internal import CSQLite
internal import Glibc
internal import Host

/// Something that SQLite refused: what was attempted, on which file, with which SQL, and why.
///
/// Bound values are never part of it.
public struct SQLiteError: Error, Hashable, Sendable {
  /// SQLite's extended result code; `primary` is its family.
  public struct Code: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int32

    public init(rawValue: Int32) { self.rawValue = rawValue }

    public var primary: Code { Code(rawValue: rawValue & 0xFF) }
  }

  /// What was being done.
  public enum Attempt: Hashable, Sendable {
    case open
    case setUp(step: String)
    case begin, commit, rollback
    case prepare, bind, run, readColumn
    case backUp(to: String)
    case close
  }

  public let attempt: Attempt
  public let code: Code
  /// A sentence fragment in SQLite's words or ours.
  public let message: String
  public let path: String
  public let sql: String?
  /// The number of the operating system, where a call of it was the cause.
  public let systemNumber: Int32?

  init(
    _ attempt: Attempt, _ code: Code, _ message: String, path: String, sql: String? = nil,
    systemNumber: Int32? = nil
  ) {
    self.attempt = attempt
    self.code = code
    self.message = message
    self.path = path
    self.sql = sql
    self.systemNumber = systemNumber
  }
}

extension SQLiteError.Code {
  public static let error = Self(rawValue: SQLITE_ERROR)
  public static let busy = Self(rawValue: SQLITE_BUSY)
  public static let locked = Self(rawValue: SQLITE_LOCKED)
  public static let readOnly = Self(rawValue: SQLITE_READONLY)
  public static let readOnlyRollback = Self(rawValue: SQLITE_READONLY | 3 << 8)
  public static let interrupted = Self(rawValue: SQLITE_INTERRUPT)
  public static let inputOutput = Self(rawValue: SQLITE_IOERR)
  public static let corrupt = Self(rawValue: SQLITE_CORRUPT)
  public static let full = Self(rawValue: SQLITE_FULL)
  public static let cannotOpen = Self(rawValue: SQLITE_CANTOPEN)
  public static let tooBig = Self(rawValue: SQLITE_TOOBIG)
  public static let constraint = Self(rawValue: SQLITE_CONSTRAINT)
  public static let mismatch = Self(rawValue: SQLITE_MISMATCH)
  public static let misuse = Self(rawValue: SQLITE_MISUSE)
  public static let range = Self(rawValue: SQLITE_RANGE)
  public static let notADatabase = Self(rawValue: SQLITE_NOTADB)
}

extension SQLiteError {
  public var isBusy: Bool { code.primary == .busy || code.primary == .locked }
  public var isFull: Bool {
    code.primary == .full || systemNumber == ENOSPC || systemNumber == EDQUOT
  }
  public var isReadOnly: Bool { code.primary == .readOnly || systemNumber == EROFS }
  public var isCorrupt: Bool { code.primary == .corrupt }
  public var isCannotOpen: Bool { code.primary == .cannotOpen }
  public var isNotADatabase: Bool { code.primary == .notADatabase }
  public var isMissing: Bool { isCannotOpen && systemNumber == ENOENT }
  public var isConstraint: Bool { code.primary == .constraint }
  public var isInterrupted: Bool { code.primary == .interrupted }
}

/// A change failed, and undoing it failed too: the connection holds a transaction that is neither.
public struct SQLiteRollbackFailure: Error, CustomStringConvertible {
  /// What made the change fail.
  public let cause: any Error
  public let rollback: SQLiteError

  public var description: String { "\(cause); and then: \(rollback)" }
}
