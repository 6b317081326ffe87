internal import Model

/// PL501: somebody stopped this manifest on purpose.
enum SuspensionGuard {
  @Sendable static func check(_ facts: GuardFacts) -> Block? {
    guard let suspension = facts.plan.suspension else { return nil }
    let until = suspension.until.map { " until \($0)" } ?? ""
    return Block(
      code: "PL501", "suspended\(until): \(suspension.reason)",
      remedy: "remove `suspend` from the manifest when the reason is gone")
  }
}
