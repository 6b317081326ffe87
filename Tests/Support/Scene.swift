import Glibc
import Host

/// A folder with a generated store, a manifest and a database, as a user of the program has it.
///
/// The store is `docs` in `stores`, with versions v1, v2, …; the database is `plumb.db`. These are the
/// built-in connections, so that no connections file is needed when the program runs in the folder.
public struct Scene: Sendable {
  private let scratch: StoreScratch

  public init() {
    scratch = StoreScratch()
    scratch.write("stores/metadata.json", "{}")
  }

  public var folder: String { scratch.path }
  public var stores: String { folder + "/stores" }
  public var database: String { folder + "/plumb.db" }
  public var manifest: String { folder + "/docs.yaml" }
  public var cache: String { folder + "/cache" }

  public static func rowsName(_ version: Int) -> String { "stores/docs/v\(version)/rows.jsonl" }

  /// Writes all versions and the catalog, which counts them unless told otherwise.
  public func write(_ versions: [GeneratedRows], counted: Bool = true) {
    var entries: [String] = []
    for (index, rows) in versions.enumerated() {
      let number = index + 1
      scratch.write(Scene.rowsName(number), rows.text)
      let count = counted ? ", \"documents\": \(rows.rows.count)" : ""
      entries.append(
        "{\"version\": \"v\(number)\", \"timestamp\": \"2026-01-0\(number)T00:00:00Z\", "
          + "\"path\": \"docs/v\(number)/\"\(count)}")
    }
    let list = entries.reversed().joined(separator: ",\n  ")
    scratch.write("stores/metadata.json", "{ \"docs\": [\n  \(list)\n] }\n")
  }

  /// Replaces the bytes of one version's rows.
  public func write(_ bytes: [UInt8], version: Int) {
    scratch.write(Scene.rowsName(version), bytes)
  }

  public func write(_ name: String, _ text: String) {
    scratch.write(name, text)
  }

  public func write(_ name: String, _ bytes: [UInt8]) {
    scratch.write(name, bytes)
  }

  public func write(_ manifest: ManifestText) {
    scratch.write("docs.yaml", manifest.text)
  }

  /// The database as it is in `other`, with the log that belongs to it.
  public func takeDatabase(of other: Scene) throws {
    for suffix in ["", "-wal", "-shm"] {
      let source = other.database + suffix
      unlink(database + suffix)
      guard Files.exists(source) else { continue }
      scratch.write("plumb.db" + suffix, try Files.read(source, limit: 1 << 30))
    }
  }

  /// Every file in the folder but the cache, by name, with its bytes and the time of its last change.
  public func facts() throws -> [String: FileState] {
    var found: [String: FileState] = [:]
    try collect(folder, &found)
    return found
  }

  private func collect(_ folder: String, _ found: inout [String: FileState]) throws {
    for name in try Files.list(folder) {
      let path = folder + "/" + name
      guard path != cache else { continue }
      if try Files.kind(path) == .folder {
        try collect(path, &found)
      } else {
        found[path] = try FileState(path)
      }
    }
  }
}

/// What shows that a file was touched.
public struct FileState: Hashable, Sendable {
  public let bytes: [UInt8]
  public let seconds: Int
  public let nanoseconds: Int

  public init(_ path: String) throws {
    bytes = try Files.read(path, limit: 1 << 30)
    var facts = stat()
    guard stat(path, &facts) == 0 else { throw SystemError("look at", path, number: errno) }
    seconds = facts.st_mtim.tv_sec
    nanoseconds = facts.st_mtim.tv_nsec
  }
}

/// A manifest for the store and the database of a scene.
public struct ManifestText: Sendable {
  public var version: Int? = 1
  public var size = 8
  public var keep = 1
  public var allow: [String] = ["replace", "deletes"]
  public var dedupe: [String] = []
  public var prune = true
  public var alias = true
  public var indexes = "{ page: integer }"
  public var hnsw = 16

  public init(version: Int? = 1, size: Int = 8, keep: Int = 1) {
    self.version = version
    self.size = size
    self.keep = keep
  }

  public var text: String {
    let rules = dedupe.map { "    - \($0)\n" }.joined()
    return """
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: docs }
      spec:
        source: { store: local, name: docs\(version.map { ", version: v\($0)" } ?? "") }
        target: { connection: local, collection: docs\(alias ? ", alias: docs-live" : "") }
        collection:
          vectors: { size: \(size), distance: Dot }
          hnsw_config: { m: \(hnsw) }
          payload_indexes: \(indexes)
        sync:
          prune: \(prune)
          keep: \(keep)
          allow: [\(allow.joined(separator: ", "))]

      """ + (rules.isEmpty ? "" : "  dedupe:\n" + rules)
  }
}
