public import Catalogs
internal import Host
public import Model

/// A folder of this machine that holds vector stores: by its metadata.json where it has one, else by
/// path.
public struct FileStore: CatalogedStore {
  /// Gives the SHA-256 of a file as 64 lower-case hexadecimal digits.
  public typealias Digest = @Sendable (_ path: String) async throws -> String

  public let path: String
  private let digest: Digest?
  private let lane = BlockingLane(label: "file store")

  /// With `verifyingDigests`, every file that the catalog has a digest of is read through once before
  /// a version is handed over; without, only sizes are compared.
  public init(path: String, verifyingDigests digest: Digest? = nil) {
    self.path = path
    self.digest = digest
  }

  public func open(name: String, version: String?) async throws -> StoreVersion {
    let folder = StoreFolder(path: path)
    let pinned = try await lane.run { () throws(StoreError) in
      try folder.open(name: name, version: version)
    }
    if let digest { try await verify(pinned, by: digest) }
    return pinned.version
  }

  /// What the catalog lists; nil where the folder has none.
  public func catalog() async throws -> Catalog? {
    let folder = StoreFolder(path: path)
    return try await lane.run { () throws(StoreError) in try folder.catalog() }
  }

  private func verify(_ pinned: PinnedVersion, by digest: Digest) async throws {
    for file in pinned.version.files {
      guard let expected = pinned.digests[file.name] else { continue }
      let found = try await digest(file.path)
      guard found == expected else {
        throw StoreError(
          .wrongDigest, in: path,
          "\(file.name) of \(pinned.version.name) has the SHA-256 \(found), the catalog says \(expected); "
            + "publish the version again")
      }
    }
  }
}
