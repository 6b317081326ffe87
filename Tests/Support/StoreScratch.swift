import Glibc
import Host

/// A temporary folder for stores, removed with everything in it when nobody holds it any more.
public final class StoreScratch: Sendable {
  public let path: String

  public init() {
    var template = Array("/tmp/plumb-store-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress, let made = mkdtemp(base) else { return "" }
      return String(cString: made)
    }
    precondition(!path.isEmpty, "no temporary folder")
  }

  deinit { StoreScratch.remove(path) }

  private static func remove(_ path: String) {
    if (try? Files.kind(path, followingLinks: false)) == .folder {
      for name in (try? Files.list(path)) ?? [] { remove(path + "/" + name) }
    }
    Glibc.remove(path)
  }

  /// Writes a file, with the folders above it, and gives its path.
  @discardableResult
  public func write(_ name: String, _ bytes: [UInt8]) -> String {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o755)
    }
    let file = path + "/" + name
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    precondition(descriptor >= 0, "cannot write \(file)")
    defer { close(descriptor) }
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    precondition(count == bytes.count, "cannot write all of \(file)")
    return file
  }

  @discardableResult
  public func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }

  public func link(_ name: String, to target: String) {
    precondition(symlink(target, path + "/" + name) == 0, "cannot link \(name)")
  }
}

/// Runs a script of Tests/Support/peers and gives what it printed.
public func runPython(_ script: String, _ arguments: [String] = [], file: String = #filePath)
  -> [UInt8]?
{
  let root = file.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
  let python =
    getenv("PLUMB_TEST_PYTHON").map { String(cString: $0) }
    ?? (access(root + "/.venv/bin/python3", X_OK) == 0 ? root + "/.venv/bin/python3" : "python3")
  let words = [python, root + "/Tests/Support/peers/" + script] + arguments
  guard let pipe = popen(words.map { "'\($0)'" }.joined(separator: " "), "r") else { return nil }
  var output: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&buffer, 1, buffer.count, pipe)
    if count == 0 { break }
    output += buffer[..<count]
  }
  return pclose(pipe) == 0 ? output : nil
}
