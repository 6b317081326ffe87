/// One version of a vector store with all its files at hand, pinned: what is read later is what was
/// seen when it was opened, or the read fails.
public struct StoreVersion: Hashable, Sendable {
  /// The catalog's key, or the path of a bare store.
  public var name: String
  /// The version's name in the catalog; nil for a bare path, which has none.
  public var version: String?
  /// Whether `latest` was asked for, so that a view can say what it came to.
  public var isLatest: Bool
  /// Sorted by name.
  public var files: [StoreFile]
  /// What the catalog says about this version; nil for a bare path.
  public var entry: CatalogFacts?
  /// What its catalog has against the store, short of refusing it.
  public var problems: [StoreProblem]
  /// What its publisher wrote down of every row, so that vectors need not be read.
  public var rowIndex: StoreFile?

  public init(
    name: String, version: String? = nil, isLatest: Bool = false, files: [StoreFile],
    entry: CatalogFacts? = nil, problems: [StoreProblem] = [], rowIndex: StoreFile? = nil
  ) {
    self.name = name
    self.version = version
    self.isLatest = isLatest
    self.files = files
    self.entry = entry
    self.problems = problems
    self.rowIndex = rowIndex
  }
}

/// One file of a store, on this machine.
public struct StoreFile: Hashable, Sendable {
  /// Relative to the store version, with slashes.
  public var name: String
  public var path: String
  public var size: UInt64
  /// Changes when the content may have changed: device, inode, size and time of change for a file,
  /// ETag or version id for an object.
  public var identity: String
  /// Set where the bytes come from elsewhere as they are asked for.
  public var supply: FileSupply?

  public init(
    name: String, path: String, size: UInt64, identity: String, supply: FileSupply? = nil
  ) {
    self.name = name
    self.path = path
    self.size = size
    self.identity = identity
    self.supply = supply
  }
}

/// Brings bytes of a file to this machine before they are read. The file has its full size from the
/// start, and holes where nothing was fetched yet.
public final class FileSupply: Hashable, Sendable {
  /// Returns when these bytes are in the file. Blocks.
  public typealias Fetch = @Sendable (Range<UInt64>) throws -> Void

  public typealias FetchMany = @Sendable ([Range<UInt64>]) throws -> Void

  /// Hears now and then how many bytes of the file are here; an error of it ends the fetch.
  public typealias Watch = @Sendable (_ here: UInt64) throws -> Void

  /// Returns when all of it is there. Nobody watches where it was there already.
  public typealias FetchWhole = @Sendable (Watch) throws -> Void

  private let fetch: Fetch
  private let fetchMany: FetchMany?
  private let fetchWhole: FetchWhole

  /// `many` is for whoever can fetch several ranges faster than one after the other.
  public init(
    _ fetch: @escaping Fetch, many: FetchMany? = nil, whole: @escaping FetchWhole
  ) {
    self.fetch = fetch
    fetchMany = many
    fetchWhole = whole
  }

  public func ensureWhole(_ watch: Watch) throws { try fetchWhole(watch) }

  public func ensure(_ range: Range<UInt64>) throws { try fetch(range) }

  /// The same for ascending ranges that somebody is about to read one after the other.
  public func ensure(_ ranges: [Range<UInt64>]) throws {
    if let fetchMany { return try fetchMany(ranges) }
    for range in ranges { try fetch(range) }
  }

  public static func == (one: FileSupply, other: FileSupply) -> Bool { one === other }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// What a catalog claims about a version; checked against what is read.
public struct CatalogFacts: Hashable, Sendable {
  public var timestamp: String?
  public var format: StoreFormat?
  public var documents: Int?
  public var vectors: Int?
  public var dimensions: Int?
  public var metric: String?
  public var embeddingModel: String?
  /// What dedupe did before the version was published.
  public var dedupe: DedupeReport?

  public init(
    timestamp: String? = nil, format: StoreFormat? = nil, documents: Int? = nil,
    vectors: Int? = nil, dimensions: Int? = nil, metric: String? = nil,
    embeddingModel: String? = nil, dedupe: DedupeReport? = nil
  ) {
    self.timestamp = timestamp
    self.format = format
    self.documents = documents
    self.vectors = vectors
    self.dimensions = dimensions
    self.metric = metric
    self.embeddingModel = embeddingModel
    self.dedupe = dedupe
  }
}
