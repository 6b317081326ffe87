internal import Catalogs
internal import Host
public import Model

/// A store on this machine that cannot be opened.
public struct FileStoreError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Hashable, Sendable {
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
  /// What was opened: the store's folder.
  public let folder: String
  public let message: String

  init(_ code: Code, in folder: String, _ message: String) {
    self.code = code
    self.folder = folder
    self.message = message
  }

  public var description: String { "cannot open a vector store in \(folder): \(message)" }
}

extension FileStoreError {
  init(_ error: CatalogError, in folder: String) {
    let code: Code =
      switch error.code {
      case .noSuchName: .noSuchName
      case .noSuchVersion, .noVersions: .noSuchVersion
      case .notJSON, .notACatalog, .badEntries: .badCatalog
      }
    self.init(code, in: folder, "metadata.json: \(error.message)")
  }

  init(_ error: SystemError, in folder: String) {
    self.init(
      .unreadable, in: folder, "\(error); check the path and its permissions")
  }
}

extension FileStoreError: ExplainedError {
  public var word: String { "store_" + code.rawValue }
  public var sentence: String { description }

  /// The messages say what to do, because it depends on what there is.
  public var hints: [String] { [] }
}
