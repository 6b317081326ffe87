/// A store to which versions can be added.
public protocol PublishableStore: CatalogedStore {
  /// For people: the folder, or s3://bucket/prefix.
  var label: String { get }

  /// The catalog as it is now; nil where there is none yet.
  func catalogText() async throws -> CatalogText?

  /// Replaces the catalog if it is still what `tag` says (nil: there is none). False where somebody
  /// else was first, and nothing was written.
  func replaceCatalog(with bytes: [UInt8], ifStill tag: String?) async throws -> Bool

  /// Writes a file of this machine under a name relative to the catalog, and tells how many bytes more
  /// have gone.
  func add(
    _ path: String, as name: String, sent: @escaping @Sendable (Int) -> Void
  ) async throws -> AddedFile

  /// All files whose names, relative to the catalog, begin so: a folder, with a slash at its end.
  func files(below folder: String) async throws -> [FoundFile]

  /// Removes a file, or a folder (with a slash at its end) with all that it holds.
  func remove(_ name: String) async throws
}

/// What a store says of a file that was added to it, where it says anything.
public struct AddedFile: Hashable, Sendable {
  public var etag: String?
  /// Where the store keeps every version of every file.
  public var version: String?

  public init(etag: String? = nil, version: String? = nil) {
    self.etag = etag
    self.version = version
  }
}

/// A file that lies in a store, whether or not a version needs it.
public struct FoundFile: Hashable, Sendable {
  /// Relative to the catalog.
  public var name: String
  public var size: UInt64

  public init(name: String, size: UInt64) {
    self.name = name
    self.size = size
  }
}

/// A catalog and what tells this state of it from others.
public struct CatalogText: Hashable, Sendable {
  public var bytes: [UInt8]
  public var tag: String

  public init(bytes: [UInt8], tag: String) {
    self.bytes = bytes
    self.tag = tag
  }
}
