public import Model

/// A row of a source as people and programs name it.
public struct NamedRow: Hashable, Sendable {
  public var position: Int
  /// The source's own id; nil where the row has none.
  public var source: SourceID?
  /// The id of its point.
  public var point: PointID
}

/// One row that a dedupe rule took away, and why.
public struct DroppedRow: Hashable, Sendable {
  /// What the copies agree in, as the dropped row has it.
  public struct KeyPart: Hashable, Sendable {
    public var name: String
    public var value: PayloadValue

    init(_ name: String, _ value: PayloadValue) {
      self.name = name
      self.value = value
    }
  }

  /// 0-based place in the manifest's `dedupe`.
  public var rule: Int
  public var ruleName: String
  public var key: [KeyPart]
  /// Of its vector to the survivor's; only where the rule is by similarity.
  public var similarity: Double?
  public var row: NamedRow
  /// The row that this rule kept in its place.
  public var survivor: NamedRow
  /// Who stays in the end, where the survivor fell to a later rule.
  public var final: NamedRow?
  public var decision: DropDecision
  /// The decision in words.
  public var reason: String
}
