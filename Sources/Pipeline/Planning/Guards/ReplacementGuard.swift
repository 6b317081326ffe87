internal import Model

/// A replacement builds a whole new generation; readers of the old schema stop working.
enum ReplacementGuard {
  private static func reasons(_ facts: GuardFacts) -> [String]? {
    guard case .replace(let reasons) = facts.plan.collection else { return nil }
    return reasons
  }

  /// PL510.
  @Sendable static func forbidden(_ facts: GuardFacts) -> Block? {
    guard let reasons = reasons(facts), facts.sync.replace == .forbid else { return nil }
    return Block(
      code: "PL510",
      "\(reasons.joined(separator: ", ")) cannot change in place, and `sync.replace` is forbid",
      remedy: "take the change back, or set `sync.replace: blueGreen`")
  }

  /// PL511.
  @Sendable static func withoutAlias(_ facts: GuardFacts) -> Block? {
    guard let reasons = reasons(facts), facts.sync.replace == .blueGreen,
      facts.manifest.target.alias == nil
    else { return nil }
    return Block(
      code: "PL511",
      "\(reasons.joined(separator: ", ")) cannot change in place, and without `target.alias` there is nothing to swap",
      remedy: "add `target.alias` and let readers use it, or choose another `target.collection`")
  }

  /// PL512.
  @Sendable static func leavesBehind(_ facts: GuardFacts) -> Block? {
    guard reasons(facts) != nil, let losses = facts.losses else { return nil }
    let others = losses.unmanaged + losses.foreign
    guard others > 0 else { return nil }
    return Block(
      code: "PL512",
      "\(others) points in \"\(facts.plan.target.live ?? "")\" are not this manifest's, and a replacement would leave them behind",
      remedy: "move or delete them first")
  }

  /// PL513.
  @Sendable static func approval(_ facts: GuardFacts) -> Block? {
    guard reasons(facts) != nil, facts.sync.replace == .blueGreen, !facts.isAllowed(.replace) else {
      return nil
    }
    return Block(
      code: "PL513", "a replacement needs approval",
      remedy: "add `allow: [replace]` under `sync`, or apply with --allow-replace")
  }
}
