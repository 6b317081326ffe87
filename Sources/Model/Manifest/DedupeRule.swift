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
    case first, last, newest, oldest, longest, highest
  }

  /// What happens to rows that lack the `order` field.
  public enum Missing: String, Hashable, Sendable, CaseIterable {
    case keep, drop, error
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
    by: Criterion, keep: Keep = .first, order: String? = nil, missing: Missing = .keep,
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
