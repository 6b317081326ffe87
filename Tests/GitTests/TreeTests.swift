import Glibc
import Host
import TestSupport
import Testing

@testable import Git

@Suite(.timeLimit(.minutes(15)))
struct TreeTests {
  /// A commit whose tree holds `names`, each a small file, made without the file system, which may
  /// refuse some of them.
  private func tree(_ names: [[UInt8]], in fixture: GitFixture) async throws -> ObjectID {
    let blob = try await fixture.git(["hash-object", "-w", "--stdin"], input: [120])
    var index: [UInt8] = []
    for name in names {
      index += Array("100644 ".utf8) + blob.dropLast() + Array("\t".utf8) + name + [0]
    }
    try await fixture.git(["update-index", "--add", "-z", "--index-info"], input: index)
    try await fixture.git(["commit", "--quiet", "-m", "Names"])
    return try await Repository.open(fixture.path).resolve("HEAD").tree
  }

  private static let oddNames: [[UInt8]] =
    [
      "a b", " lead", "trail ", "quote\"s", "single'", "back\\slash", "tab\there", "line\nfeed",
      "*?[x]",
      "-dash", "é", "e\u{301}", "🦔", "folder/é/e\u{301}", "日本/語", "$HOME", "~", ":(top)x",
    ].map { Array($0.utf8) } + [
      [0x61, 0xFF, 0x62], [0xC3], Array("folder/".utf8) + [0xE9], [1], [127],
    ]

  @Test func `odd names come back byte by byte`() async throws {
    let fixture = try await GitFixture.empty()
    let id = try await tree(Self.oddNames, in: fixture)
    let repository = try await Repository.open(fixture.path)
    let entries = try await repository.walk(id)
    let files = Set(entries.filter { $0.kind == .file }.map(\.path.bytes))
    #expect(files == Set(Self.oddNames))
    let listed = try await fixture.git(["ls-tree", "-r", "-t", "-z", "--name-only", "HEAD"])
    #expect(entries.map(\.path.bytes) == listed.split(separator: 0).map(Array.init))
    let commit = try await repository.resolve("HEAD").id
    for name in Self.oddNames {
      let blob = try await repository.blob(at: TreePath(bytes: name), in: commit, limit: 1)
      #expect(blob.bytes == [120] && blob.entry.path.bytes == name)
    }
  }

  @Test(arguments: [
    (Array("a b".utf8), "a b"), (Array("é".utf8), "é"),
    (Array("a\nb\t\"\\".utf8), #""a\nb\t\"\\""#),
    ([0x61, 0xFF, 0x62], #""a\377b""#), ([0xC3, 0x28], #""\303(""#), ([1], #""\001""#),
    (Array("é\n".utf8), #""é\n""#),
  ])
  func `a path that cannot be shown is quoted`(bytes: [UInt8], shown: String) {
    #expect(TreePath(bytes: bytes).description == shown)
  }

  @Test func `composed and decomposed letters are two paths`() {
    #expect(TreePath("\u{e9}") != TreePath("e\u{301}"))
    #expect(TreePath(bytes: [0xFF]).text == nil)
  }

  private func kinds() async throws -> GitFixture {
    let fixture = try await GitFixture.empty()
    try fixture.write("file", "content")
    try fixture.write("run", "#!/bin/sh\n")
    chmod(fixture.path + "/run", 0o755)
    symlink("../../etc/passwd", fixture.path + "/link")
    try fixture.write("sub/inner", "x")
    symlink("sub", fixture.path + "/way")
    try await fixture.commit("Kinds")
    let commit = try await fixture.text("rev-parse", "HEAD")
    try await fixture.git(["update-index", "--add", "--cacheinfo", "160000,\(commit),module"])
    try await fixture.git(["commit", "--quiet", "-m", "Submodule"])
    return fixture
  }

  @Test func `kinds are told apart and nothing is followed`() async throws {
    let fixture = try await kinds()
    let repository = try await Repository.open(fixture.path)
    let commit = try await repository.resolve("HEAD")
    let entries = try await repository.walk(commit.tree)
    #expect(
      entries.map { "\($0.kind) \($0.path)" } == [
        "file file", "symlink link", "submodule module", "executable run", "folder sub",
        "file sub/inner", "symlink way",
      ])
    let link = try await repository.blob(at: "link", in: commit.id, limit: 100)
    #expect(link.entry.kind == .symlink)
    #expect(link.bytes == Array("../../etc/passwd".utf8))
    let below = try await repository.walk(commit.tree, path: "sub")
    #expect(below.map(\.path) == ["sub", "sub/inner"])
    #expect(try await repository.walk(commit.tree, path: "run").map(\.kind) == [.executable])
  }

  @Test(arguments: [
    ("nothing", "there is nothing with this name"), ("sub", "it is a folder"),
    ("module", "it is a submodule"), ("way/inner", "way is a symlink, not a folder"),
    ("file/x", "file is a file, not a folder"), ("/file", "there is nothing with this name"),
    ("sub/", "there is nothing with this name"), ("sub//inner", "there is nothing with this name"),
    ("sub/../file", "there is nothing with this name"), ("", "there is nothing with this name"),
    ("file\u{0}", "there is nothing with this name"),
  ])
  func `what is no file is refused with the reason`(path: String, message: String) async throws {
    let fixture = try await kinds()
    let repository = try await Repository.open(fixture.path)
    let commit = try await repository.resolve("HEAD").id
    let error = try await gitError {
      _ = try await repository.blob(at: TreePath(path), in: commit, limit: 100)
    }
    #expect(error.message == message)
  }

  @Test(arguments: [false, true])
  func `a large file is refused before it is loaded`(packed: Bool) async throws {
    let fixture = try await GitFixture.empty()
    try fixture.write("large", [UInt8](repeating: 7, count: 5 << 20))
    try await fixture.commit("Large")
    if packed { try await fixture.git(["gc", "--quiet"]) }
    let repository = try await Repository.open(fixture.path)
    let commit = try await repository.resolve("HEAD").id
    let error = try await gitError {
      _ = try await repository.blob(at: "large", in: commit, limit: 5 << 20 - 1)
    }
    #expect(error.code == .tooLarge)
    let whole = try await repository.blob(at: "large", in: commit, limit: 5 << 20)
    #expect(whole.bytes.count == 5 << 20)
    let short = try await gitError {
      _ = try await repository.blob(at: "large", in: commit, limit: 1000)
    }
    #expect(
      "\(short)" == "cannot read large of \(commit.short) in \(fixture.path): "
        + "it has 5242880 bytes, and 1000 are allowed")
  }

  @Test func `a tree that unfolds without end is refused`() async throws {
    let fixture = try await GitFixture.empty()
    // Ten levels of ten times the same folder: ten objects, ten thousand million files.
    var entry = "100644 blob " + (try await oneByte(fixture))
    for _ in 0..<10 {
      let lines = (0..<10).map { "\(entry)\t\($0)\n" }.joined()
      let made = try await fixture.git(["mktree"], input: Array(lines.utf8))
      entry = "040000 tree " + String(decoding: made.dropLast(), as: UTF8.self)
    }
    let id = try #require(ObjectID(hex: String(entry.suffix(40))))
    let repository = try await Repository.open(fixture.path)
    let error = try await gitError { _ = try await repository.walk(id, limit: 5000) }
    #expect(error.code == .tooLarge)
    #expect(error.message == "it holds more than 5000 entries")
  }

  @Test func `folders nested without end are refused`() async throws {
    let fixture = try await GitFixture.empty()
    let name = Array((0..<300).map { _ in "d" }.joined(separator: "/").utf8)
    let id = try await tree([name], in: fixture)
    let repository = try await Repository.open(fixture.path)
    let error = try await gitError { _ = try await repository.walk(id) }
    #expect(error.message == "its folders are nested more than 256 deep")
  }

  private func oneByte(_ fixture: GitFixture) async throws -> String {
    let blob = try await fixture.git(["hash-object", "-w", "--stdin"], input: [1])
    return String(decoding: blob.dropLast(), as: UTF8.self)
  }

  @Test(arguments: ["flip", "empty", "remove"])
  func `a damaged object is an error that says so`(damage: String) async throws {
    let fixture = try await GitFixture.empty()
    try fixture.write("file", String(repeating: "content ", count: 100))
    try await fixture.commit("File")
    let id = try await fixture.text("rev-parse", "HEAD:file")
    let object = fixture.path + "/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
    var bytes = try Files.read(object, limit: 1 << 20)
    bytes[bytes.count / 2] ^= 0x10
    unlink(object)
    if damage != "remove" { try Files.replace(object, with: damage == "flip" ? bytes : []) }
    let repository = try await Repository.open(fixture.path)
    let commit = try await repository.resolve("HEAD").id
    let error = try await gitError {
      _ = try await repository.blob(at: "file", in: commit, limit: 1 << 20)
    }
    #expect(error.code == (damage == "remove" ? .missingObject : .corrupted), "\(error)")
    #expect("\(error)".hasPrefix("cannot read file of \(commit.short) in \(fixture.path): "))
  }

  @Test(arguments: [2, 3, 10])
  func `a truncated pack is an error, never a crash`(part: Int) async throws {
    let fixture = try await GitFixture.empty()
    for number in 0..<20 {
      try fixture.write("file\(number)", String(repeating: "\(number * 7919) ", count: 200))
    }
    try await fixture.commit("Files")
    try await fixture.git(["gc", "--quiet"])
    let folder = fixture.path + "/.git/objects/pack"
    let pack = try #require(try Files.list(folder).first { $0.hasSuffix(".pack") })
    let bytes = try Files.read(folder + "/" + pack, limit: 1 << 24)
    unlink(folder + "/" + pack)
    try Files.replace(folder + "/" + pack, with: Array(bytes[..<(bytes.count / part)]))
    let error = try await gitError {
      let repository = try await Repository.open(fixture.path)
      let commit = try await repository.resolve("HEAD")
      for entry in try await repository.walk(commit.tree) {
        _ = try await repository.blob(at: entry.path, in: commit.id, limit: 1 << 20)
      }
    }
    #expect([.corrupted, .missingObject, .unknownRevision].contains(error.code), "\(error)")
  }
}
