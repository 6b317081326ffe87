public import Catalogs
internal import S3

extension S3Store: PublishableStore {
  public func catalogText() async throws -> CatalogText? {
    try await bucket.get(catalogKey, limit: S3Store.catalogLimit).map {
      CatalogText(bytes: $0.bytes, tag: $0.etag)
    }
  }

  /// Of a try whose answer was lost nobody knows whether it counted: then the caller reads again.
  public func replaceCatalog(with bytes: [UInt8], ifStill tag: String?) async throws -> Bool {
    do throws(S3Error) {
      try await bucket.put(catalogKey, bytes, if: tag.map { .etag($0) } ?? .absent)
      return true
    } catch {
      // An object that is gone fails the condition, too.
      guard error.code == .changed || error.code == .noObject else { throw error }
      return false
    }
  }

  public func add(
    _ path: String, as name: String, sent: @escaping @Sendable (Int) -> Void
  ) async throws -> AddedFile {
    let tag = try await bucket.upload(path, to: prefix + name, sent: sent)
    let etag = tag.etag.filter { $0 != "\"" }
    return AddedFile(etag: etag.isEmpty ? nil : etag, version: tag.version)
  }

  public func files(below folder: String) async throws -> [FoundFile] {
    try await bucket.list(prefix + folder).map {
      FoundFile(name: String($0.key.dropFirst(prefix.count)), size: $0.size)
    }
  }

  public func remove(_ name: String) async throws {
    guard name.hasSuffix("/") else { return try await bucket.delete(prefix + name) }
    let keys = try await bucket.list(prefix + name).map(\.key)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, key) in keys.enumerated() {
        if number >= Bucket.lanes { try await group.next() }
        group.addTask { try await self.bucket.delete(key) }
      }
      try await group.waitForAll()
    }
  }
}
