/// Which rows of a store are wanted, and how they may be read.
public struct RowSelection: Hashable, Sendable {
  public var format: StoreFormat
  /// Only where the store holds several.
  public var collection: String?
  /// Approximate vectors will do.
  public var allowsLossy: Bool

  public init(format: StoreFormat = .auto, collection: String? = nil, allowsLossy: Bool = false) {
    self.format = format
    self.collection = collection
    self.allowsLossy = allowsLossy
  }

  public init(_ source: SourceSpec) {
    self.init(
      format: source.format, collection: source.collection, allowsLossy: source.allowLossy)
  }
}
