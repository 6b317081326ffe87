internal import CLinux
internal import Glibc

/// What the machine says about a file without reading it.
public struct FileFacts: Hashable, Sendable {
  public let kind: Files.Kind
  public let size: UInt64
  /// Device, inode, size, and the times of the last change of content and of entry, in nanoseconds:
  /// equal as long as nobody touched the file.
  public let identity: String

  /// Every identity starts so, which tells it from the version of an object.
  public static let prefix = "file:"

  init(_ facts: linux_facts) {
    switch mode_t(facts.mode) & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .link
    default: kind = .other
    }
    size = UInt64(facts.size)
    identity =
      FileFacts.prefix
      + "\(facts.device):\(facts.number):\(facts.size):\(facts.changed):\(facts.touched)"
  }
}

extension Files {
  /// The facts of what a path leads to, following symbolic links.
  public static func facts(_ path: String) throws(SystemError) -> FileFacts {
    var facts = linux_facts()
    guard unsafe linux_stat(path, &facts) == 0 else { throw .last("look at", path) }
    return FileFacts(facts)
  }

  /// When the content was last changed, in nanoseconds since 1970; nil where that cannot be seen.
  public static func modified(_ path: String) -> Int64? {
    var facts = linux_facts()
    return unsafe linux_stat(path, &facts) == 0 ? facts.changed : nil
  }

  public static func identity(_ path: String) throws(SystemError) -> String {
    try facts(path).identity
  }

  /// The path without symbolic links, "." and "..", from the root.
  public static func resolved(_ path: String) throws(SystemError) -> String {
    guard let real = unsafe realpath(path, nil) else { throw .last("resolve", path) }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}
