internal import Model

/// PL514: more deletions than `sync.maxDelete` lets through without a person.
enum DeletionGuard {
  @Sendable static func check(_ facts: GuardFacts) -> Block? {
    // In a replacement nothing is deleted in place, but what is not desired is lost to readers.
    let changes = facts.losses ?? facts.plan.points
    guard changes.deleted > 0, !facts.isAllowed(.deletes) else { return nil }
    let limit = facts.sync.maxDelete
    guard exceeds(changes, limit) else { return nil }
    return Block(
      code: "PL514",
      "\(changes.deleted) of \(changes.ownedBefore) points would be deleted, more than "
        + "`sync.maxDelete` lets through (\(limit.count), and \(percent(limit.percent))%)",
      remedy: "check the source; if they are meant to go, add `allow: [deletes]` under `sync`, "
        + "or apply with --allow-deletes")
  }

  private static func exceeds(_ changes: PointChanges, _ limit: DeleteLimit) -> Bool {
    changes.deleted > limit.count
      || Double(changes.deleted) * 100 > limit.percent * Double(changes.ownedBefore)
  }

  private static func percent(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }
}
