/// One rule: rows that agree by it are copies of each other, and one of them stays.
public struct DedupeRule: Hashable, Sendable {
  public enum Criterion: Hashable, Sendable {
    case id
    case fields([String])
    case text
    case vector
    /// Cosine similarity at or above the threshold, in (0, 1].
    case similarity(Double)
  }

  public enum Keep: String, Hashable, Sendable, CaseIterable {
    /// The copy with the lowest id, then the lowest content hash, whatever the order of rows.
    case any
    /// By position in the store.
    case first, last
    case newest, oldest, longest, highest
  }

  /// What happens to rows that lack the `order` field.
  public enum Missing: String, Hashable, Sendable, CaseIterable {
    /// They are not compared, and stay.
    case keep
    /// They fall to any copy that has the field; among themselves, `any` decides.
    case drop
    case error
  }

  /// What is evened out before text is compared.
  public enum Normalization: String, Hashable, Sendable, CaseIterable {
    case trim, casefold, nfc, whitespace
  }

  /// How similar rows form a group.
  public enum Groups: String, Hashable, Sendable, CaseIterable {
    case connected, star
  }

  public var by: Criterion
  public var keep: Keep
  /// The metadata field that `newest`, `oldest` and `highest` compare.
  public var order: String?
  public var missing: Missing
  public var normalize: [Normalization]
  /// Similarity only: compare all pairs, whatever that costs.
  public var exact: Bool
  /// Similarity only.
  public var groups: Groups

  public init(
    by: Criterion, keep: Keep = .any, order: String? = nil, missing: Missing = .drop,
    normalize: [Normalization] = [], exact: Bool = false, groups: Groups = .connected
  ) {
    self.by = by
    self.keep = keep
    self.order = order
    self.missing = missing
    self.normalize = normalize
    self.exact = exact
    self.groups = groups
  }
}
