/// A store to which versions can be added.
public protocol PublishableStore: CatalogedStore {
  /// For people: the folder, or s3://bucket/prefix.
  var label: String { get }

  /// The catalog as it is now; nil where there is none yet.
  func catalogText() async throws -> CatalogText?

  /// Replaces the catalog if it is still what `tag` says (nil: there is none). False where somebody
  /// else was first, and nothing was written.
  func replaceCatalog(with bytes: [UInt8], ifStill tag: String?) async throws -> Bool

  /// Writes a file of this machine under a name relative to the catalog; gives its tag where the store
  /// has such.
  func add(_ path: String, as name: String) async throws -> String?

  /// Removes a file, or a folder (with a slash at its end) with all that it holds.
  func remove(_ name: String) async throws
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
