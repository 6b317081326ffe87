import Glibc

/// A bash script run to its end, for tests of the finished program.
public struct Shell: Sendable {
  public let status: Int32
  public let output: String

  /// Runs `script` with the folder of the built products first in PATH. Standard error is where the
  /// script sends it; it must end by itself.
  public static func run(_ script: String) -> Shell {
    let prelude = "export PATH='\(products)':$PATH; unset NO_COLOR FORCE_COLOR CLICOLOR_FORCE; "
    guard let pipe = popen("exec bash -c \(quoted(prelude + script)) </dev/null", "r") else {
      return Shell(status: -1, output: "bash did not start")
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 {
      bytes += buffer[..<count]
    }
    let status = pclose(pipe)
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    return Shell(status: code, output: String(decoding: bytes, as: UTF8.self))
  }

  /// Is there such a program on this machine?
  public static func has(_ program: String) -> Bool {
    run("command -v \(program)").status == 0
  }

  /// Where the build put the tests, and the program beside them.
  public static var products: String {
    guard let path = realpath("/proc/self/exe", nil) else { return "." }
    defer { free(path) }
    let text = String(cString: path)
    return String(text[..<(text.lastIndex(of: "/") ?? text.startIndex)])
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}

/// A folder that is gone when `body` ends.
public func withTemporaryFolder<Value>(_ body: (String) async throws -> Value) async rethrows
  -> Value
{
  var template = Array("/tmp/plumb-test-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { fatalError("cannot create a temporary folder") }
  let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer { _ = Shell.run("chmod -R u+rwx '\(path)'; rm -r '\(path)'") }
  return try await body(path)
}
