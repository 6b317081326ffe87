public import Model

/// How we prove who we are. No part of it ever becomes an argument of a program.
public enum GitCredentials: Sendable {
  case none
  /// For https: the user (GitHub takes any, GitLab wants "oauth2") and a password or token.
  case basic(user: String, password: Secret)
  /// For https: "Authorization: Bearer …".
  case bearer(Secret)
  case ssh(SSHIdentity)

  /// The header to send; nil for ssh and for nobody.
  var header: String? {
    switch self {
    case .none, .ssh: nil
    case .basic(let user, let password):
      "Authorization: Basic " + base64("\(user):\(password.reveal())")
    case .bearer(let token): "Authorization: Bearer " + token.reveal()
    }
  }

  /// Every form in which the secret could come back to us in a message.
  var secrets: [String] {
    switch self {
    case .none, .ssh: []
    case .basic(let user, let password):
      [base64("\(user):\(password.reveal())"), password.reveal()]
    case .bearer(let token): [token.reveal()]
    }
  }
}

/// A key and the hosts it may be used with. An unknown host is refused, never learnt.
public struct SSHIdentity: Hashable, Sendable {
  /// The path of a private key without a passphrase; nil means what the agent offers.
  public let keyFile: String?
  public let knownHostsFile: String

  public init(keyFile: String?, knownHostsFile: String) {
    self.keyFile = keyFile
    self.knownHostsFile = knownHostsFile
  }
}

/// Base64 of RFC 4648, padded: what a header wants.
private func base64(_ text: String) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  let bytes = Array(text.utf8)
  var digits: [UInt8] = []
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    let bits = (0..<3).reduce(0) {
      $0 << 8 | (start + $1 < bytes.count ? Int(bytes[start + $1]) : 0)
    }
    for digit in 0..<4 {
      digits.append(
        digit <= group.count ? alphabet[bits >> (18 - 6 * digit) & 63] : UInt8(ascii: "="))
    }
  }
  return String(decoding: digits, as: UTF8.self)
}
