import Glibc
import Host
import Model
import TestSupport
import Testing

@testable import Git

/// Servers that accept and then say nothing, next to nothing, or too much.
@Suite(.serialized, .timeLimit(.minutes(15)))
struct SilentServerTests {
  private static let deadline = Duration.seconds(1)

  /// Runs a peer as long as `body` takes. It is ended by cancelling the task that runs it.
  private func withPeer(
    _ mode: String, _ body: (_ port: Int, _ fixture: GitFixture) async throws -> Void
  ) async throws {
    let fixture = try await GitFixture.empty()
    let python = getenv("PLUMB_TEST_PYTHON").map { String(cString: $0) } ?? "python3"
    let peer = ChildProcess(
      python,
      [
        Files.parent(of: #filePath) + "/../Support/peers/silent_peer.py", mode,
        fixture.root + "/port",
      ],
      environment: GitFixture.searchPath, limits: ChildLimits(deadline: .seconds(60)))
    let running = Task { try await peer.run() }
    defer { running.cancel() }
    var port: Int?
    for _ in 0..<500 where port == nil {
      try await Task.sleep(for: .milliseconds(20))
      let bytes = try? Files.read(fixture.root + "/port", limit: 100)
      port = bytes.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }
    try await body(try #require(port), fixture)
    running.cancel()
    #expect(try await running.value.ending == .cancelled)
  }

  private func remote(_ credentials: GitCredentials = .none) -> GitRemote {
    GitRemote(
      environment: GitFixture.searchPath, credentials: credentials, protocols: [.http, .git],
      limits: ChildLimits(deadline: Self.deadline, grace: .milliseconds(500)))
  }

  @Test(arguments: [("silent", "git"), ("silent", "http"), ("trickle", "http")])
  func `listing, cloning and fetching end at the deadline`(mode: String, scheme: String)
    async throws
  {
    try await withPeer(mode) { port, fixture in
      let url = try RemoteURL("\(scheme)://127.0.0.1:\(port)/a.git")
      let remote = remote()
      // More calls at once than the pool has threads: if one of them blocked, nothing would run.
      try await endsInTime(url) {
        try await withThrowingTaskGroup { group in
          for _ in 0..<6 { group.addTask { _ = try await remote.lsRemote(url) } }
          try await group.waitForAll()
        }
      }
      let target = fixture.root + "/clone"
      try await endsInTime(url) { try await remote.clone(url, into: target) }
      #expect(!Files.exists(target) && !Files.exists(target + ".unfinished"))
      try await endsInTime(url) {
        try await remote.fetch(url, "refs/heads/main", into: fixture.path, as: "refs/heads/x")
      }
    }
  }

  /// The call times out within the deadline and a little, other tasks run meanwhile, and no process
  /// that knows the address is left.
  private func endsInTime(_ url: RemoteURL, _ call: () async throws -> Void) async throws {
    let heart = Task {
      var longest = Duration.zero
      while !Task.isCancelled {
        let pause = await ContinuousClock().measure {
          try? await Task.sleep(for: .milliseconds(20))
        }
        longest = max(longest, pause)
      }
      return longest
    }
    var error: GitError?
    let time = try await ContinuousClock().measure { error = try await gitError(call) }
    heart.cancel()
    #expect(error?.code == .timedOut)
    #expect(error?.message == "no answer within 1 s")
    // A second on a machine with time to spare; other suites run beside this one.
    #expect(time >= Self.deadline && time < Self.deadline + .seconds(3))
    #expect(await heart.value < .seconds(3))
    #expect(try processes(mentioning: url.text) == [])
  }

  /// The command lines, of all processes, that hold `text`.
  private func processes(mentioning text: String) throws -> [String] {
    try Files.list("/proc").filter { $0.first?.isNumber == true }.compactMap { pid in
      let line = try? Files.read("/proc/\(pid)/cmdline", limit: 1 << 20)
      let shown = String(decoding: (line ?? []).map { $0 == 0 ? 32 : $0 }, as: UTF8.self)
      return shown.contains(text) ? shown : nil
    }
  }

  @Test func `cancelling ends a call before its deadline`() async throws {
    try await withPeer("silent") { port, _ in
      let url = try RemoteURL("git://127.0.0.1:\(port)/a.git")
      let patient = GitRemote(environment: GitFixture.searchPath, protocols: [.git])
      let call = Task { try await patient.lsRemote(url) }
      try await Task.sleep(for: .milliseconds(200))
      var error: GitError?
      let time = try await ContinuousClock().measure {
        call.cancel()
        error = try await gitError { _ = try await call.value }
      }
      #expect(error?.code == .cancelled)
      #expect(time < .seconds(2))
      #expect(try processes(mentioning: url.text) == [])
    }
  }

  @Test(arguments: [
    (GitCredentials.none, "remote: you sent nothing"),
    (.bearer(Secret("s3cr3t-token")), "remote: you sent Authorization: Bearer ***"),
    (.basic(user: "me", password: Secret("s3cr3t")), "remote: you sent Authorization: Basic ***"),
  ])
  func `credentials arrive, and do not come back in a message`(
    credentials: GitCredentials, said: String
  ) async throws {
    try await withPeer("echo") { port, _ in
      let url = try RemoteURL("http://127.0.0.1:\(port)/a.git")
      let error = try await gitError { _ = try await remote(credentials).lsRemote(url) }
      #expect(error.code == .authentication)
      #expect(
        "\(error)" == "cannot list the references of \(url): git says: \(said) | fatal: unable to "
          + "access '\(url)/': The requested URL returned error: 403; "
          + "check the credentials and what they may read")
    }
  }

  @Test func `credentials do not follow a redirection`() async throws {
    try await withPeer("redirect") { port, _ in
      let url = try RemoteURL("http://127.0.0.1:\(port)/a.git")
      let open = try await gitError { _ = try await remote().lsRemote(url) }
      #expect(open.message.contains("you sent nothing"), "\(open)")
      let secret = GitCredentials.bearer(Secret("s3cr3t"))
      let error = try await gitError { _ = try await remote(secret).lsRemote(url) }
      #expect(error.code == .redirected, "\(error)")
    }
  }
}
