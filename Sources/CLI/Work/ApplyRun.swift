internal import Engine
internal import Model

/// Applies several manifests, dependencies first. One that fails takes down only those that depend
/// on it.
struct ApplyRun {
  private let reconcilers: [Reconciler]
  private let planned: [PlannedWork]

  init(_ reconcilers: [Reconciler], _ planned: [PlannedWork]) {
    self.reconcilers = reconcilers
    self.planned = planned
  }

  func outcomes() async throws -> [ApplyOutcome] {
    var outcomes: [ApplyOutcome] = []
    var broken: Set<String> = []
    for (reconciler, planned) in zip(reconcilers, planned) {
      let name = reconciler.manifest.name
      let missing = reconciler.manifest.dependsOn.filter { broken.contains($0) }
      let result: ApplyOutcome.Result
      if missing.isEmpty {
        result = try await self.result(reconciler, planned)
      } else {
        result = .skipped(because: "it depends on \(missing.spokenList(joinedBy: "and"))")
      }
      let outcome = ApplyOutcome(plan: planned.plan, owner: name, result: result)
      if outcome.exit != .ok { broken.insert(name) }
      outcomes.append(outcome)
    }
    return outcomes
  }

  private func result(_ reconciler: Reconciler, _ planned: PlannedWork) async throws
    -> ApplyOutcome.Result
  {
    do {
      let receipt = try await reconciler.apply(planned)
      if planned.plan.hold != nil { return .held }
      return planned.plan.isEmpty ? .nothing : .applied(receipt)
    } catch {
      return .failed(FailureReport(error))
    }
  }
}
