public import Model

/// Everything a plan is made from, except the points.
public struct PlanRequest: Sendable {
  public var manifest: Manifest
  public var source: StoreVersion
  public var desired: DesiredSet
  public var state: LiveState
  public var base: PlanBase
  /// What a person approved on the command line, beside the manifest's own `allow`.
  public var approvals: Set<SyncSpec.Approval>
  /// Whether the manifest's suspension still stands; that takes a clock, which planning has not.
  public var isSuspended: Bool
  public var samples: Int

  public init(
    manifest: Manifest, source: StoreVersion, desired: DesiredSet, state: LiveState,
    base: PlanBase, approvals: Set<SyncSpec.Approval> = [], isSuspended: Bool = false,
    samples: Int = 5
  ) {
    self.manifest = manifest
    self.source = source
    self.desired = desired
    self.state = state
    self.base = base
    self.approvals = approvals
    self.isSuspended = isSuspended
    self.samples = samples
  }
}

extension PlanRequest {
  /// A rollback that still holds: the manifest is the one that was rolled back from.
  public var hold: RollbackHold? {
    guard let hold = state.entry?.hold, hold.manifestDigest == base.manifest,
      state.collections[Generation.name(manifest.target.collection, hold.generation)] != nil
    else { return nil }
    return hold
  }

  public var layout: CollectionLayout {
    hold.map { .held(by: $0, manifest, state) } ?? .decide(manifest, state)
  }

  /// The merge of the desired points with those of the collection that will hold them.
  public func differ(_ layout: CollectionLayout) -> PointDiffer {
    PointDiffer(
      owner: manifest.name, desired: desired, prune: manifest.prunes(layout.change),
      insertion: insertion(layout), samples: samples)
  }

  /// The merge with what readers see now, where a replacement writes elsewhere: it says what readers
  /// would lose.
  public func losses(_ layout: CollectionLayout) -> PointDiffer? {
    guard case .replace = layout.change else { return nil }
    return PointDiffer(
      owner: manifest.name, desired: desired, prune: true, insertion: .newGeneration,
      samples: samples)
  }

  private func insertion(_ layout: CollectionLayout) -> PointReason {
    if case .replace = layout.change { return .newGeneration }
    return wasApplied(layout) ? .missing : .new
  }

  /// Exactly this desired set was applied before, so what differs now changed behind Plumb's back.
  /// A generation that readers were led back to is not what was applied last.
  func wasApplied(_ layout: CollectionLayout) -> Bool {
    guard let entry = state.entry, let applied = entry.applied else { return false }
    let newest = entry.generations.filter(\.isComplete).max { $0.number < $1.number }
    return applied.setDigest == base.desired
      && (layout.live == nil || layout.live == newest?.collection)
  }
}
