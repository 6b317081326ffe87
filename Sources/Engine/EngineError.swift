public import Model

/// What keeps the engine from running the stages at all.
public enum EngineError: Error, Hashable, Sendable {
  case unknownConnection(_ kind: String, _ name: String, known: [String])
  /// A part of the language that this version cannot serve.
  case notYet(_ what: String, use: String)
  case unknownFormat(_ store: String, files: [String])
  case noGeneration(_ message: String, hint: String)
}

extension EngineError: ExplainedError {
  public var word: String {
    switch self {
    case .unknownConnection: "unknown_connection"
    case .notYet: "not_supported"
    case .unknownFormat: "unknown_format"
    case .noGeneration: "no_generation"
    }
  }

  public var sentence: String {
    switch self {
    case .unknownConnection(let kind, let name, _):
      "no \(kind) is called \"\(name)\" in the connections"
    case .notYet(let what, _): "\(what) are not supported by this version of plumb"
    case .unknownFormat(let store, let files):
      "cannot tell the format of store \"\(store)\" from its files "
        + "(\(files.prefix(5).joined(separator: ", ")))"
    case .noGeneration(let message, _): message
    }
  }

  public var hints: [String] {
    switch self {
    case .unknownConnection(_, _, let known):
      [
        known.isEmpty
          ? "add it to the connections file" : "there are: " + known.joined(separator: ", ")
      ]
    case .notYet(_, let use): [use]
    case .unknownFormat: ["say it in `source.format`"]
    case .noGeneration(_, let hint): [hint]
    }
  }
}
