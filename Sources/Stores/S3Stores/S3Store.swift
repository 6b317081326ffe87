public import Catalogs
internal import Host
public import Model
public import S3

/// A place in a bucket that holds vector stores: by its metadata.json where it has one, else by key.
public struct S3Store: CatalogedStore {
  static let catalogName = "metadata.json"
  /// A catalog with a hundred thousand versions is smaller.
  static let catalogLimit = 64 << 20

  public let bucket: Bucket
  /// Before every key; empty, or with a slash at its end.
  let prefix: String
  let cache: ObjectCache
  /// Which bucket of which server, for the names of cached objects.
  private let place: String

  /// Files are kept below `cache`, and together have at most `limit` bytes there.
  public init(_ bucket: Bucket, cache: String, limit: UInt64 = 20 << 30) {
    self.bucket = bucket
    let connection = bucket.connection
    let plain = connection.prefix
    prefix = plain.isEmpty || plain.hasSuffix("/") ? plain : plain + "/"
    self.cache = ObjectCache(folder: cache, limit: limit)
    place = "\(connection.endpoint ?? "")/\(connection.bucket)"
  }

  /// For people.
  public var label: String {
    var name = bucket.name(of: prefix)
    while name.hasSuffix("/") { name.removeLast() }
    return name
  }

  public func catalog() async throws -> Catalog? {
    guard let found = try await bucket.get(catalogKey, limit: S3Store.catalogLimit) else {
      return nil
    }
    do throws(CatalogError) { return try Catalog(found.bytes) } catch {
      throw StoreError(error, in: label)
    }
  }

  var catalogKey: String { prefix + S3Store.catalogName }

  public func open(name: String, version: String?) async throws -> StoreVersion {
    guard let catalog = try await catalog() else { return try await bare(name, version) }
    let entry: CatalogEntry
    do throws(CatalogError) { entry = try catalog.entry(name: name, version: version) } catch {
      throw StoreError(error, in: label)
    }
    let pins = try await pins(of: entry, name)
    let rows = entry.rows?.name
    let files = try await cached(pins.filter { $0.name != rows })
    let index = try await cached(pins.filter { $0.name == rows }).first
    return StoreVersion(
      name: name, version: entry.version, isLatest: version == nil, files: files,
      entry: entry.facts,
      problems: (catalog[name]?.problems ?? []).filter {
        version == nil || $0.code != StoreProblemCode.undatedVersion.rawValue
      }, rowIndex: index)
  }

  /// Without a catalog the name is a part of a key, and there is one version of everything.
  private func bare(_ name: String, _ version: String?) async throws -> StoreVersion {
    if let version { throw StoreError(version: version, of: name, withoutCatalogIn: label) }
    let pins = try await listed(name)
    guard !pins.isEmpty else {
      throw StoreError(
        .noSuchName, in: label, "there is no metadata.json, and no object below \"\(name)\"")
    }
    return StoreVersion(name: name, files: try await cached(pins))
  }

  /// From the catalog alone where it says enough, so that an unchanged store costs one small read.
  private func pins(of entry: CatalogEntry, _ name: String) async throws -> [ObjectPin] {
    let wanted = entry.files + (entry.rows.map { [$0] } ?? [])
    let folder = entry.path.hasSuffix("/") ? entry.path : entry.path + "/"
    let isTold =
      !entry.files.isEmpty
      && wanted.allSatisfy { $0.size != nil && ($0.sha256 != nil || $0.etag != nil) }
    guard !isTold else {
      return wanted.map {
        ObjectPin(
          key: prefix + folder + $0.name, name: $0.name, size: $0.size ?? 0, etag: $0.etag,
          version: $0.versionID, sha256: $0.sha256)
      }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
    let found = try await listed(entry.path)
    guard !entry.files.isEmpty else {
      guard !found.isEmpty else {
        throw StoreError(
          .missingFile, in: label, "\(entry.path) of \(name) \(entry.version) holds no object")
      }
      return found
    }
    return try wanted.map { try checked($0, found, entry, name) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private func checked(
    _ file: CatalogFile, _ found: [ObjectPin], _ entry: CatalogEntry, _ name: String
  ) throws(StoreError) -> ObjectPin {
    guard var pin = found.first(where: { $0.name.utf8.elementsEqual(file.name.utf8) }) else {
      throw StoreError(
        .missingFile, in: label,
        "the file \(file.name) of \(name) \(entry.version) is missing; publish the version again")
    }
    if let size = file.size, size != pin.size {
      throw StoreError(
        .wrongSize, in: label,
        "\(file.name) has \(pin.size) bytes, the catalog says \(size); publish the version again")
    }
    pin.sha256 = file.sha256
    return pin
  }

  /// The object of this name, or all objects of this folder; hidden ones are nobody's rows.
  private func listed(_ path: String) async throws -> [ObjectPin] {
    var base = prefix + path
    while base.hasSuffix("/") { base.removeLast() }
    var pins: [ObjectPin] = []
    for object in try await bucket.list(base) {
      let rest: Substring
      if object.key.utf8.elementsEqual(base.utf8) {
        rest = Substring(Files.name(of: base))
      } else if object.key.utf8.starts(with: (base + "/").utf8) {
        rest = Substring(object.key.utf8.dropFirst(base.utf8.count + 1))
      } else {
        continue
      }
      let isHidden = rest.split(separator: "/").contains { $0.hasPrefix(".") }
      guard !rest.isEmpty, !rest.hasSuffix("/"), !isHidden else { continue }
      pins.append(
        ObjectPin(key: object.key, name: String(rest), size: object.size, etag: object.etag))
    }
    return pins
  }

  private func cached(_ pins: [ObjectPin]) async throws -> [StoreFile] {
    let lane = BlockingLane(label: "object cache")
    let (cache, bucket, place) = (cache, bucket, place)
    return try await lane.run { () throws(any Error) in
      defer { cache.trim() }
      return try pins.map { pin in
        let object = try cache.open(pin, in: bucket, named: place)
        return StoreFile(
          name: pin.name, path: object.path, size: pin.size, identity: pin.identity,
          supply: FileSupply(
            { try object.ensure($0) }, many: { try object.ensure($0) },
            whole: { try object.ensureWhole($0) }))
      }
    }
  }
}
