/// What happens to the collection as a whole.
public enum CollectionChange: Hashable, Sendable {
  case keep
  case create
  /// Configuration or indexes change in place.
  case update
  /// A new generation is built beside the old one and swapped in by alias.
  case replace(because: [String])
}

/// One key of the configuration that differs.
public struct SchemaChange: Hashable, Sendable {
  public enum Effect: String, Hashable, Sendable, CaseIterable {
    /// At once.
    case inPlace
    /// At once, and the server rebuilds its indexes in the background.
    case rebuild
    /// Only by a new generation.
    case replace
  }

  /// Path with dots, as in "vectors.size" or "hnsw_config.m".
  public var path: String
  /// Nil where nothing is live.
  public var before: PayloadValue?
  public var after: PayloadValue
  public var effect: Effect

  public init(path: String, before: PayloadValue?, after: PayloadValue, effect: Effect) {
    self.path = path
    self.before = before
    self.after = after
    self.effect = effect
  }
}

/// One payload index that differs.
public struct IndexChange: Hashable, Sendable {
  public var field: String
  /// Nil: there is none yet.
  public var before: PayloadValue?
  /// Nil: it goes.
  public var after: PayloadValue?

  public init(field: String, before: PayloadValue?, after: PayloadValue?) {
    self.field = field
    self.before = before
    self.after = after
  }
}

public struct AliasChange: Hashable, Sendable {
  public var alias: String
  /// Nil: the alias is new.
  public var before: String?
  public var after: String

  public init(alias: String, before: String?, after: String) {
    self.alias = alias
    self.before = before
    self.after = after
  }
}
