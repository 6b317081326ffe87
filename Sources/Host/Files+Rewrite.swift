internal import CLinux
internal import Glibc

extension Files {
  /// Replaces the content of an existing file as a whole, and keeps what belongs to its owner: its
  /// permissions, and the links that lead to it.
  public static func rewrite(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    guard let resolved = unsafe realpath(path, nil) else { throw .last("find", path) }
    defer { unsafe free(resolved) }
    var facts = linux_facts()
    guard unsafe linux_stat(resolved, &facts) == 0 else { throw .last("look at", path) }
    // A new file may be put beside a protected one, so permission to write has to be asked for.
    guard unsafe access(resolved, W_OK) == 0 else { throw .last("write", path) }
    try replace(
      unsafe String(cString: resolved), with: bytes, mode: UInt32(facts.mode) & 0o7777)
  }
}
