/// The desired state of one collection, as one YAML document `kind: Collection` says it.
public struct Manifest: Hashable, Sendable {
  /// The owner: unique, and written on every point that Plumb writes for this manifest.
  public var name: String
  public var labels: [String: String]
  public var source: SourceSpec
  public var map: MapSpec
  /// Applied in order, each on the survivors of the one before.
  public var dedupe: [DedupeRule]
  public var target: TargetSpec
  public var collection: CollectionSpec
  public var sync: SyncSpec
  /// Names of manifests whose collections must be in sync before this one is applied.
  public var dependsOn: [String]
  public var suspend: Suspension?

  public init(
    name: String, labels: [String: String] = [:], source: SourceSpec, map: MapSpec = MapSpec(),
    dedupe: [DedupeRule] = [], target: TargetSpec, collection: CollectionSpec, sync: SyncSpec,
    dependsOn: [String] = [], suspend: Suspension? = nil
  ) {
    self.name = name
    self.labels = labels
    self.source = source
    self.map = map
    self.dedupe = dedupe
    self.target = target
    self.collection = collection
    self.sync = sync
    self.dependsOn = dependsOn
    self.suspend = suspend
  }
}

/// Which version of which vector store, and how to read it.
public struct SourceSpec: Hashable, Sendable {
  /// A name from the connections file.
  public var store: String
  /// A key of the catalog.
  public var name: String
  /// An exact version, or nil for the latest.
  public var version: String?
  /// Only where the store holds several collections.
  public var collection: String?
  public var format: StoreFormat
  /// Accept approximate vectors, such as those of a product quantizer.
  public var allowLossy: Bool

  public init(
    store: String, name: String, version: String? = nil, collection: String? = nil,
    format: StoreFormat = .auto, allowLossy: Bool = false
  ) {
    self.store = store
    self.name = name
    self.version = version
    self.collection = collection
    self.format = format
    self.allowLossy = allowLossy
  }
}

/// The formats of vector stores, by the word that a manifest uses.
public enum StoreFormat: String, Hashable, Sendable, CaseIterable {
  case auto, faiss, langchain, llamaindex, chroma, pickle, numpy, jsonl, json, parquet, llamacloud
}

/// Which connection and collection receive the points.
public struct TargetSpec: Hashable, Sendable {
  /// A name from the connections file.
  public var connection: String
  public var collection: String
  public var alias: String?

  public init(connection: String, collection: String, alias: String? = nil) {
    self.connection = connection
    self.collection = collection
    self.alias = alias
  }
}

/// Nothing is applied while this stands.
public struct Suspension: Hashable, Sendable {
  public var reason: String
  /// An RFC 3339 instant after which the suspension is over, or nil for an open end.
  public var until: String?

  public init(reason: String, until: String? = nil) {
    self.reason = reason
    self.until = until
  }
}
