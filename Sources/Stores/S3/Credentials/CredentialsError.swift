public import Model

/// Credentials that are named somewhere and cannot be had from there, or none at all.
public struct CredentialsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried and what happened.
  public let message: String
  public let hints: [String]

  init(_ message: String, hints: [String] = []) {
    self.message = message
    self.hints = hints
  }

  public var description: String { message }

  static let none = CredentialsError(
    "no AWS credentials were found in the environment, in a profile, or from a role of this machine",
    hints: [
      "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
      "for a public bucket set `anonymous: true` in the connections",
    ])
}

extension CredentialsError: ExplainedError {
  public var word: String { "no_credentials" }
  public var sentence: String { message }
}
