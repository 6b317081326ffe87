internal import Glibc

extension Files {
  /// Hands over a file in blocks until `take` has had enough and says false.
  public static func stream(
    _ path: String, block: Int = 1 << 20, _ take: ([UInt8]) -> Bool
  ) throws(SystemError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last("open", path) }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: block)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .last("read", path) }
      if count == 0 { return }
      let goesOn = count == block ? take(buffer) : take(Array(buffer[..<count]))
      if !goesOn { return }
    }
  }

  /// Makes a folder and those above it; one that is there already is fine.
  public static func makeFolders(_ path: String, mode: UInt32 = 0o755) throws(SystemError) {
    if unsafe mkdir(path, mode_t(mode)) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, parent(of: path) != path else { throw .last("create folder", path) }
    try makeFolders(parent(of: path), mode: mode)
    guard unsafe mkdir(path, mode_t(mode)) == 0 || errno == EEXIST else {
      throw .last("create folder", path)
    }
  }
}
