internal import Model

/// Every guard, in the order in which a person should read them.
enum Guards {
  typealias Check = @Sendable (GuardFacts) -> Block?

  private static let checks: [Check] = [
    SuspensionGuard.check, SourceGuard.empty, SourceGuard.shrunken, SourceGuard.differsFromCatalog,
    OwnershipGuard.collection, OwnershipGuard.alias, OwnershipGuard.points,
    OwnershipGuard.unmanaged,
    ReplacementGuard.forbidden, ReplacementGuard.withoutAlias, ReplacementGuard.leavesBehind,
    ReplacementGuard.approval, DeletionGuard.check, SchemaGuard.version,
  ]

  static func blocks(_ facts: GuardFacts) -> [Block] {
    checks.compactMap { $0(facts) }
  }

  static func warnings(_ facts: GuardFacts) -> [Problem] {
    let catalog = facts.request.source.problems.map {
      Problem($0.severity, code: $0.code, $0.message)
    }
    return [OwnershipGuard.report(facts), SchemaGuard.forgotten(facts)].compactMap { $0 } + catalog
  }
}

/// What the guards look at.
struct GuardFacts: Sendable {
  let request: PlanRequest
  let plan: Plan
  /// Against what readers see now, where that is not what is written to.
  let losses: PointChanges?

  var manifest: Manifest { request.manifest }
  var sync: SyncSpec { request.manifest.sync }

  func isAllowed(_ approval: SyncSpec.Approval) -> Bool {
    sync.allow.contains(approval) || request.approvals.contains(approval)
  }
}
