internal import Catalogs
internal import Host
internal import Model

/// A version with what the catalog says of its files.
struct PinnedVersion: Sendable {
  let version: StoreVersion
  /// SHA-256 by file name, for the files that have one.
  let digests: [String: String]
}

/// Looks into the folder of a store. Its calls block.
struct StoreFolder: Sendable {
  static let catalogName = "metadata.json"
  /// A catalog with a hundred thousand versions is smaller.
  static let catalogLimit = 64 << 20

  let path: String

  func catalog() throws(StoreError) -> Catalog? {
    let file = path + "/" + StoreFolder.catalogName
    let bytes: [UInt8]
    do throws(Files.ReadError) {
      bytes = try Files.read(file, limit: StoreFolder.catalogLimit)
    } catch {
      switch error {
      case .system(let error) where error.isMissing: return nil
      case .system(let error): throw StoreError(error, in: path)
      case .tooLarge(_, let size, let limit):
        throw failure(
          .badCatalog, "metadata.json has \(size) bytes; more than \(limit) are refused")
      case .isFolder: throw failure(.badCatalog, "metadata.json is a folder")
      }
    }
    do throws(CatalogError) { return try Catalog(bytes) } catch {
      throw StoreError(error, in: path)
    }
  }

  func open(name: String, version: String?) throws(StoreError) -> PinnedVersion {
    guard let catalog = try catalog() else { return try bare(name, version: version) }
    let entry: CatalogEntry
    do throws(CatalogError) { entry = try catalog.entry(name: name, version: version) } catch {
      throw StoreError(error, in: path)
    }
    let tree = try tree(of: entry, name)
    let files =
      try entry.files.isEmpty
      ? tree.files() : tree.files(entry.files)
    let index = try entry.rows.map { file throws(StoreError) in try tree.files([file]) }?.first
    guard !files.isEmpty else {
      throw failure(.empty, "\(entry.path) of \(name) \(entry.version) holds no file")
    }
    let digests = entry.files.compactMap { file in file.sha256.map { (file.name, $0) } }
    return PinnedVersion(
      version: StoreVersion(
        name: name, version: entry.version, isLatest: version == nil, files: files,
        entry: entry.facts,
        problems: (catalog[name]?.problems ?? []).filter {
          // Which one is the latest hangs on the times; one that is named is found without.
          version == nil || $0.code != StoreProblemCode.undatedVersion.rawValue
        }, rowIndex: index),
      digests: Dictionary(digests) { first, _ in first })
  }

  private func tree(of entry: CatalogEntry, _ name: String) throws(StoreError) -> FileTree {
    do throws(StoreError) { return try FileTree(entry.path, in: path) } catch {
      guard error.code == .noSuchName else { throw error }
      throw failure(
        .missingFile,
        "the catalog says that version \(entry.version) of \(name) is at \(entry.path), but nothing is "
          + "there; publish it again, or take the entry out")
    }
  }

  /// Without a catalog the name is a path, and there is one version of everything.
  func bare(_ name: String, version: String?) throws(StoreError) -> PinnedVersion {
    if let version { throw StoreError(version: version, of: name, withoutCatalogIn: path) }
    let parts = name.utf8.split(separator: UInt8(ascii: "/"))
    guard name.utf8.first != UInt8(ascii: "/"),
      !parts.contains(where: { $0.elementsEqual("..".utf8) })
    else {
      throw failure(.outside, "\"\(name)\" leads out of the folder; name something inside it")
    }
    let files = try FileTree(name, in: path).files()
    guard !files.isEmpty else { throw failure(.empty, "\"\(name)\" holds no file") }
    return PinnedVersion(version: StoreVersion(name: name, files: files), digests: [:])
  }

  private func failure(_ code: StoreError.Code, _ message: String) -> StoreError {
    StoreError(code, in: path, message)
  }
}
