/// The environment in which git runs: everything it may know, and all that keeps it in bounds.
struct GitSetting {
  let url: RemoteURL
  let credentials: GitCredentials
  let protocols: Set<RemoteURL.Scheme>

  var environment: [String: String] {
    var variables = [
      // Messages are read, so they must be in one language.
      "LC_ALL": "C",
      // No configuration, no .netrc and no templates of anybody's.
      "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
      "GIT_ATTR_NOSYSTEM": "1",
      // Never ask: there is nobody to answer.
      "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true", "SSH_ASKPASS": "true",
      "GIT_ALLOW_PROTOCOL": protocols.map(\.rawValue).sorted().joined(separator: ":"),
      "GIT_SSH_COMMAND": sshCommand, "GIT_SSH_VARIANT": "ssh",
    ]
    // Through the environment, not as arguments, because one of them may be a secret.
    let settings = configuration
    variables["GIT_CONFIG_COUNT"] = "\(settings.count)"
    for (index, setting) in settings.enumerated() {
      variables["GIT_CONFIG_KEY_\(index)"] = setting.key
      variables["GIT_CONFIG_VALUE_\(index)"] = setting.value
    }
    return variables
  }

  private var configuration: [(key: String, value: String)] {
    var settings = [
      (key: "core.hooksPath", value: "/dev/null"),
      (key: "core.fsmonitor", value: "false"),
      (key: "credential.helper", value: ""),
      // Housekeeping would stay behind in the background.
      (key: "gc.auto", value: "0"),
      (key: "maintenance.auto", value: "false"),
      (key: "submodule.recurse", value: "false"),
      // The deadline ends what is slow; this ends what is dead before that, with a better message.
      (key: "http.lowSpeedLimit", value: "1"),
      (key: "http.lowSpeedTime", value: "30"),
    ]
    if let header = credentials.header, url.scheme == .https || url.scheme == .http {
      settings.append((key: "http.extraHeader", value: header))
      // git would send the header to wherever it is redirected.
      settings.append((key: "http.followRedirects", value: "false"))
    }
    return settings
  }

  /// ssh with no configuration of its own, which never asks and never learns a host.
  private var sshCommand: String {
    var words = [
      "ssh", "-F", "/dev/null", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes",
      "-o", "ConnectTimeout=20",
    ]
    if case .ssh(let identity) = credentials {
      // ssh splits the value at spaces, unless it is in double quotes.
      words += ["-o", "UserKnownHostsFile=\"\(identity.knownHostsFile)\""]
      words += ["-o", "GlobalKnownHostsFile=/dev/null"]
      if let key = identity.keyFile { words += ["-i", key, "-o", "IdentitiesOnly=yes"] }
    }
    return words.map(Self.quoted).joined(separator: " ")
  }

  /// A word as the shell wants it, for git hands the command to a shell.
  private static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || "-_=./".utf8.contains(byte)
    }
    if plain { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: #"'\''"#) + "'"
  }
}
