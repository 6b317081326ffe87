internal import Host

/// The file beside a database that holds what was committed but not yet moved into it.
///
/// It is looked at and never opened: closing it would drop the locks of this process.
enum LogFile {
  static func facts(_ path: String) -> (exists: Bool, isEmpty: Bool) {
    guard let facts = try? Files.facts(path) else { return (false, true) }
    return (true, facts.size == 0)
  }
}
