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

  init(_ facts: stat) {
    switch facts.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .link
    default: kind = .other
    }
    size = UInt64(facts.st_size)
    let changed = FileFacts.nanoseconds(facts.st_mtim)
    let touched = FileFacts.nanoseconds(facts.st_ctim)
    identity =
      FileFacts.prefix + "\(facts.st_dev):\(facts.st_ino):\(facts.st_size):\(changed):\(touched)"
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

extension Files {
  /// The facts of what a path leads to, following symbolic links.
  public static func facts(_ path: String) throws(SystemError) -> FileFacts {
    var facts = stat()
    guard unsafe stat(path, &facts) == 0 else { throw .last("look at", path) }
    return FileFacts(facts)
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
