internal import Catalogs
internal import Crypto
internal import FileStores
internal import Host
public import Model
internal import RowIndexes
internal import Wire

/// A folder of rows that becomes a version of a store: files first, the catalog last.
public struct Publication: Sendable {
  /// What was published, or would be.
  public struct Outcome: Sendable {
    public var name: String
    public var version: String
    /// For people: the store's folder or bucket.
    public var place: String
    /// Relative to the catalog.
    public var path: String
    public var files: [File]
    public var report: StoreReport
    /// The catalog had exactly this version already.
    public var wasThere = false
  }

  public struct File: Hashable, Sendable {
    public var name: String
    public var size: UInt64
    public var sha256: String
    /// What the store says of it.
    var added = AddedFile()
  }

  static let indexName = "rows.plumb"

  private let folder: String
  private let store: any PublishableStore
  private let name: String
  private let version: String?
  private let places: StorePlaces
  private let tool: String

  public init(
    folder: String, to store: String, name: String, version: String?, in places: StorePlaces,
    tool: String
  ) throws {
    self.folder = folder
    self.store = try Registry.publishable(store, places)
    self.name = name
    self.version = version
    self.places = places
    self.tool = tool
  }

  /// Looks at every row, and, unless it is only a rehearsal, publishes.
  public func run(isRehearsal: Bool) async throws -> Outcome {
    let timestamp = places.clock.now()
    let version = version ?? String(timestamp.map { $0 == ":" ? "-" : $0 })
    try Publication.check(name: name, version: version)
    let pinned = try await FileStore.pinned(at: folder)
    let rows = try await Registry.rows(pinned, RowSelection())
    let report = try await rows.inspect(full: true)
    if let error = report.problems.first(where: { $0.severity == .error }) {
      throw PublicationError.unsound(folder, error.message)
    }
    let index = try await index(of: rows)
    var files = try await described(pinned.files)
    let path = Publication.path(name, version, files + [index.file])
    let outcome = Outcome(
      name: name, version: version, place: store.label, path: path, files: files + [index.file],
      report: report)
    if try await isThere(version, files) {
      var outcome = outcome
      outcome.wasThere = true
      return outcome
    }
    guard !isRehearsal else { return outcome }
    for (place, file) in pinned.files.enumerated() {
      files[place].added = try await store.add(file.path, as: path + file.name)
    }
    let indexFile = try await added(index, as: path + Publication.indexName)
    // What was read, hashed and sent must be one and the same.
    guard try await described(pinned.files).map(\.sha256) == files.map(\.sha256) else {
      throw PublicationError.changed(folder)
    }
    let entry = entry(version, timestamp, path, files, indexFile, report)
    try await list(entry, version, files)
    return outcome
  }

  private func index(of rows: any RowSource) async throws -> (file: File, bytes: [UInt8]) {
    var document = RowIndexDocument()
    try await rows.read { batch in for row in batch { document.append(row) } }
    let bytes = document.bytes
    let file = File(
      name: Publication.indexName, size: UInt64(bytes.count),
      sha256: SHA256.hash(bytes).description)
    return (file, bytes)
  }

  private func added(_ index: (file: File, bytes: [UInt8]), as name: String) async throws -> File {
    let lane = BlockingLane(label: "row index")
    let temporary = "\(places.temporary)/plumb-\(Hex.text(Random.bytes(8))).rows"
    try await lane.run { () throws(any Error) in
      try Files.replace(temporary, with: index.bytes, mode: 0o600)
    }
    defer { try? Files.removeTree(temporary) }
    var file = index.file
    file.added = try await store.add(temporary, as: name)
    return file
  }

  private func described(_ files: [StoreFile]) async throws -> [File] {
    let lane = BlockingLane(label: "digests")
    return try await lane.run { () throws(any Error) in
      try files.map { file in
        var digest = SHA256()
        var size: UInt64 = 0
        try Files.stream(file.path) {
          digest.update($0)
          size += UInt64($0.count)
          return true
        }
        return File(name: file.name, size: size, sha256: digest.finalize().description)
      }
    }
  }

  /// Whether the catalog has this version with these files; another one of its name is an error.
  private func isThere(_ version: String, _ files: [File]) async throws -> Bool {
    guard let text = try await store.catalogText(),
      let found = try Catalog(text.bytes)[name]?[version]
    else { return false }
    let listed = Set(found.files.map { "\($0.name) \($0.sha256 ?? "")" })
    guard listed == Set(files.map { "\($0.name) \($0.sha256)" }) else {
      throw PublicationError.taken(name, version, store.label)
    }
    return true
  }

  /// Adds the entry to whatever the catalog is by now; whoever loses the race reads and tries again.
  private func list(_ entry: PayloadObject, _ version: String, _ files: [File]) async throws {
    for attempt in 0..<300 {
      let text = try await store.catalogText()
      if try await isThere(version, files) { return }
      let bytes = try CatalogEdit.adding(entry, to: name, in: text?.bytes)
      if try await store.replaceCatalog(with: bytes, ifStill: text?.tag) { return }
      let bound = min(2000, 20 << min(attempt, 7))
      let share = Int(Random.bytes(2).reduce(0) { $0 << 8 | UInt16($1) }) * bound / 65_536
      try await Task.sleep(for: .milliseconds(share))
    }
    throw PublicationError.contested(store.label)
  }

  private func entry(
    _ version: String, _ timestamp: String, _ path: String, _ files: [File], _ index: File,
    _ report: StoreReport
  ) -> PayloadObject {
    var entry: PayloadObject = [
      "version": .string(version), "timestamp": .string(timestamp), "path": .string(path),
      "format": .string(report.format.rawValue), "documents": .int(Int64(report.rows)),
      "vectors": .int(Int64(report.vectors)), "files": .list(files.map(Publication.described)),
      "rows": Publication.described(index), "tool": .string(tool),
    ]
    entry["dimensions"] = report.dimensions.map { .int(Int64($0)) }
    entry["metric"] = report.metric.map { .string($0) }
    entry["embedding_model"] = report.embeddingModel.map { .string($0) }
    return entry
  }

  private static func described(_ file: File) -> PayloadValue {
    var object: PayloadObject = [
      "name": .string(file.name), "size": .int(Int64(file.size)), "sha256": .string(file.sha256),
    ]
    object["etag"] = file.added.etag.map { .string($0) }
    object["version_id"] = file.added.version.map { .string($0) }
    return .object(object)
  }
}

/// A version that cannot be published, or not be taken away.
public enum PublicationError: Error, Hashable, Sendable {
  case notHere(_ store: String)
  case unsound(_ folder: String, _ problem: String)
  case changed(_ folder: String)
  case taken(_ name: String, _ version: String, _ place: String)
  case contested(_ place: String)
  /// A name or a version that nobody could ask for.
  case unusable(_ kind: String, _ word: String)
}

extension PublicationError: ExplainedError {
  public var word: String {
    switch self {
    case .notHere: "not_publishable"
    case .unsound: "unsound_store"
    case .changed: "store_changed"
    case .taken: "version_exists"
    case .contested: "contested_catalog"
    case .unusable: "unusable_name"
    }
  }

  public var sentence: String {
    switch self {
    case .notHere(let store): "nothing can be published to the store \"\(store)\""
    case .unsound(let folder, let problem): "\(folder) is not fit to be published: \(problem)"
    case .changed(let folder): "\(folder) changed while it was published; nothing was listed"
    case .taken(let name, let version, let place):
      "\(place) already has a version \"\(version)\" of \"\(name)\", with other files"
    case .contested(let place):
      "the metadata.json in \(place) never stayed the same for long enough"
    case .unusable(let kind, let word): "a \(kind) cannot be \"\(word)\""
    }
  }

  public var hints: [String] {
    switch self {
    case .notHere: []
    case .unsound: ["look at it with 'plumb store inspect --full'"]
    case .changed: ["publish again when nobody writes to it"]
    case .taken: ["give it another --version; a version never changes"]
    case .contested: ["run again when fewer publish at once"]
    case .unusable(_, let word):
      [
        word == "latest"
          ? "a manifest means the newest version by it; leave --version out to name it by its time"
          : "write it without \"..\", control characters, and slashes at its ends"
      ]
    }
  }
}
