import Glibc
import Host

/// A temporary folder with a repository that git itself makes, with nobody's configuration.
public final class GitFixture: Sendable {
  /// The temporary folder, removed at the end.
  public let root: String
  /// The repository in it.
  public var path: String { root + "/repository" }

  public init() throws {
    var template = Array("/tmp/plumb-git-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw SystemError("make", "/tmp", number: errno) }
    root = String(cString: made)
    try Files.makeFolder(root + "/home")
    try Files.makeFolder(path)
  }

  deinit {
    // A test may have taken the rights away from a file; the folder is ours all the same.
    try? Files.removeTree(root)
  }

  /// A repository with a branch called main and no commit.
  public static func empty(_ options: String...) async throws -> GitFixture {
    let fixture = try GitFixture()
    try await fixture.git(["init", "--quiet", "--initial-branch=main"] + options)
    return fixture
  }

  public struct Failure: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
  }

  /// The variables of this process that programs need to be found.
  public static var searchPath: [String: String] {
    ["PATH": getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"]
  }

  /// Runs git in the repository, or in another folder, and returns what it prints.
  @discardableResult
  public func git(_ arguments: [String], input: [UInt8]? = nil, in folder: String? = nil)
    async throws -> [UInt8]
  {
    let settings = [
      "HOME": root + "/home", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
      "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
      "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@example.org",
      "GIT_AUTHOR_DATE": "1700000000 +0000", "GIT_COMMITTER_DATE": "1700000000 +0000",
      "LC_ALL": "C",
    ]
    let fixed = ["-c", "gc.auto=0", "-c", "protocol.file.allow=always", "-c", "core.fsync=none"]
    let child = ChildProcess(
      "git", fixed + arguments, environment: Self.searchPath.merging(settings) { $1 },
      folder: folder ?? path, input: input, limits: ChildLimits(deadline: .seconds(60)))
    let output = try await child.run()
    guard output.ending == .exited(0) else {
      let said = String(decoding: output.errors, as: UTF8.self)
      throw Failure("git \(arguments): \(output.ending): \(said)")
    }
    return output.output
  }

  /// The same, as text without white space at the end.
  public func text(_ arguments: String..., in folder: String? = nil) async throws -> String {
    let bytes = try await git(arguments, in: folder)
    return String(
      String(decoding: bytes, as: UTF8.self).reversed().drop(while: \.isWhitespace)
        .reversed())
  }

  public func write(_ name: String, _ content: String) throws {
    try write(name, Array(content.utf8))
  }

  public func write(_ name: String, _ bytes: [UInt8]) throws {
    let target = path + "/" + name
    _ = mkdir(Files.parent(of: target), 0o755)
    guard let file = fopen(target, "w") else {
      throw SystemError("create", target, number: errno)
    }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  /// Adds everything and commits it.
  public func commit(_ message: String) async throws {
    try await git(["add", "--all"])
    try await git(["commit", "--quiet", "--allow-empty", "-m", message])
  }
}
