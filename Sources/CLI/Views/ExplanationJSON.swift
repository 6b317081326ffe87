internal import Engine
internal import Model
internal import Wire

/// Everything about one point, for programs.
enum ExplanationJSON {
  static func result(_ explanation: Explanation, full: Bool) -> JSON {
    let source = explanation.plan.source
    return [
      "owner": .string(explanation.plan.owner), "id": PlanJSON.id(explanation.id),
      "outcome": .string(explanation.outcome.rawValue),
      "reason": JSON(explanation.reason?.rawValue),
      "sentence": .string(ExplanationWords(explanation: explanation).sentence),
      "source": [
        "store": .string(source.store), "name": .string(source.name),
        "version": JSON(source.version), "rows": .array(explanation.rows.map(row)),
      ],
      "replaced": .array(explanation.replaced.map(DedupeView.drop)),
      "replaced_hidden": JSON(explanation.replacedHidden),
      "desired": desired(explanation.desired, full: full),
      "live": live(explanation.live, full: full),
      "payload_changes": .array(explanation.changes.map(change)),
      "blocked_by": .array(
        explanation.plan.blocks.map { ["code": .string($0.code), "message": .string($0.message)] }),
    ]
  }

  private static func row(_ row: Explanation.Row) -> JSON {
    [
      "row": DedupeView.row(row.row), "kept": .bool(row.drop == nil),
      "drop": row.drop.map(DedupeView.drop) ?? .null,
    ]
  }

  private static func desired(_ desired: Explanation.Desired?, full: Bool) -> JSON {
    guard let desired else { return .null }
    var members = [JSON.Member("row", JSON(desired.row))] + hashes(desired.fingerprint)
    if full { members.append(.init("payload", JSON(.object(desired.payload)))) }
    return .object(members)
  }

  private static func live(_ live: Explanation.Live?, full: Bool) -> JSON {
    guard let live else { return .null }
    var members: [JSON.Member] = [
      .init("collection", .string(live.collection)), .init("owner", JSON(live.mark?.owner)),
    ]
    if let mark = live.mark { members += hashes(mark.fingerprint) }
    if full { members.append(.init("payload", JSON(.object(live.payload)))) }
    return .object(members)
  }

  private static func hashes(_ fingerprint: Fingerprint) -> [JSON.Member] {
    [
      .init("vector", .string(fingerprint.vector.description)),
      .init("payload_hash", .string(fingerprint.payload.description)),
    ]
  }

  /// A side that has no such key is left out, because null is a value.
  private static func change(_ change: Explanation.PayloadChange) -> JSON {
    var members = [JSON.Member("key", .string(change.key))]
    if let before = change.before { members.append(.init("before", JSON(before))) }
    if let after = change.after { members.append(.init("after", JSON(after))) }
    return .object(members)
  }
}
