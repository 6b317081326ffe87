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

  public var by: Criterion
  public var keep: Keep
  /// The metadata field that `newest`, `oldest` and `highest` compare.
  public var order: String?
  public var missing: Missing
  public var normalize: [Normalization]
  /// Similarity only: whether all pairs are compared, or those that an index finds; nil: as many rows
  /// as there are decide.
  public var exact: Bool?

  public init(
    by: Criterion, keep: Keep = .any, order: String? = nil, missing: Missing = .drop,
    normalize: [Normalization] = [], exact: Bool? = nil
  ) {
    self.by = by
    self.keep = keep
    self.order = order
    self.missing = missing
    self.normalize = normalize
    self.exact = exact
  }
}

extension DedupeRule {
  /// The rule in words, as reports and plans show it.
  public var name: String {
    switch by {
    case .id: "id"
    case .text: "text"
    case .vector: "vector"
    case .fields(let paths): "fields " + paths.joined(separator: ", ")
    case .similarity(let threshold): "similarity \(threshold)"
    }
  }
}
