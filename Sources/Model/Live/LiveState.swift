/// Everything about a target that a plan needs, except the points.
public struct LiveState: Hashable, Sendable {
  public var facts: TargetFacts
  public var entry: LedgerEntry?
  /// Physical collections of other owners, with who owns them.
  public var others: [String: String]
  /// Alias to collection, all that the target has.
  public var aliases: [String: String]
  /// The manifest's collection and the owner's generations, those that exist.
  public var collections: [String: LiveCollection]

  public init(
    facts: TargetFacts, entry: LedgerEntry? = nil, others: [String: String] = [:],
    aliases: [String: String] = [:], collections: [String: LiveCollection] = [:]
  ) {
    self.facts = facts
    self.entry = entry
    self.others = others
    self.aliases = aliases
    self.collections = collections
  }
}
