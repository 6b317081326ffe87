public import Host

/// Repositories elsewhere, spoken to by the `git` program in a child process.
///
/// Every call ends within its deadline plus the grace, whatever the server does, and leaves no
/// process behind. git is run as nobody: without the user's or the machine's configuration, without
/// hooks, submodules, prompts and credential helpers, and with only the protocols that are allowed.
public struct GitRemote: Sendable {
  public let credentials: GitCredentials
  /// What git may speak. Unencrypted http and git are not in it by default, since anybody on the
  /// way could answer; nor are files, so that an address from elsewhere cannot read this machine.
  public let protocols: Set<RemoteURL.Scheme>
  public let limits: ChildLimits
  private let passed: [String: String]

  /// Takes from `environment` the variables that say how to reach the network (`PATH`, proxies,
  /// certificates, the ssh agent, the temporary folder); git sees no other.
  public init(
    environment: [String: String], credentials: GitCredentials = .none,
    protocols: Set<RemoteURL.Scheme> = [.https, .ssh],
    limits: ChildLimits = ChildLimits(deadline: .seconds(60), fileBytes: 1 << 30)
  ) {
    self.credentials = credentials
    self.protocols = protocols
    self.limits = limits
    passed = environment.filter { Self.passedNames.contains($0.key) }
  }

  /// The references of a repository, without fetching anything. Each of `references` is a full name,
  /// the end of one, or a pattern; none means all.
  public func lsRemote(_ url: RemoteURL, _ references: [String] = []) async throws(GitError)
    -> [RemoteReference]
  {
    let text = try await run(
      ["ls-remote", "--", url.text] + references, "list the references of", url)
    return try RemoteReference.parsed(text, of: url)
  }

  /// Copies a repository to the folder `target`, which must not exist. It appears there when it is
  /// complete, or not at all. Without `branch` the one that the other side has as its HEAD is taken.
  public func clone(
    _ url: RemoteURL, into target: String, depth: Int? = nil, branch: String? = nil,
    bare: Bool = true
  ) async throws(GitError) {
    guard (try? Files.kind(target, followingLinks: false)) == nil else {
      throw GitError(
        .other, attempt: "clone", subject: "\(url)",
        message: "\(target) exists already", advice: "name a folder that does not exist")
    }
    let unfinished = target + ".unfinished"
    var arguments = ["clone", "--quiet", "--template=", "--no-recurse-submodules", "--no-local"]
    if bare { arguments.append("--bare") }
    if let depth { arguments.append("--depth=\(depth)") }
    if let branch { arguments += ["--branch=\(branch)", "--single-branch"] }
    do throws(SystemError) {
      try Files.removeTree(unfinished)
    } catch {
      throw Self.translated(error, "clone", url)
    }
    do throws(GitError) {
      _ = try await run(arguments + ["--", url.text, unfinished], "clone", url)
      try Self.moved(unfinished, to: target, url)
    } catch {
      try? Files.removeTree(unfinished)
      throw error
    }
  }

  /// Brings what `reference` names over there into the repository at `path`, as `name` there (full
  /// names: "refs/heads/main"). A history that was rewritten is followed: ask `isAncestor`.
  public func fetch(
    _ url: RemoteURL, _ reference: String, into path: String, as name: String, depth: Int? = nil
  ) async throws(GitError) {
    guard [reference, name].allSatisfy({ !$0.contains(":") && !$0.hasPrefix("-") }) else {
      throw GitError(
        .missingReference, attempt: "fetch", subject: "\(url)",
        message: "\(reference) or \(name) is not the name of a reference")
    }
    var arguments = [
      "-C", path, "fetch", "--quiet", "--no-tags", "--no-recurse-submodules",
      "--no-write-fetch-head",
    ]
    if let depth { arguments.append("--depth=\(depth)") }
    arguments += ["--", url.text, "+\(reference):\(name)"]
    _ = try await run(arguments, "fetch \(reference) from", url, ceiling: Files.parent(of: path))
  }

  // MARK: - Private

  private static let passedNames: Set<String> = [
    "PATH", "TMPDIR", "SSH_AUTH_SOCK", "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
    "ALL_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH",
  ]

  private func run(
    _ arguments: [String], _ attempt: String, _ url: RemoteURL, ceiling: String? = nil
  ) async throws(GitError) -> [UInt8] {
    let failure = RemoteFailure(
      attempt: attempt, url: url, secrets: credentials.secrets, limits: limits)
    guard protocols.contains(url.scheme) else { throw failure.protocolRefused }
    let setting = GitSetting(url: url, credentials: credentials, protocols: protocols)
    var environment = passed.merging(setting.environment) { _, ours in ours }
    if let ceiling { environment["GIT_CEILING_DIRECTORIES"] = ceiling }
    let child = ChildProcess("git", arguments, environment: environment, limits: limits)
    let output: ChildOutput
    do throws(ChildProcessError) {
      output = try await child.run()
    } catch {
      throw failure.translated(error)
    }
    guard output.ending == .exited(0) else { throw failure.translated(output) }
    return output.output
  }

  private static func moved(_ path: String, to target: String, _ url: RemoteURL) throws(GitError) {
    do throws(SystemError) {
      try Files.move(path, to: target)
    } catch {
      throw translated(error, "clone", url)
    }
  }

  private static func translated(_ error: SystemError, _ attempt: String, _ url: RemoteURL)
    -> GitError
  {
    GitError(.other, attempt: attempt, subject: "\(url)", message: error.description)
  }
}
