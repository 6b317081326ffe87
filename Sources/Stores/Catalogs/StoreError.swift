public import Model

/// A vector store that cannot be opened, wherever it is.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Hashable, Sendable, CaseIterable {
    case unreadable, outside, empty
    case badCatalog = "bad_catalog"
    case noCatalog = "no_catalog"
    case noSuchName = "no_such_name"
    case noSuchVersion = "no_such_version"
    case missingFile = "missing_file"
    case wrongSize = "wrong_size"
    case wrongDigest = "wrong_digest"
  }

  public let code: Code
  /// What was opened: a folder, or s3://bucket/prefix.
  public let place: String
  public let message: String

  public init(_ code: Code, in place: String, _ message: String) {
    self.code = code
    self.place = place
    self.message = message
  }

  public var description: String { "cannot open a vector store in \(place): \(message)" }
}

extension StoreError {
  public init(_ error: CatalogError, in place: String) {
    let code: Code =
      switch error.code {
      case .noSuchName: .noSuchName
      case .noSuchVersion, .noVersions: .noSuchVersion
      case .notJSON, .notACatalog, .badEntries: .badCatalog
      }
    self.init(code, in: place, "metadata.json: \(error.message)")
  }

  /// A version was asked for where there is no catalog that could list it.
  public init(version: String, of name: String, withoutCatalogIn place: String) {
    self.init(
      .noCatalog, in: place,
      "the version \"\(version)\" of \"\(name)\" was asked for, but there is no metadata.json; "
        + "ask for the latest, or publish the store with a version")
  }
}

extension StoreError: ExplainedError {
  public var word: String { "store_" + code.rawValue }
  public var sentence: String { description }

  /// The messages say what to do, because it depends on what there is.
  public var hints: [String] { [] }
}
