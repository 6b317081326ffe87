import Glibc
import Host
import TestSupport
import Testing

@testable import Git

/// What `body` throws, which must be a `GitError`.
func gitError(_ body: () async throws -> Void) async throws -> GitError {
  do {
    try await body()
  } catch let error as GitError {
    return error
  }
  throw GitFixture.Failure("nothing was thrown")
}

@Suite(.timeLimit(.minutes(15)))
struct RepositoryTests {
  /// Three commits on main, a branch, a light, an annotated and a nested tag, a folder.
  private func history() async throws -> GitFixture {
    let fixture = try await GitFixture.empty()
    try fixture.write("a.txt", "one\n")
    try fixture.write("folder/b.txt", "two\n")
    try await fixture.commit("First\n\nBody")
    try fixture.write("a.txt", "one more\n")
    try await fixture.commit("Second line one\nline two\n\nBody")
    try await fixture.git(["tag", "light"])
    try await fixture.git(["tag", "-a", "-m", "x", "v1"])
    try await fixture.git(["tag", "-a", "-m", "x", "nested", "v1"])
    try await fixture.git(["branch", "side", "HEAD~1"])
    try fixture.write("a.txt", "last\n")
    try await fixture.commit("Third")
    return fixture
  }

  @Test(arguments: [
    "HEAD", "main", "refs/heads/main", "HEAD~2", "side", "light", "v1", "nested", "v1^{}", "HEAD^",
    "@{0}", "main~1", "tags/v1",
  ])
  func `a revision means the commit that git says`(revision: String) async throws {
    let fixture = try await history()
    let repository = try await Repository.open(fixture.path)
    let expected = try await fixture.text("rev-parse", "\(revision)^{commit}")
    let commit = try await repository.resolve(revision)
    #expect(commit.id.hex == expected)
    #expect(try await repository.resolve(String(expected.prefix(9))) == commit)
  }

  @Test func `a commit tells what everybody can check`() async throws {
    let fixture = try await history()
    let commit = try await Repository.open(fixture.path).resolve("HEAD~1")
    #expect(commit.summary == "Second line one line two")
    #expect(commit.time == 1_700_000_000)
    #expect(commit.tree.hex == (try await fixture.text("rev-parse", "HEAD~1^{tree}")))
    #expect(commit.parents.map(\.hex) == [try await fixture.text("rev-parse", "HEAD~2")])
  }

  @Test(arguments: [
    ("HEAD", RepositoryObject.Kind.commit), ("HEAD^{tree}", .tree), ("HEAD:folder", .tree),
    ("HEAD:folder/b.txt", .blob), ("v1", .tag), ("nested", .tag), ("light", .commit),
  ])
  func `objects of all kinds have the name that git gives them`(
    revision: String, kind: RepositoryObject.Kind
  ) async throws {
    let fixture = try await history()
    let object = try await Repository.open(fixture.path).object(revision)
    #expect(object.id.hex == (try await fixture.text("rev-parse", revision)))
    #expect(object.kind == kind)
  }

  @Test(arguments: [
    ("nobody", GitError.Code.unknownRevision), ("HEAD~9", .unknownRevision), ("", .unknownRevision),
    ("a\u{0}b", .unknownRevision), ("HEAD:a.txt", .wrongKind), ("..", .unknownRevision),
    (String(repeating: "0", count: 40), .unknownRevision), ("-x", .unknownRevision),
  ])
  func `what names no commit is refused`(revision: String, code: GitError.Code) async throws {
    let fixture = try await history()
    let repository = try await Repository.open(fixture.path)
    let error = try await gitError { _ = try await repository.resolve(revision) }
    #expect(error.code == code, "\(error)")
  }

  @Test func `an unknown revision reads well`() async throws {
    let fixture = try await history()
    let repository = try await Repository.open(fixture.path)
    let error = try await gitError { _ = try await repository.resolve("mian") }
    #expect("\(error)" == "cannot resolve mian in \(fixture.path): revspec 'mian' not found")
  }

  @Test func `HEAD is a branch, unborn or detached`() async throws {
    let fixture = try await GitFixture.empty()
    let repository = try await Repository.open(fixture.path)
    #expect(try await repository.head() == .unborn("main"))
    let error = try await gitError { _ = try await repository.resolve("HEAD") }
    #expect(error.code == .unborn)
    #expect(
      "\(error)"
        == "cannot resolve HEAD in \(fixture.path): main has no commit yet; make a first commit")
    try await fixture.commit("First")
    let id = try await repository.resolve("HEAD").id
    #expect(try await repository.head() == .branch("main", id))
    try await fixture.git(["checkout", "--quiet", "-b", "team/fix-é"])
    #expect(try await repository.head() == .branch("team/fix-é", id))
    try await fixture.git(["checkout", "--quiet", "--detach"])
    #expect(try await repository.head() == .detached(id))
  }

  @Test func `ancestors and merge bases are git's`() async throws {
    let fixture = try await history()
    try await fixture.git(["checkout", "--quiet", "side"])
    try await fixture.commit("Aside")
    try await fixture.git(["checkout", "--quiet", "--orphan", "alone"])
    try await fixture.commit("Alone")
    let repository = try await Repository.open(fixture.path)
    let main = try await repository.resolve("main").id
    let side = try await repository.resolve("side").id
    let base = try await repository.resolve("main~2").id
    let alone = try await repository.resolve("alone").id
    #expect(try await repository.mergeBase(main, side) != nil)
    #expect(
      try await repository.mergeBase(main, side)?.hex
        == (try await fixture.text("merge-base", "main", "side")))
    #expect(try await repository.mergeBase(main, alone) == nil)
    #expect(try await repository.isAncestor(base, of: main))
    #expect(try await repository.isAncestor(main, of: main))
    #expect(try await repository.isAncestor(main, of: base) == false)
    #expect(try await repository.isAncestor(side, of: main) == false)
    let nobody = try #require(ObjectID(hex: String(repeating: "1", count: 40)))
    let error = try await gitError { _ = try await repository.isAncestor(nobody, of: main) }
    #expect(error.code == .missingObject)
  }

  @Test func `a shallow clone says where its history ends`() async throws {
    let fixture = try await history()
    let target = fixture.root + "/shallow"
    try await fixture.git(["clone", "--quiet", "--depth=1", "file://" + fixture.path, target])
    let repository = try await Repository.open(target)
    #expect(try await repository.isShallow())
    #expect(try await Repository.open(fixture.path).isShallow() == false)
    let tip = try await repository.resolve("origin/main")
    #expect(tip.id == (try await repository.resolve("HEAD").id))
    #expect(try await repository.walk(tip.tree).count == 3)
    let error = try await gitError { _ = try await repository.resolve("HEAD~1") }
    #expect(
      error.advice == "the history was cut off by a shallow clone: git fetch --unshallow",
      "\(error)")
  }

  @Test func `bare and packed repositories read the same`() async throws {
    let fixture = try await history()
    let loose = try await Repository.open(fixture.path)
    let commit = try await loose.resolve("v1")
    let entries = try await loose.walk(commit.tree)
    #expect(entries.map(\.path) == ["a.txt", "folder", "folder/b.txt"])
    #expect(loose.workFolder == fixture.path)
    #expect(loose.gitFolder == fixture.path + "/.git")

    try await fixture.git(["gc", "--quiet", "--prune=now"])
    let packed = try await Repository.open(fixture.path)
    #expect(try await packed.resolve("v1") == commit)
    #expect(try await packed.walk(commit.tree) == entries)

    try await fixture.git(["clone", "--quiet", "--bare", fixture.path, fixture.root + "/bare.git"])
    let bare = try await Repository.open(fixture.root + "/bare.git")
    #expect(bare.workFolder == nil)
    #expect(try await bare.resolve("v1") == commit)
    #expect(try await bare.walk(commit.tree) == entries)
    #expect(
      try await bare.blob(at: "a.txt", in: commit.id, limit: 100).bytes == Array("one more\n".utf8))
    let error = try await gitError { _ = try await bare.isDirty("a.txt") }
    #expect(error.code == .bareRepository)
  }

  @Test func `a repository is opened where it was named, and discovered from below`() async throws {
    let fixture = try await history()
    let below = fixture.path + "/folder"
    let error = try await gitError { _ = try await Repository.open(below) }
    #expect(
      "\(error)" == "cannot open the repository \(below): it is not a git repository; "
        + "run git init there, or name another folder")
    #expect(try await Repository.discover(from: below).workFolder == fixture.path)
    let outside = try await gitError { _ = try await Repository.discover(from: fixture.root) }
    #expect(outside.code == .notRepository)
    let missing = try await gitError { _ = try await Repository.open("/nonexistent") }
    #expect(
      "\(missing)" == "cannot open the repository /nonexistent: there is no such folder")
  }

  @Test(.enabled(if: geteuid() == 0))
  func `a stranger's repository is read when named, not when found above`() async throws {
    let fixture = try await history()
    // The work tree of a container: all of it belongs to somebody else. That is fine.
    for path in ["", "/.git", "/folder"] { chown(fixture.path + path, 12345, 12345) }
    #expect(try await Repository.open(fixture.path).head() != .unborn("main"))
    _ = try await Repository.discover(from: fixture.path + "/folder")
    // A folder of ours below a repository that somebody else has put there.
    chown(fixture.path + "/folder", 0, 0)
    let error = try await gitError {
      _ = try await Repository.discover(from: fixture.path + "/folder")
    }
    #expect(error.code == .foreignOwner)
    #expect(
      "\(error)" == "cannot open the repository \(fixture.path)/.git: it was found above "
        + "\(fixture.path)/folder and belongs to another user (12345); "
        + "name the repository's folder itself if you trust it")
  }

  @Test func `the configuration of the user is not looked at`() async throws {
    let fixture = try await history()
    // A broken one would make every command of git fail.
    try await fixture.git(["config", "core.precomposeunicode", "false"])
    setenv("XDG_CONFIG_HOME", fixture.root + "/home", 1)
    defer { unsetenv("XDG_CONFIG_HOME") }
    try Files.makeFolder(fixture.root + "/home/git")
    try Files.replace(fixture.root + "/home/git/config", with: Array("[broken".utf8))
    #expect(try await Repository.open(fixture.path).resolve("HEAD").summary == "Third")
  }

  @Test func `remotes are shown without user, password and query`() async throws {
    let fixture = try await history()
    let url = "https://me:secret@example.org/a.git?token=secret"
    try await fixture.git(["remote", "add", "origin", url])
    try await fixture.git(["remote", "add", "other", "git@example.org:a/b.git"])
    let repository = try await Repository.open(fixture.path)
    #expect(try await repository.remoteURL("origin") == "https://example.org/a.git")
    #expect(try await repository.remoteURL("other") == "example.org:a/b.git")
    let error = try await gitError { _ = try await repository.remoteURL("upstream") }
    #expect(
      "\(error)" == "cannot find the remote upstream of \(fixture.path): "
        + "there is no remote of this name; git remote lists them")
    let odd = try await gitError { _ = try await repository.remoteURL("a\nb") }
    #expect(odd.code == .missingRemote, "\(odd)")
  }

  @Test func `a file is dirty when it differs from the last commit`() async throws {
    let fixture = try await history()
    let repository = try await Repository.open(fixture.path)
    #expect(try await repository.isDirty("a.txt") == false)
    try fixture.write("a.txt", "edited\n")
    #expect(try await repository.isDirty("a.txt"))
    try await fixture.git(["add", "a.txt"])
    #expect(try await repository.isDirty("a.txt"))
    try fixture.write("new.txt", "")
    #expect(try await repository.isDirty("new.txt"))
    unlink(fixture.path + "/folder/b.txt")
    #expect(try await repository.isDirty("folder/b.txt"))
    let error = try await gitError { _ = try await repository.isDirty("nothing.txt") }
    #expect(error.code == .missingPath)
  }

  @Test func `a repository of SHA-256 names is refused, not misread`() async throws {
    let fixture = try await GitFixture.empty("--object-format=sha256")
    try await fixture.commit("First")
    let error = try await gitError {
      _ = try await Repository.open(fixture.path).resolve("HEAD")
    }
    #expect(error.message == "its objects have SHA-256 names, and only SHA-1 can be read here")
  }
}
