public import Model

/// Something that a Qdrant server refused or could not do: what was attempted, on which server, what
/// happened and what to do next.
public struct QdrantError: Error, Hashable, Sendable {
  public enum Code: String, Hashable, Sendable, CaseIterable {
    // What was asked does not fit what is there.
    case noCollection, collectionExists, badCollection, cannotChange, aliasConflict, aliasInUse
    case badPoint, foreignPoint, noPoint, staleLedger, damaged, tooOld, refused
    // The server is not for us.
    case badAddress, noSecret, unauthenticated, forbidden, notQdrant, wrongPort
    // The server cannot just now.
    case unreachable, busy, full, outOfTime, unavailable, failed, notSettled
  }

  public let code: Code
  /// A sentence fragment: lower case, no full stop.
  public let message: String
  /// Scheme, host and port.
  public let address: String
  /// What to do next, where there is something.
  public let hint: String?

  init(_ code: Code, _ message: String, address: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.address = address
    self.hint = hint
  }
}

extension QdrantError: CustomStringConvertible {
  public var description: String {
    "\(address): \(message)" + (hint.map { "; \($0)" } ?? "")
  }
}

extension QdrantError: ExplainedError {
  public var word: String { "target_\(code.rawValue)" }
  public var sentence: String { "\(address): \(message)" }
  public var hints: [String] { hint.map { [$0] } ?? [] }
}

/// A refusal before the address is known: the code and the words of a `QdrantError`.
struct Refusal: Error, Hashable {
  let code: QdrantError.Code
  let message: String
  let hint: String?

  init(_ code: QdrantError.Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  func at(_ address: String) -> QdrantError {
    QdrantError(code, message, address: address, hint: hint)
  }
}
