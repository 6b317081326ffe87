internal import Glibc

/// The file beside a database that holds what was committed but not yet moved into it.
///
/// It is looked at and never opened: closing it would drop the locks of this process.
enum LogFile {
  static func facts(_ path: String) -> (exists: Bool, isEmpty: Bool) {
    var facts = stat()
    guard unsafe stat(path, &facts) == 0 else { return (false, true) }
    return (true, facts.st_size == 0)
  }
}
