public import Model

/// One apply of one plan, from the first write to the ledger.
///
/// The order is the safety argument: everything new is written before anything old goes, readers are
/// switched only to what was verified, and the ledger says "begun" first and "done" last.
public struct Application: Sendable {
  let work: PlanWork
  let manifest: Manifest
  let entry: LedgerEntry
  let reader: any TargetReader
  let writer: any TargetWriter
  let supply: any PointSupply
  let lease: Lease
  let clock: any WallClock
  let progress: any ProgressSink
  let gitCommit: String?

  var plan: Plan { work.plan }
  var physical: String { plan.target.physical }

  public init(
    _ work: PlanWork, of manifest: Manifest, entry: LedgerEntry?, reader: any TargetReader,
    writer: any TargetWriter, supply: any PointSupply, lease: Lease, clock: any WallClock,
    progress: any ProgressSink = SilentProgress(), gitCommit: String? = nil
  ) {
    self.work = work
    self.manifest = manifest
    self.entry = entry ?? LedgerEntry(owner: manifest.name)
    self.reader = reader
    self.writer = writer
    self.supply = supply
    self.lease = lease
    self.clock = clock
    self.progress = progress
    self.gitCommit = gitCommit
  }

  /// Does everything, or throws `ApplyError`. Never called for a plan without changes.
  public func run() async throws(ApplyError) -> Receipt {
    guard plan.canApply else { throw .blocked(plan.blocks) }
    var receipt = Receipt(plan: plan)
    do {
      let begun = try await begin()
      try await shape()
      try await writePoints(&receipt)
      try await verify()
      try await dropSpaces()
      try await swap()
      receipt.history = try await finish(begun, receipt)
    } catch let error as ApplyError {
      throw error
    } catch {
      receipt.isPartial = true
      throw .partly(receipt, cause: error)
    }
    return receipt
  }
}
