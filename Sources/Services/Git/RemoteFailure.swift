internal import Host

/// Why git failed, in our words, from what it left behind. Nothing secret passes.
struct RemoteFailure {
  let attempt: String
  let url: RemoteURL
  let secrets: [String]
  let limits: ChildLimits

  var protocolRefused: GitError {
    error(
      .protocolRefused, "the protocol \(url.scheme.rawValue) is not allowed",
      advice: "use https or ssh, or allow it where the remote is configured")
  }

  func translated(_ error: ChildProcessError) -> GitError {
    switch error {
    case .programMissing:
      self.error(
        .missingProgram, "the program git is not in PATH",
        advice: "install the Debian package git")
    case .folderMissing, .zeroByte, .system: self.error(.other, error.description)
    }
  }

  func translated(_ output: ChildOutput) -> GitError {
    switch output.ending {
    case .timedOut:
      error(
        .timedOut, "no answer within \(limits.deadline.inWords)",
        advice: "check the address and the network, or allow more time")
    case .cancelled: error(.cancelled, "it was cancelled")
    case .saidTooMuch:
      error(.saidTooMuch, "the other side says more than \(limits.outputBytes) bytes")
    case .signalled(let number): error(.other, "git was ended by signal \(number)")
    case .exited(let status): translated(output.errors, status)
    }
  }

  // MARK: - Private

  private func error(_ code: GitError.Code, _ message: String, advice: String? = nil) -> GitError {
    GitError(code, attempt: attempt, subject: "\(url)", message: message, advice: advice)
  }

  private func translated(_ errors: [UInt8], _ status: Int32) -> GitError {
    let said = MessageScrub(secrets: secrets).scrubbed(errors)
    let message = said.isEmpty ? "git ended with status \(status)" : "git says: \(said)"
    let known = Self.phrases.first { said.lowercased().utf8Range(of: $0.phrase) != nil }
    guard let known else { return error(.other, message) }
    return error(known.code, message, advice: known.advice)
  }

  private typealias Phrase = (phrase: String, code: GitError.Code, advice: String?)

  /// Parts of what git, curl and ssh say (lower case), the most telling first.
  private static let phrases: [Phrase] = {
    let login = "check the credentials and what they may read"
    let host = "put the server's key into the known_hosts file"
    return [
      ("host key verification failed", .unverifiedHost, host),
      (
        "server certificate verification failed", .unverifiedHost,
        "name its authority in SSL_CERT_FILE"
      ),
      ("ssl certificate problem", .unverifiedHost, "name its authority in SSL_CERT_FILE"),
      ("authentication failed", .authentication, login),
      ("could not read username", .authentication, login),
      ("could not read password", .authentication, login),
      ("permission denied (", .authentication, login),
      ("returned error: 401", .authentication, login),
      ("returned error: 403", .authentication, login),
      ("returned error: 30", .redirected, "use the address it redirects to"),
      ("redirect", .redirected, "use the address it redirects to"),
      ("couldn't find remote ref", .missingReference, nil),
      ("remote branch", .missingReference, nil),
      ("does not appear to be a git repository", .missingRepository, nil),
      ("repository not found", .missingRepository, nil),
      ("does not exist", .missingRepository, nil),
      ("not found", .missingRepository, nil),
      ("could not resolve host", .unreachable, nil),
      ("unable to look up", .unreachable, nil),
      ("unable to connect", .unreachable, nil),
      ("failed to connect", .unreachable, nil),
      ("couldn't connect", .unreachable, nil),
      ("could not connect", .unreachable, nil),
      ("connection refused", .unreachable, nil),
      ("connection timed out", .unreachable, nil),
      ("dubious ownership", .foreignOwner, "let it belong to the user that runs this"),
      ("transport '", .protocolRefused, nil),
      ("operation too slow", .timedOut, nil),
    ]
  }()
}

extension Duration {
  fileprivate var inWords: String {
    let (seconds, attoseconds) = components
    return attoseconds == 0
      ? "\(seconds) s" : "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
  }
}
