/// One physical collection as the target has it.
public struct LiveCollection: Hashable, Sendable {
  public var name: String
  /// The whole configuration in Qdrant's words, the server's defaults filled in; without payload
  /// indexes.
  public var config: PayloadObject
  /// Field to schema, as in `payload_indexes` of a manifest.
  public var indexes: PayloadObject
  public var points: Int

  public init(
    name: String, config: PayloadObject, indexes: PayloadObject = PayloadObject(), points: Int
  ) {
    self.name = name
    self.config = config
    self.indexes = indexes
    self.points = points
  }
}

/// What a target says of itself.
public struct TargetFacts: Hashable, Sendable {
  /// "local" or "qdrant".
  public var kind: String
  /// The address without secrets: a path, or scheme, host and port.
  public var address: String
  /// The server's version; nil where there is no server.
  public var version: String?

  public init(kind: String, address: String, version: String? = nil) {
    self.kind = kind
    self.address = address
    self.version = version
  }
}
