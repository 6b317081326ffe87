public import Catalogs
internal import Crypto
internal import Host
internal import Model

extension FileStore: PublishableStore {
  public var label: String { path }

  private var catalogPath: String { path + "/" + StoreFolder.catalogName }

  public func catalogText() async throws -> CatalogText? {
    let file = catalogPath
    return try await BlockingLane(label: "file store").run { () throws(any Error) in
      try FileStore.text(file)
    }
  }

  private static func text(_ file: String) throws -> CatalogText? {
    guard Files.exists(file) else { return nil }
    let bytes = try Files.read(file, limit: StoreFolder.catalogLimit)
    return CatalogText(bytes: bytes, tag: SHA256.hash(bytes).description)
  }

  /// The lock is the kernel's: it ends with the process, however that ends.
  public func replaceCatalog(with bytes: [UInt8], ifStill tag: String?) async throws -> Bool {
    let (file, folder) = (catalogPath, path)
    return try await BlockingLane(label: "file store").run { () throws(any Error) in
      try Files.makeFolders(folder)
      let lock = try SharedFile(folder + "/.metadata.json.lock")
      try lock.lock(.exclusive)
      defer { lock.unlock() }
      guard try FileStore.text(file)?.tag == tag else { return false }
      try Files.replace(file, with: bytes)
      return true
    }
  }

  public func add(
    _ source: String, as name: String, sent: @escaping @Sendable (Int) -> Void
  ) async throws -> AddedFile {
    let target = path + "/" + name
    return try await BlockingLane(label: "file store").run { () throws(any Error) in
      try Files.makeFolders(Files.parent(of: target))
      let file = try AtomicFile(target)
      var failure: (any Error)?
      try Files.stream(source) {
        do { try file.write($0) } catch { failure = error }
        sent($0.count)
        return failure == nil
      }
      if let failure { throw failure }
      try file.commit()
      return AddedFile()
    }
  }

  public func files(below folder: String) async throws -> [FoundFile] {
    let path = path
    return try await BlockingLane(label: "file store").run { () throws(any Error) in
      guard Files.exists(path + "/" + folder) else { return [] }
      return try FileTree(folder, in: path).files().map {
        FoundFile(name: folder + $0.name, size: $0.size)
      }
    }
  }

  public func remove(_ name: String) async throws {
    var target = path + "/" + name
    while target.hasSuffix("/") { target.removeLast() }
    let tree = target
    try await BlockingLane(label: "file store").run { () throws(any Error) in
      try Files.removeTree(tree)
    }
  }
}
