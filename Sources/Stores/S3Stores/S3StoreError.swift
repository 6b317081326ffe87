internal import Catalogs
public import Model

/// A store in a bucket that cannot be opened.
public struct S3StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: Hashable, Sendable {
    case badCatalog, noSuchName, noSuchVersion, noCatalog, missingFile, wrongSize
  }

  public let code: Code
  /// Such as s3://bucket/prefix.
  public let place: String
  public let message: String

  init(_ code: Code, in place: String, _ message: String) {
    self.code = code
    self.place = place
    self.message = message
  }

  public var description: String { "cannot open a vector store in \(place): \(message)" }
}

extension S3StoreError {
  init(_ error: CatalogError, in place: String) {
    let code: Code =
      switch error.code {
      case .noSuchName: .noSuchName
      case .noSuchVersion, .noVersions: .noSuchVersion
      case .notJSON, .notACatalog, .badEntries: .badCatalog
      }
    self.init(code, in: place, "metadata.json: \(error.message)")
  }
}

extension S3StoreError: ExplainedError {
  public var word: String { "store_\(code)" }
  public var sentence: String { description }
  public var hints: [String] { [] }
}
