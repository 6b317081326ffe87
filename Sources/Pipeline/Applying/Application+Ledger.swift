internal import Model

extension Application {
  /// Says in the ledger what is about to exist, before it does: a collection without an entry would
  /// be a stranger's to the next plan.
  func begin() async throws -> LedgerEntry {
    var begun = entry
    begun.serial += 1
    begun.pending = PendingApply(
      manifestDigest: plan.base.manifest, at: clock.now(), by: lease.lock.holder)
    if !begun.generations.contains(where: { $0.collection == physical }) {
      begun.generations.append(
        Generation(number: generationNumber, collection: physical, isComplete: false))
    }
    try await writer.record(begun, nil, under: lease.lock)
    return begun
  }

  private var generationNumber: Int {
    let base = plan.target.collection
    guard physical != base, let digits = physical.split(separator: "__g").last else { return 1 }
    return Int(digits) ?? 1
  }

  /// Drops what is over, then records the end and the history in one step.
  func finish(_ begun: LedgerEntry, _ receipt: Receipt) async throws -> HistoryEntry {
    for collection in plan.retired {
      try await lease.keepAlive()
      try await writer.drop(collection, under: lease.lock)
    }
    var done = begun
    done.serial += 1
    done.pending = nil
    done.hold = nil
    done.indexes = declaredIndexes
    done.settings = manifest.collection.settings
    done.guards = StandingGuards(prune: manifest.sync.prune, maxDelete: manifest.sync.maxDelete)
    done.generations = done.generations.filter { !plan.retired.contains($0.collection) }.map {
      var generation = $0
      if generation.collection == physical { generation.isComplete = true }
      return generation
    }
    done.applied = applied
    let history = history(receipt)
    try await writer.record(done, history, under: lease.lock)
    return history
  }

  private var declaredIndexes: [String] {
    guard case .object(let indexes) = manifest.collection.declared["payload_indexes"] else {
      return []
    }
    return indexes.map { $0.0 }
  }

  private var applied: AppliedState {
    AppliedState(
      manifestDigest: plan.base.manifest, gitCommit: gitCommit, sourceVersion: plan.source.version,
      points: work.desired.points.count, setDigest: plan.base.desired, at: clock.now())
  }

  private func history(_ receipt: Receipt) -> HistoryEntry {
    HistoryEntry(
      owner: manifest.name, kind: .apply, at: clock.now(), by: lease.lock.holder,
      manifestDigest: plan.base.manifest, sourceVersion: plan.source.version,
      gitCommit: gitCommit, inserted: receipt.inserted, rewritten: receipt.rewritten,
      payloadOnly: receipt.payloadOnly, deleted: receipt.deleted, note: note)
  }

  private var note: String {
    switch plan.collection {
    case .create: "created collection \(physical)"
    case .replace: "replaced \(plan.target.live ?? "") by \(physical)"
    case .update: "updated collection \(physical) in place"
    case .keep where plan.points.writes == 0 && plan.alias == nil && plan.retired.isEmpty:
      "finished an interrupted apply"
    case .keep where plan.isDrift: "corrected drift"
    case .keep: "updated points"
    }
  }
}
