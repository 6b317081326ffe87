internal import Model

/// Nothing is touched that is not this manifest's.
enum OwnershipGuard {
  /// PL505.
  @Sendable static func collection(_ facts: GuardFacts) -> Block? {
    let state = facts.request.state
    let names = Set([facts.plan.target.live, facts.plan.target.physical].compactMap { $0 })
    for name in names.sorted(by: { $0.precedesInBytes($1) }) {
      if let other = state.others[name] {
        return Block(
          code: "PL505", "collection \"\(name)\" belongs to manifest \"\(other)\"",
          remedy: "choose another `target.collection`, or remove it from that manifest first")
      }
      let isOwn = state.entry?.generations.contains { $0.collection == name } ?? false
      if let found = state.collections[name], !isOwn, found.points > 0 {
        return Block(
          code: "PL505",
          "collection \"\(name)\" exists with \(found.points) points and is nobody's",
          remedy:
            "choose another `target.collection`, or take over what is equal with 'plumb adopt'")
      }
    }
    return nil
  }

  /// PL506.
  @Sendable static func alias(_ facts: GuardFacts) -> Block? {
    guard let change = facts.plan.alias, let before = change.before else { return nil }
    let own = facts.request.state.entry?.generations.contains { $0.collection == before } ?? false
    guard !own, before != facts.manifest.target.collection else { return nil }
    let owner = facts.request.state.others[before].map { " of manifest \"\($0)\"" } ?? ""
    return Block(
      code: "PL506", "alias \"\(change.alias)\" points to collection \"\(before)\"\(owner)",
      remedy: "choose another `target.alias`, or delete the alias by hand if it is no longer used")
  }

  /// PL507.
  @Sendable static func points(_ facts: GuardFacts) -> Block? {
    guard let found = facts.reason(.otherOwner), found.contested > 0 else { return nil }
    return Block(
      code: "PL507",
      "\(found.contested) desired ids are points of another manifest (\(found.owners.joined(separator: ", ")))",
      remedy: "two manifests cannot own one point: change the ids, or the collection of one of them"
    )
  }

  /// PL508.
  @Sendable static func unmanaged(_ facts: GuardFacts) -> Block? {
    guard let found = facts.reason(.unmanaged), found.contested > 0 else { return nil }
    return Block(
      code: "PL508",
      "\(found.contested) desired ids are taken by points that carry no mark of Plumb's",
      remedy: "take over those that are equal with 'plumb adopt', and delete or rename the others")
  }

  /// PL509, a warning: `unmanaged: report`.
  static func report(_ facts: GuardFacts) -> Problem? {
    guard facts.sync.unmanaged == .report, facts.plan.points.unmanaged > 0 else { return nil }
    return Problem(
      .warning, code: "PL509",
      "\(facts.plan.points.unmanaged) points in the collection carry no mark of Plumb's")
  }
}

extension GuardFacts {
  func reason(_ reason: PointReason) -> ReasonCount? {
    plan.points.reasons.first { $0.reason == reason }
  }
}
