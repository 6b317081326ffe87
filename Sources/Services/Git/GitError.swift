/// Something that could not be done with a repository.
public struct GitError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Hashable, Sendable, CaseIterable {
    // Local.
    case notRepository, foreignOwner, unknownRevision, ambiguousRevision, unborn
    case missingObject, missingPath, wrongKind, tooLarge, corrupted, bareRepository, missingRemote
    // Remote.
    case invalidAddress, protocolRefused, missingProgram, timedOut, cancelled, saidTooMuch
    case authentication, unverifiedHost, unreachable, missingRepository, missingReference,
      redirected
    // Either.
    case other
  }

  public let code: Code
  /// As a verb: "open", "resolve", "fetch".
  public let attempt: String
  /// A path, a revision, an address without user and query.
  public let subject: String
  /// What happened: a sentence fragment.
  public let message: String
  /// What to do next, where we know.
  public let advice: String?

  public init(
    _ code: Code, attempt: String, subject: String, message: String, advice: String? = nil
  ) {
    self.code = code
    self.attempt = attempt
    self.subject = subject
    self.message = message
    self.advice = advice
  }

  public var description: String {
    "cannot \(attempt) \(subject): \(message)" + (advice.map { "; \($0)" } ?? "")
  }

  func advising(_ advice: String) -> GitError {
    GitError(code, attempt: attempt, subject: subject, message: message, advice: advice)
  }
}
