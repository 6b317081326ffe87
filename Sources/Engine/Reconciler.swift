internal import Applying
internal import Intake
internal import Live
public import Model
internal import Planning

/// One manifest, reconciled: the way of the data from source and target to a plan, and back.
public struct Reconciler: Sendable {
  public let manifest: Manifest
  /// SHA-256 of the manifest's canonical form.
  public let digest: String
  let sections: RowIndexKey
  let workshop: Workshop
  var approvals: Set<SyncSpec.Approval>
  var samples: Int
  var gitCommit: String?

  /// `canonical` is the manifest's canonical tree, from which digests are made.
  public init(
    _ manifest: Manifest, canonical: PayloadValue, workshop: Workshop,
    approvals: Set<SyncSpec.Approval> = [], samples: Int = 5, gitCommit: String? = nil
  ) {
    self.manifest = manifest
    digest = ManifestDigest.of(canonical)
    sections = RowIndexKey(canonical)
    self.workshop = workshop
    self.approvals = approvals
    self.samples = samples
    self.gitCommit = gitCommit
  }

  /// What an apply would do. Given readers only, it cannot write to the target.
  public func plan() async throws -> PlannedWork {
    let source = try await desiredSource()
    let target = try workshop.target(of: manifest)
    return try await withReader(of: target) { try await plan(source, $0) }
  }

  /// Lends a reader, and gives back what it opened.
  func withReader<Value>(
    of target: any Target, _ body: (any TargetReader) async throws -> Value
  ) async throws -> Value {
    let reader = try await target.reader()
    do {
      let value = try await body(reader)
      try? await reader.close()
      return value
    } catch {
      try? await reader.close()
      throw error
    }
  }

  func plan(_ source: DesiredSource, _ reader: any TargetReader) async throws -> PlannedWork {
    var request = try await request(source, reader)
    let layout = request.layout
    var differ = request.differ(layout)
    var losses = request.losses(layout)
    var digest = LiveSetDigest()
    if request.hold == nil {
      workshop.progress.begin("comparing points", total: request.desired.points.count)
      defer { workshop.progress.end() }
      try await scan(layout.exists ? layout.physical : nil, reader) { batch in
        differ.take(batch)
        digest.take(batch)
      }
      try await scan(losses == nil ? nil : layout.live, reader) { batch in
        losses?.take(batch)
        digest.take(batch)
      }
    }
    request.base.live = digest.finish()
    let work = Planner.plan(request, layout, differ.finish(), losses: losses.map { $0.finish() })
    return PlannedWork(work: work, source: source, state: request.state)
  }

  private func scan(
    _ collection: String?, _ reader: any TargetReader, _ take: ([LivePoint]) -> Void
  ) async throws {
    guard let collection else { return }
    try await reader.scan(collection) { batch in
      try Task.checkCancellation()
      take(batch)
      workshop.progress.advance(by: batch.count)
    }
  }

  private func request(_ source: DesiredSource, _ reader: any TargetReader) async throws
    -> PlanRequest
  {
    let state = try await LiveReading.state(manifest, reader)
    let base = PlanBase(
      manifest: digest, source: source.digest, desired: source.desired.digest.description,
      config: LiveReading.digest(state), live: "", serial: state.entry?.serial ?? 0)
    return PlanRequest(
      manifest: manifest, source: source.version, desired: source.desired, state: state, base: base,
      approvals: approvals, isSuspended: Suspensions.stands(manifest, workshop.clock),
      samples: samples)
  }
}

/// A plan with what an apply of it needs beside it.
public struct PlannedWork: Sendable {
  public let work: PlanWork
  let source: DesiredSource
  let state: LiveState

  public var plan: Plan { work.plan }
}
