import Glibc
import TestSupport
import Testing

@testable import Host

@Suite(.timeLimit(.minutes(15)))
struct FilesTests {
  /// A new folder, removed with all it holds when the test is over.
  private final class Folder {
    let path: String

    init() throws {
      var template = Array("/tmp/plumb-files-XXXXXX".utf8CString)
      path = String(cString: try #require(mkdtemp(&template)))
    }

    deinit { try? Files.removeTree(path) }
  }

  @Test func `a file is replaced as a whole, and nothing is left beside it`() throws {
    let scratch = try Folder()
    let folder = scratch.path
    defer { withExtendedLifetime(scratch) {} }
    let path = folder + "/file"
    try Files.replace(path, with: [1, 2, 3])
    try Files.replace(path, with: [4])
    #expect(try Files.read(path, limit: 1) == [4])
    #expect(try Files.list(folder) == ["file"])
    #expect(throws: SystemError.self) { try Files.replace(folder + "/none/file", with: []) }
    try Files.makeFolder(folder + "/taken")
    #expect(throws: SystemError.self) { try Files.replace(folder + "/taken", with: []) }
    #expect(try Files.list(folder) == ["file", "taken"])
  }

  @Test func `reading says what is wrong`() throws {
    let scratch = try Folder()
    let folder = scratch.path
    defer { withExtendedLifetime(scratch) {} }
    try Files.replace(folder + "/file", with: [UInt8](repeating: 0, count: 10))
    let tooLarge = Files.ReadError.tooLarge(path: folder + "/file", size: 10, limit: 9)
    #expect(throws: tooLarge) { try Files.read(folder + "/file", limit: 9) }
    #expect(throws: Files.ReadError.isFolder(path: folder)) { try Files.read(folder, limit: 9) }
    let missing = SystemError("open", folder + "/none", number: ENOENT)
    #expect(throws: Files.ReadError.system(missing)) {
      try Files.read(folder + "/none", limit: 9)
    }
    #expect(missing.description == "cannot open \(folder)/none: no such file or directory")
    // A file that has no size and no end.
    #expect(throws: Files.ReadError.self) { try Files.read("/dev/zero", limit: 1 << 20) }
  }

  @Test func `names are listed by their bytes`() throws {
    let scratch = try Folder()
    let folder = scratch.path
    defer { withExtendedLifetime(scratch) {} }
    for name in ["b", "a", "Z", "é", ".hidden"] {
      try Files.replace(folder + "/" + name, with: [])
    }
    #expect(try Files.list(folder) == [".hidden", "Z", "a", "b", "é"])
    #expect(throws: SystemError("list", folder + "/none", number: ENOENT)) {
      try Files.list(folder + "/none")
    }
  }

  @Test func `links are told apart only when not followed`() throws {
    let scratch = try Folder()
    let folder = scratch.path
    defer { withExtendedLifetime(scratch) {} }
    symlink(folder, folder + "/link")
    symlink(folder + "/none", folder + "/broken")
    #expect(try Files.kind(folder + "/link") == .folder)
    #expect(try Files.kind(folder + "/link", followingLinks: false) == .link)
    #expect(Files.exists(folder + "/broken") == false)
    #expect(try Files.kind("/dev/null") == .other)
  }

  @Test func `a tree is removed with odd names, and links are not followed`() throws {
    let scratch = try Folder()
    let folder = scratch.path
    defer { withExtendedLifetime(scratch) {} }
    let tree = folder + "/tree"
    try Files.makeFolder(tree)
    try Files.makeFolder(tree + "/a b")
    try Files.makeFolder(folder + "/kept")
    try Files.replace(folder + "/kept/file", with: [1])
    symlink(folder + "/kept", tree + "/a b/link")
    symlink(tree, tree + "/a b/circle")
    let name = Array((tree + "/").utf8CString.dropLast()) + [-1, 10, 0]
    close(open(name, O_CREAT | O_WRONLY, 0o600))
    #expect(try Files.list(tree).count == 2)
    try Files.removeTree(tree)
    #expect(try Files.list(folder) == ["kept"])
    #expect(try Files.read(folder + "/kept/file", limit: 1) == [1])
    try Files.removeTree(tree)
    symlink(folder + "/kept", folder + "/link")
    try Files.removeTree(folder + "/link")
    #expect(try Files.list(folder) == ["kept"])
  }

  @Test(arguments: [
    ("a", "."), ("a/b", "a"), ("/a", "/"), ("/a/b", "/a"), ("é/e\u{301}", "é"), ("", "."),
  ])
  func `the parent of a path is what is before its last slash`(path: String, parent: String) {
    #expect(Files.parent(of: path) == parent)
  }
}
