internal import Model

/// An empty or shrunken source is taken for broken: it never means "delete all".
enum SourceGuard {
  /// PL502.
  @Sendable static func empty(_ facts: GuardFacts) -> Block? {
    guard facts.request.desired.points.isEmpty else { return nil }
    return Block(
      code: "PL502", "the source has no rows, and an empty source never means \"delete all\"",
      remedy: "check the store; to retire a collection, remove its manifest and drop it by hand")
  }

  /// PL503.
  @Sendable static func shrunken(_ facts: GuardFacts) -> Block? {
    let rows = facts.request.desired.rows
    guard rows > 0, rows < facts.sync.minRows else { return nil }
    return Block(
      code: "PL503",
      "the source has \(rows) rows, and `sync.minRows` asks for \(facts.sync.minRows)",
      remedy: "check the store; if it is meant to be this small, lower `sync.minRows`")
  }

  /// PL504.
  @Sendable static func differsFromCatalog(_ facts: GuardFacts) -> Block? {
    let rows = facts.request.desired.rows
    guard let promised = facts.request.source.entry?.documents, promised != rows else { return nil }
    return Block(
      code: "PL504", "the catalog promises \(promised) documents, and the store has \(rows) rows",
      remedy: "publish the version again; it was cut short or its catalog entry is wrong")
  }
}
