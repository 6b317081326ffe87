internal import Catalogs
internal import Host
public import Model

extension FileStore {
  /// Pins the file or folder at a path, whatever catalogs lie around it.
  public static func pinned(at path: String) async throws -> StoreVersion {
    let lane = BlockingLane(label: "file store")
    return try await lane.run { () throws(StoreError) in
      let place = try real(path)
      var version: StoreVersion
      switch place.isFolder {
      case true: version = try StoreFolder(path: place.path).bare(".", version: nil).version
      case false:
        version = try StoreFolder(path: Files.parent(of: place.path))
          .bare(Files.name(of: place.path), version: nil).version
      }
      version.name = path
      return version
    }
  }

  /// Whether a folder lists its stores in a metadata.json.
  public static func hasCatalog(_ path: String) async -> Bool {
    let lane = BlockingLane(label: "file store")
    return await lane.run { Files.exists(path + "/" + StoreFolder.catalogName) }
  }

  /// Whoever names a link on a command line means what it leads to, also outside of its folder.
  private static func real(_ path: String) throws(StoreError) -> (path: String, isFolder: Bool) {
    do throws(SystemError) {
      var trimmed = path
      while trimmed.utf8.count > 1, trimmed.utf8.last == UInt8(ascii: "/") { trimmed.removeLast() }
      let isLink = try Files.kind(trimmed, followingLinks: false) == .link
      return (isLink ? try Files.resolved(trimmed) : trimmed, try Files.kind(trimmed) == .folder)
    } catch {
      throw StoreError(error, in: path)
    }
  }
}
