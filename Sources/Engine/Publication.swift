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
    /// What dedupe took away, where it was asked to.
    public var dedupe: DedupeReport?
    /// The catalog had exactly this version already.
    public var wasThere = false
  }

  /// Whose rules leave which rows.
  public struct Dedupe: Sendable {
    public var manifest: Manifest
    /// Which rows of the folder, where it holds several collections.
    public var collection: String?

    public init(by manifest: Manifest, collection: String? = nil) {
      self.manifest = manifest
      self.collection = collection
    }
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
  private let dedupe: Dedupe?
  private let progress: any ProgressSink

  public init(
    folder: String, to store: String, name: String, version: String?, in places: StorePlaces,
    tool: String, dedupe: Dedupe? = nil, progress: any ProgressSink = SilentProgress()
  ) throws {
    self.folder = folder
    self.store = try Registry.publishable(store, places)
    self.name = name
    self.version = version
    self.places = places
    self.tool = tool
    self.dedupe = dedupe
    self.progress = progress
  }

  /// Looks at every row, and, unless it is only a rehearsal, publishes.
  public func run(isRehearsal: Bool) async throws -> Outcome {
    let timestamp = places.clock.now()
    let version = version ?? String(timestamp.map { $0 == ":" ? "-" : $0 })
    try Publication.check(name: name, version: version)
    guard let dedupe else { return try await publish(folder, nil, version, timestamp, isRehearsal) }
    let survivors = try await SurvivorFolder.made(
      of: folder, collection: dedupe.collection, by: dedupe.manifest, scratch: places.scratch,
      progress: progress)
    defer { survivors.remove() }
    return try await publish(survivors.path, survivors, version, timestamp, isRehearsal)
  }

  /// `survivors` is what the folder was made of, where this program made it.
  private func publish(
    _ folder: String, _ survivors: SurvivorFolder?, _ version: String, _ timestamp: String,
    _ isRehearsal: Bool
  ) async throws -> Outcome {
    let pinned = try await FileStore.pinned(at: folder)
    let rows = try await Registry.rows(pinned, RowSelection())
    var report = try await phase("reading rows") {
      try await rows.inspect(full: true, progress: progress)
    }
    if let error = report.problems.first(where: { $0.severity == .error }) {
      throw PublicationError.unsound(self.folder, error.message)
    }
    report.metric = report.metric ?? survivors?.source.metric
    report.embeddingModel = report.embeddingModel ?? survivors?.source.embeddingModel
    let (index, bytes) = try await index(of: rows, survivors)
    var files = try await described(pinned.files)
    let path = Publication.path(name, version, files + [index])
    var outcome = Outcome(
      name: name, version: version, place: store.label, path: path, files: files + [index],
      report: report, dedupe: survivors?.report)
    outcome.wasThere = try await isThere(version, files)
    guard !isRehearsal, !outcome.wasThere else { return outcome }
    let total = outcome.files.reduce(UInt64(0)) { $0 + $1.size }
    let meter = TransferMeter("publishing", of: name, total: total, progress)
    defer { meter.end() }
    for (place, file) in pinned.files.enumerated() {
      files[place].added = try await store.add(file.path, as: path + file.name) {
        meter.advance(by: $0)
      }
    }
    let indexFile = try await added((index, bytes), as: path + Publication.indexName, meter)
    // What was read, hashed and sent must be one and the same.
    guard try await described(pinned.files).map(\.sha256) == files.map(\.sha256) else {
      throw PublicationError.changed(self.folder)
    }
    try await list(entry(outcome, timestamp, files, indexFile), version, files)
    return outcome
  }

  private func phase<Value>(
    _ words: String, _ work: () async throws -> Value
  ) async throws -> Value {
    progress.begin(words, total: nil)
    defer { progress.end() }
    return try await work()
  }

  /// What every row is; of rows that were written down here, it has to be what they were before.
  private func index(
    of rows: any RowSource, _ survivors: SurvivorFolder?
  ) async throws -> (file: File, bytes: [UInt8]) {
    var found = WrittenRows()
    try await phase("writing down the rows") {
      try await rows.read { batch in
        for row in batch { found.append(row) }
        progress.advance(by: batch.count)
      }
    }
    if let row = survivors?.rows.difference(from: found) {
      throw PublicationError.notKept(folder, row: row)
    }
    let bytes = found.index.bytes
    let file = File(
      name: Publication.indexName, size: UInt64(bytes.count),
      sha256: SHA256.hash(bytes).description)
    return (file, bytes)
  }

  private func added(
    _ index: (file: File, bytes: [UInt8]), as name: String, _ meter: TransferMeter
  ) async throws -> File {
    let lane = BlockingLane(label: "row index")
    let temporary = "\(places.temporary)/plumb-\(Hex.text(Random.bytes(8))).rows"
    try await lane.run { () throws(any Error) in
      try Files.replace(temporary, with: index.bytes, mode: 0o600)
    }
    defer { try? Files.removeTree(temporary) }
    var file = index.file
    file.added = try await store.add(temporary, as: name) { meter.advance(by: $0) }
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
    _ outcome: Outcome, _ timestamp: String, _ files: [File], _ index: File
  ) -> PayloadObject {
    let report = outcome.report
    var entry: PayloadObject = [
      "version": .string(outcome.version), "timestamp": .string(timestamp),
      "path": .string(outcome.path), "format": .string(report.format.rawValue),
      "documents": .int(Int64(report.rows)), "vectors": .int(Int64(report.vectors)),
      "files": .list(files.map(Publication.described)), "rows": Publication.described(index),
      "tool": .string(tool),
    ]
    entry["dimensions"] = report.dimensions.map { .int(Int64($0)) }
    entry["metric"] = report.metric.map { .string($0) }
    entry["embedding_model"] = report.embeddingModel.map { .string($0) }
    entry["dedupe"] = outcome.dedupe?.inCatalog
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
