/// How a source row becomes a point.
public struct MapSpec: Hashable, Sendable {
  public var id: IDRule
  /// The payload key that receives the document text; nil leaves the text out.
  public var text: String?
  public var payload: PayloadRule
  /// The dense space that receives the row's vector without a name; nil: the only one there is.
  public var vector: String?

  public init(
    id: IDRule = .from("id"), text: String? = "page_content", payload: PayloadRule = PayloadRule(),
    vector: String? = nil
  ) {
    self.id = id
    self.text = text
    self.payload = payload
    self.vector = vector
  }
}

/// Where a point's id comes from.
public enum IDRule: Hashable, Sendable {
  /// The row's own id (`id`), or the metadata field at this path.
  case from(String)
  /// UUIDv5 over the values of these metadata fields.
  case fields([String])
  /// UUIDv5 over text, metadata and vector.
  case content
}

/// Which metadata become payload, under which keys, and what is added.
public struct PayloadRule: Hashable, Sendable {
  /// Keep only these keys; nil keeps all.
  public var include: [String]?
  public var exclude: [String]
  /// Old key to new key.
  public var rename: [String: String]
  /// Fixed values added to every point.
  public var constants: PayloadObject
  /// Payload key to the fact about the source that it receives.
  public var provenance: [String: Provenance]

  public init(
    include: [String]? = nil, exclude: [String] = [], rename: [String: String] = [:],
    constants: PayloadObject = PayloadObject(), provenance: [String: Provenance] = [:]
  ) {
    self.include = include
    self.exclude = exclude
    self.rename = rename
    self.constants = constants
    self.provenance = provenance
  }
}

/// Facts about where a row came from that a payload can carry.
///
/// `row` and `version` change with every new version of a store, and so rewrite every payload.
public enum Provenance: String, Hashable, Sendable, CaseIterable {
  case store, source, version, collection, row
}
