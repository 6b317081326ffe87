import Glibc
import Host
import Model
import TestSupport
import Testing

@testable import Git

@Suite(.timeLimit(.minutes(15)))
struct GitRemoteTests {
  private let remote = GitRemote(environment: GitFixture.searchPath, protocols: [.file])

  private func history() async throws -> GitFixture {
    let fixture = try await GitFixture.empty()
    for number in 1...3 {
      try fixture.write("file", "content \(number)")
      try await fixture.commit("Commit \(number)")
    }
    try await fixture.git(["tag", "-a", "-m", "x", "v1"])
    return fixture
  }

  @Test func `references are listed with what tags point at`() async throws {
    let fixture = try await history()
    let url = try RemoteURL(fixture.path)
    let found = try await remote.lsRemote(url)
    let head = ObjectID(hex: try await fixture.text("rev-parse", "HEAD"))
    let tag = ObjectID(hex: try await fixture.text("rev-parse", "v1"))
    #expect(found.map(\.name) == ["HEAD", "refs/heads/main", "refs/tags/v1"])
    #expect(found.map(\.id) == [head, head, tag])
    #expect(found.map(\.peeled) == [nil, nil, head])
    #expect(try await remote.lsRemote(url, ["refs/heads/main"]).map(\.name) == ["refs/heads/main"])
    #expect(try await remote.lsRemote(url, ["refs/heads/nobody"]) == [])
  }

  @Test func `a clone appears when it is complete`() async throws {
    let fixture = try await history()
    let url = try RemoteURL("file://" + fixture.path)
    let target = fixture.root + "/clone.git"
    try await remote.clone(url, into: target, depth: 1, branch: "main")
    let repository = try await Repository.open(target)
    #expect(repository.workFolder == nil)
    #expect(try await repository.isShallow())
    #expect(try await repository.resolve("main").summary == "Commit 3")
    #expect(try Files.list(fixture.root) == ["clone.git", "home", "repository"])
    let again = try await gitError { try await remote.clone(url, into: target) }
    #expect(
      "\(again)" == "cannot clone \(url): \(target) exists already; "
        + "name a folder that does not exist")

    let work = fixture.root + "/work"
    try await remote.clone(url, into: work, bare: false)
    #expect(try Files.read(work + "/file", limit: 100) == Array("content 3".utf8))
    #expect(try await Repository.open(work).isShallow() == false)
  }

  @Test func `a clone that fails leaves nothing`() async throws {
    let fixture = try await history()
    let target = fixture.root + "/clone"
    let url = try RemoteURL(fixture.path)
    let branch = try await gitError { try await remote.clone(url, into: target, branch: "nobody") }
    #expect(branch.code == .missingReference, "\(branch)")
    let missing = try RemoteURL(fixture.root + "/nothing")
    let error = try await gitError { try await remote.clone(missing, into: target) }
    #expect(error.code == .missingRepository)
    #expect(
      "\(error)" == "cannot clone \(fixture.root)/nothing: git says: fatal: repository "
        + "'\(fixture.root)/nothing' does not exist")
    #expect(try Files.list(fixture.root) == ["home", "repository"])
  }

  @Test func `a fetch follows the other side, also when it was rewritten`() async throws {
    let fixture = try await history()
    let url = try RemoteURL(fixture.path)
    let target = fixture.root + "/mirror.git"
    try await remote.clone(url, into: target)
    try fixture.write("file", "content 4")
    try await fixture.commit("Commit 4")
    try await remote.fetch(url, "refs/heads/main", into: target, as: "refs/heads/main")
    let mirror = try await Repository.open(target)
    let fourth = try await mirror.resolve("main")
    #expect(fourth.summary == "Commit 4")
    try await fixture.git(["reset", "--quiet", "--hard", "HEAD~2"])
    try await fixture.commit("Commit 5")
    try await remote.fetch(url, "refs/heads/main", into: target, as: "refs/heads/main")
    let fifth = try await mirror.resolve("main")
    #expect(fifth.summary == "Commit 5")
    #expect(try await mirror.isAncestor(fourth.id, of: fifth.id) == false)
    let error = try await gitError {
      try await remote.fetch(url, "refs/heads/nobody", into: target, as: "refs/heads/x")
    }
    #expect(error.code == .missingReference)
    #expect(
      "\(error)" == "cannot fetch refs/heads/nobody from \(fixture.path): git says: fatal: "
        + "couldn't find remote ref refs/heads/nobody")
  }

  @Test func `hooks and templates are not run`() async throws {
    let fixture = try await history()
    let target = fixture.root + "/mirror.git"
    let url = try RemoteURL(fixture.path)
    try await remote.clone(url, into: target)
    #expect(Files.exists(target + "/hooks") == false)
    try Files.makeFolder(target + "/hooks")
    let hook = "#!/bin/sh\ntouch \(fixture.root)/ran\n"
    try Files.replace(target + "/hooks/reference-transaction", with: Array(hook.utf8), mode: 0o755)
    try await fixture.commit("Next")
    try await remote.fetch(url, "refs/heads/main", into: target, as: "refs/heads/main")
    #expect(Files.exists(fixture.root + "/ran") == false)
    // The same hook does run where nobody forbids it.
    try await fixture.git(["update-ref", "refs/heads/z", "HEAD"], in: target)
    #expect(Files.exists(fixture.root + "/ran"))
  }

  @Test func `only allowed protocols are spoken`() async throws {
    let fixture = try await history()
    let strict = GitRemote(environment: GitFixture.searchPath)
    let url = try RemoteURL("http://127.0.0.1:9/a.git")
    let error = try await gitError { _ = try await strict.lsRemote(url) }
    #expect(
      "\(error)" == "cannot list the references of http://127.0.0.1:9/a.git: the protocol http is "
        + "not allowed; use https or ssh, or allow it where the remote is configured")
    let file = try await gitError { _ = try await strict.lsRemote(try RemoteURL(fixture.path)) }
    #expect(file.code == .protocolRefused)
  }

  @Test func `a machine without git is told what to install`() async throws {
    let bare = GitRemote(environment: ["PATH": "/nonexistent"], protocols: [.file])
    let error = try await gitError { _ = try await bare.lsRemote(try RemoteURL("/srv/a.git")) }
    #expect(
      "\(error)" == "cannot list the references of /srv/a.git: the program git is not in PATH; "
        + "install the Debian package git")
  }

  @Test func `nobody listening is told apart from nobody answering`() async throws {
    let http = GitRemote(environment: GitFixture.searchPath, protocols: [.http, .git])
    for text in ["http://127.0.0.1:1/a.git", "git://127.0.0.1:1/a.git"] {
      let error = try await gitError { _ = try await http.lsRemote(try RemoteURL(text)) }
      #expect(error.code == .unreachable, "\(error)")
    }
  }

  @Test func `what a server says at length is cut off`() async throws {
    let fixture = try await history()
    let limits = ChildLimits(deadline: .seconds(20), outputBytes: 50)
    let short = GitRemote(
      environment: GitFixture.searchPath, protocols: [.file], limits: limits)
    let error = try await gitError { _ = try await short.lsRemote(try RemoteURL(fixture.path)) }
    #expect(error.code == .saidTooMuch)
  }

  // MARK: - Addresses and secrets

  @Test(arguments: [
    ("https://example.org/a.git", RemoteURL.Scheme.https, "https://example.org/a.git"),
    ("ssh://git@example.org:2222/a", .ssh, "ssh://example.org:2222/a"),
    ("git@example.org:a/b.git", .ssh, "example.org:a/b.git"), ("host:a", .ssh, "host:a"),
    ("/srv/a?b.git", .file, "/srv/a?b.git"), ("./a@b:c", .file, "./a@b:c"),
    ("FILE:///srv/a", .file, "FILE:///srv/a"), ("git://example.org/a", .git, "git://example.org/a"),
  ])
  func `addresses are understood`(text: String, scheme: RemoteURL.Scheme, shown: String) throws {
    let url = try RemoteURL(text)
    #expect(url.scheme == scheme)
    #expect("\(url)" == shown)
  }

  @Test(arguments: [
    "", "-u", "--upload-pack=touch x", "ext::sh -c x", "ext::sh%20x", "https://me:pw@example.org/a",
    "https://token@example.org/a", "ssh://me:pw@example.org/a", "https://example.org/a?token=pw",
    "https://example.org/a b", "https://example.org/a\nb", "ftp://example.org/a", "-oX=y:a",
    "a/b:c",
    "name", "https://example.org/a#pw",
  ])
  func `dangerous addresses are refused, without their secret`(text: String) throws {
    let error = try #require(throws: GitError.self) { _ = try RemoteURL(text) }
    #expect(error.code == .invalidAddress)
    #expect(!"\(error)".contains("pw") && !error.subject.contains("token"))
  }

  @Test func `messages are freed of secrets and addresses of users`() {
    let scrub = MessageScrub(secrets: ["hunter2", "hunter", "aHVudGVyMg=="])
    let said = """
      Cloning into 'x'...
      remote: you sent Basic aHVudGVyMg== and hunter2
      fatal: unable to access 'https://me:pw@example.org/a?key=pw/': it\u{1B}[31m is so
      hint: try something
      """
    #expect(
      scrub.scrubbed(Array(said.utf8))
        == "remote: you sent Basic *** and *** | "
        + "fatal: unable to access 'https://example.org/a it [31m is so")
    #expect(MessageScrub(secrets: ["*"]).scrubbed(Array("fatal: a*b".utf8)) == "fatal: a***b")
    #expect(scrub.scrubbed(Array(repeating: 65, count: 5000)).count == 601)
  }

  @Test func `secrets and keys are in the environment alone`() throws {
    let url = try RemoteURL("https://example.org/a")
    let token = GitCredentials.basic(user: "x", password: Secret("pass word"))
    let setting = GitSetting(url: url, credentials: token, protocols: [.https]).environment
    #expect(setting.values.contains("Authorization: Basic eDpwYXNzIHdvcmQ="))
    #expect(setting["GIT_ALLOW_PROTOCOL"] == "https")
    #expect("\(token)".contains("pass word") == false)
    let identity = SSHIdentity(keyFile: "/a b/it's", knownHostsFile: "/k h")
    let ssh = GitSetting(url: url, credentials: .ssh(identity), protocols: [.ssh, .file])
      .environment
    #expect(
      ssh["GIT_SSH_COMMAND"]
        == "ssh -F /dev/null -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=20 "
        + #"-o 'UserKnownHostsFile="/k h"' -o GlobalKnownHostsFile=/dev/null "#
        + #"-i '/a b/it'\''s' -o IdentitiesOnly=yes"#)
    #expect(ssh.values.allSatisfy { !$0.contains("Authorization") })
  }
}
