internal import Applying
internal import Host
internal import Intake
internal import Live
public import Model

extension Reconciler {
  /// Does what the plan says, after making sure under the lock that it is still true. A plan without
  /// changes writes nothing, not even a lock.
  public func apply(_ planned: PlannedWork) async throws -> Receipt {
    if planned.plan.hold != nil { return try await finishRollback(planned.plan) }
    guard !planned.plan.isEmpty else { return Receipt(plan: planned.plan) }
    guard planned.plan.canApply else { throw ApplyError.blocked(planned.plan.blocks) }
    return try await withLease { lease, reader, writer in
      let current = try await plan(planned.source, reader)
      let moved = planned.plan.base.moved(to: current.plan.base)
      guard moved.isEmpty else { throw ApplyError.stale(moved) }
      // A plan from a row index has not opened them yet, and only they know in which order they are
      // best read.
      if current.work.needsRows { _ = try await (planned.source.rows as? RowsOnDemand)?.rows() }
      return try await Application(
        current.work, of: manifest, entry: current.state.entry, reader: reader, writer: writer,
        supply: SourcePoints(
          planned.source.rows, mapping: RowMapping(manifest, version: planned.source.version)),
        lease: lease, clock: workshop.clock, progress: workshop.progress, gitCommit: gitCommit
      ).run()
    }
  }

  /// A held plan leaves everything as it is, but for the alias when a rollback was killed halfway.
  private func finishRollback(_ plan: Plan) async throws -> Receipt {
    if let change = plan.alias {
      try await withLease { lease, _, writer in
        try await writer.point(alias: change.alias, to: change.after, under: lease.lock)
      }
    }
    return Receipt(plan: plan)
  }

  /// Runs `body` under the owner's lock. The lock of a process that is surely gone is taken over.
  func withLease<Result>(
    _ body: (Lease, any TargetReader, any TargetWriter) async throws -> Result
  ) async throws -> Result {
    try await withWriter { writer in
      try await withReader { reader in
        if let left = try await reader.lock(of: manifest.name),
          ProcessIdentity(left.holder)?.isGone(seenFrom: workshop.identity) == true
        {
          _ = try await writer.breakLock(of: manifest.name, id: left.id)
        }
        let lease = try await lease(writer)
        do {
          let result = try await body(lease, reader, writer)
          // A command that was cancelled still gives its lock back, so not in the cancelled task. What
          // was done to the end is reported as done, however late somebody asked to stop.
          try await Task { try await lease.release() }.value
          return result
        } catch {
          // The first error is the one to report; a lock that stays expires by itself.
          try? await Task { try await lease.release() }.value
          throw error
        }
      }
    }
  }

  private func lease(_ writer: any TargetWriter) async throws -> Lease {
    do {
      return try await Lease(
        owner: manifest.name, id: workshop.lockID(), holder: workshop.identity.description,
        writer: writer, clock: workshop.clock)
    } catch let refusal as LockRefusal {
      throw ApplyError.locked(refusal)
    }
  }
}

extension PlanBase {
  /// What is no longer as it was, in words.
  public func moved(to current: PlanBase) -> [String] {
    var moved: [String] = []
    if manifest != current.manifest { moved.append("the manifest") }
    if source != current.source { moved.append("the source files") }
    if desired != current.desired { moved.append("the source rows") }
    if config != current.config { moved.append("the collection's schema, indexes or alias") }
    if live != current.live { moved.append("the live points") }
    if serial != current.serial { moved.append("the ledger (another apply or rollback)") }
    return moved
  }
}
