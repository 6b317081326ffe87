internal import CLinux
internal import Glibc

/// Whole files and folders, read and written in one go.
public enum Files {
  public enum ReadError: Error, Hashable, Sendable {
    case system(SystemError)
    case tooLarge(path: String, size: Int, limit: Int)
    case isFolder(path: String)
  }

  /// The bytes of a file of at most `limit` bytes. The size is checked before anything is allocated,
  /// and again while reading, because a file can grow and a pipe has no size.
  public static func read(_ path: String, limit: Int) throws(ReadError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(.last("open", path)) }
    defer { close(descriptor) }
    var facts = linux_facts()
    guard unsafe linux_fstat(descriptor, &facts) == 0 else { throw .system(.last("look at", path)) }
    guard mode_t(facts.mode) & S_IFMT != S_IFDIR else { throw .isFolder(path: path) }
    let size = Int(facts.size)
    guard size <= limit else { throw .tooLarge(path: path, size: size, limit: limit) }
    return try read(descriptor, path, expecting: size, limit: limit)
  }

  private static func read(
    _ descriptor: Int32, _ path: String, expecting size: Int, limit: Int
  ) throws(ReadError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + 1)
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .system(.last("read", path)) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
      guard bytes.count <= limit else {
        throw .tooLarge(path: path, size: bytes.count, limit: limit)
      }
    }
  }

  /// The names in a folder, without "." and "..", sorted by their bytes.
  public static func list(_ path: String) throws(SystemError) -> [String] {
    guard let folder = unsafe opendir(path) else { throw .last("list", path) }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    errno = 0
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      if name != "." && name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw .last("list", path) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  public enum Kind: Hashable, Sendable { case file, folder, link, other }

  /// What is at `path`, following symbolic links unless told otherwise.
  public static func kind(_ path: String, followingLinks: Bool = true) throws(SystemError) -> Kind {
    var facts = linux_facts()
    let answer = unsafe followingLinks ? linux_stat(path, &facts) : linux_lstat(path, &facts)
    guard answer == 0 else { throw .last("look at", path) }
    switch mode_t(facts.mode) & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
  }

  /// What makes two paths the same file, however they are spelt.
  public struct Identity: Hashable, Sendable {
    let device: UInt64
    let number: UInt64
  }

  /// The identity of what is at `path`, following symbolic links.
  public static func sameness(_ path: String) throws(SystemError) -> Identity {
    var facts = linux_facts()
    guard unsafe linux_stat(path, &facts) == 0 else { throw .last("look at", path) }
    return Identity(device: facts.device, number: facts.number)
  }

  /// The number of the user to whom the file or folder belongs, links followed.
  public static func owner(_ path: String) throws(SystemError) -> UInt32 {
    var facts = linux_facts()
    guard unsafe linux_stat(path, &facts) == 0 else { throw .last("look at", path) }
    return facts.owner
  }

  public static func exists(_ path: String) -> Bool { (try? kind(path)) != nil }

  /// Replaces a file as a whole: readers see the old content or the new, also after a power cut.
  public static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o644)
    throws(SystemError)
  {
    let file = try AtomicFile(path, mode: mode)
    try file.write(bytes)
    try file.commit()
    try flushFolder(of: path)
  }

  /// Writes all bytes, however many calls that takes.
  static func write(_ bytes: [UInt8], to descriptor: Int32, named name: String) throws(SystemError)
  {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(
          descriptor, $0.baseAddress.map { unsafe $0 + written }, $0.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .last("write", name) }
      written += count
    }
  }

  /// A rename is safe only when the folder that holds the name is flushed too.
  private static func flushFolder(of path: String) throws(SystemError) {
    let folder = path.utf8.contains(UInt8(ascii: "/")) ? parent(of: path) : "."
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last("open", folder) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .last("flush", folder) }
  }

  /// The last component of the path.
  public static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// The path without its last component; "." for a bare name.
  public static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
  }
}
