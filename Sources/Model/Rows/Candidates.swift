/// Every row of a source after mapping and before dedupe, as columns in row order.
///
/// A row is its id, its fingerprint and, for each dedupe rule, a key and a place in the rule's order.
/// Texts are gone by now, and vectors are in a file, if a rule will ask for them.
public struct Candidates: Sendable {
  public var points: ContiguousArray<DesiredPoint>
  /// One for each dedupe rule of the manifest, in its order.
  public var rules: [RuleColumn]
  /// By row; nil where no rule compares vectors by similarity.
  public var vectors: (any VectorShelf)?

  public init(
    points: ContiguousArray<DesiredPoint> = [], rules: [RuleColumn] = [],
    vectors: (any VectorShelf)? = nil
  ) {
    self.points = points
    self.rules = rules
    self.vectors = vectors
  }
}

/// What one dedupe rule sees of the rows.
public struct RuleColumn: Sendable {
  /// Equal keys are copies; nil has no copies. Empty for rules by id and by vector, which see that in
  /// the points, and by similarity.
  public var keys: ContiguousArray<Hash128?>
  /// What `keep` compares; empty where it compares nothing.
  public var orders: ContiguousArray<OrderValue>

  public init(keys: ContiguousArray<Hash128?> = [], orders: ContiguousArray<OrderValue> = []) {
    self.keys = keys
    self.orders = orders
  }
}

/// A place in an order: rows without the field come before all that have it.
public enum OrderValue: Hashable, Sendable {
  case missing
  case number(Double)
  case text(String)
}

/// What dedupe decided.
public struct Survivors: Sendable {
  /// Positions in `Candidates.points`, ascending.
  public var kept: ContiguousArray<Int32>
  /// In the order of the rules, then of the rows.
  public var drops: ContiguousArray<Drop>
  public var report: DedupeReport

  public init(kept: ContiguousArray<Int32>, drops: ContiguousArray<Drop>, report: DedupeReport) {
    self.kept = kept
    self.drops = drops
    self.report = report
  }
}

/// One row that dedupe took away, and why.
public struct Drop: Hashable, Sendable {
  public var row: Int32
  /// Which row stays in its place; it may itself have fallen to a later rule.
  public var survivor: Int32
  /// Position in the manifest's `dedupe`.
  public var rule: Int32

  public init(row: Int32, survivor: Int32, rule: Int32) {
    self.row = row
    self.survivor = survivor
    self.rule = rule
  }
}
