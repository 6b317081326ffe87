import CSQLite
import Glibc
import Host

/// What can be seen of a running program at this moment, without waiting for anybody: a test that
/// looks through the tasks of a busy pool sees what was there a second ago.
enum Sight {
  /// Whether the query finds a row in the database. No where the file is not there, or not yet ready.
  static func finds(_ query: String, in database: String) -> Bool {
    var connection: OpaquePointer?
    defer { sqlite3_close(connection) }
    guard sqlite3_open_v2(database, &connection, SQLITE_OPEN_READONLY, nil) == SQLITE_OK else {
      return false
    }
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    guard sqlite3_prepare_v2(connection, query, -1, &statement, nil) == SQLITE_OK else {
      return false
    }
    return sqlite3_step(statement) == SQLITE_ROW
  }

  /// Whether the process holds SIGINT back. It does from its first steps to its end, unless it is
  /// not yet the program but what starts it.
  static func holdsSignals(_ pid: Int32) -> Bool {
    guard let bytes = try? Files.read("/proc/\(pid)/status", limit: 1 << 16) else { return false }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard let held = lines.first(where: { $0.hasPrefix("SigBlk:") })?.split(separator: "\t").last,
      let mask = UInt64(held, radix: 16)
    else { return false }
    return mask & (1 << UInt64(SIGINT - 1)) != 0
  }
}

extension Program {
  /// Returns when `condition` holds or the program is over.
  func wait(until condition: () -> Bool) {
    while !condition(), !hasEnded { usleep(200) }
  }
}
