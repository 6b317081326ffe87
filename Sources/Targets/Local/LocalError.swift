public import Model

/// Something that the local target refused or could not do: what was attempted, on which file, what
/// happened and what to do next.
public struct LocalError: Error, Hashable, Sendable {
  public enum Code: String, Hashable, Sendable, CaseIterable {
    // What was asked does not fit what is there.
    case noCollection, collectionExists, badCollection, cannotChange, aliasConflict, aliasInUse
    case badPoint, foreignPoint, noPoint, badQuery, staleLedger
    // The file is not for us.
    case newerSchema, foreignFile, notADatabase, damaged
    // The machine.
    case busy, full, readOnly, cannotOpen, failed
  }

  public let code: Code
  /// A sentence fragment: lower case, no full stop.
  public let message: String
  /// The database file.
  public let path: String
  /// What to do next, where there is something.
  public let hint: String?

  init(_ code: Code, _ message: String, path: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.path = path
    self.hint = hint
  }
}

extension LocalError: CustomStringConvertible {
  public var description: String {
    "\(path): \(message)" + (hint.map { "; \($0)" } ?? "")
  }
}

extension LocalError: ExplainedError {
  public var word: String { "target_\(code.rawValue)" }
  public var sentence: String { "\(path): \(message)" }
  public var hints: [String] { hint.map { [$0] } ?? [] }
}

/// A refusal before the file is known: the code and the words of a `LocalError`.
struct Refusal: Error {
  let code: LocalError.Code
  let message: String
  let hint: String?

  init(_ code: LocalError.Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  func at(_ path: String) -> LocalError { LocalError(code, message, path: path, hint: hint) }
}
