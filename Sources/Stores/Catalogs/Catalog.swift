public import Model

/// A metadata.json: vector stores by name, each with its versions.
public struct Catalog: Hashable, Sendable {
  /// By the bytes of the name.
  public let stores: [CatalogStore]
  /// The whole document, so that a rewrite loses no key it does not know.
  public let raw: PayloadObject

  init(stores: [CatalogStore], raw: PayloadObject) {
    self.stores = stores
    self.raw = raw
  }

  public subscript(name: String) -> CatalogStore? {
    stores.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// What all stores have against them.
  public var problems: [StoreProblem] { stores.flatMap(\.problems) }

  /// Finds a version by its name, or the newest where none is given.
  ///
  /// Mistakes in the entries of other stores do not matter here; those of this store do.
  public func entry(name: String, version: String?) throws(CatalogError) -> CatalogEntry {
    guard let store = self[name] else {
      throw CatalogError(.noSuchName, CatalogError.missing(name, in: stores.map(\.name)))
    }
    let errors = store.problems.filter { $0.severity == .error }
    guard errors.isEmpty else {
      throw CatalogError(.badEntries, errors.map(\.message).joined(separator: "\n"))
    }
    guard let newest = store.entries.first else {
      throw CatalogError(.noVersions, "the store \"\(name)\" has no version; publish one first")
    }
    guard let version else { return newest }
    if let entry = store[version] { return entry }
    throw CatalogError(.noSuchVersion, CatalogError.missing(version, in: store))
  }
}

/// One name of a catalog.
public struct CatalogStore: Hashable, Sendable {
  public let name: String
  /// Newest first, whatever the order in the file; versions of one instant in the order of the file.
  public let entries: [CatalogEntry]
  public let problems: [StoreProblem]

  public subscript(version: String) -> CatalogEntry? {
    entries.first { $0.version.utf8.elementsEqual(version.utf8) }
  }
}

/// What a catalog says about one version.
public struct CatalogEntry: Hashable, Sendable {
  /// The timestamp as written, where the entry names no version.
  public let version: String
  /// As written; nil where the entry has none.
  public let timestamp: String?
  /// Relative to the catalog's folder: a folder with a slash at its end, or a file.
  public let path: String
  /// Empty where the entry lists none.
  public let files: [CatalogFile]
  /// The row index, where the version has one.
  public let rows: CatalogFile?
  public let facts: CatalogFacts
  /// The entry as written.
  public let raw: PayloadObject
  /// 1-based, in the order of the file.
  public let number: Int
}

/// One file of a version, as its publisher saw it.
public struct CatalogFile: Hashable, Sendable {
  /// Relative to the version, with slashes.
  public let name: String
  public let size: UInt64?
  /// 64 lower-case hexadecimal digits.
  public let sha256: String?
  /// The object's tag when it was published, without its quotes.
  public let etag: String?
  /// Which of the object's versions it is, where its bucket keeps them.
  public let versionID: String?

  public init(
    name: String, size: UInt64?, sha256: String?, etag: String? = nil, versionID: String? = nil
  ) {
    self.name = name
    self.size = size
    self.sha256 = sha256
    self.etag = etag
    self.versionID = versionID
  }
}
