internal import Model

extension Application {
  /// Reads back every id and fingerprint: what the plan promised is there, before readers see it.
  func verify() async throws {
    try await writer.settle(physical)
    try await lease.keepAlive()
    progress.begin("verifying", total: work.desired.points.count)
    defer { progress.end() }
    var check = Readback(
      owner: manifest.name, desired: work.desired, prune: manifest.prunes(plan.collection))
    try await reader.scan(physical) { batch in
      check.take(batch)
      progress.advance(by: batch.count)
    }
    let wrong = check.finish()
    guard wrong.inserted + wrong.deleted + wrong.rewritten == 0 else {
      throw ApplyError.unverified(wrong)
    }
  }
}

/// Walks the live points beside the desired ones and counts what does not fit.
struct Readback {
  private let owner: String
  private let desired: DesiredSet
  private let prune: Bool
  private var next = 0
  private var changes = PointChanges()

  init(owner: String, desired: DesiredSet, prune: Bool) {
    self.owner = owner
    self.desired = desired
    self.prune = prune
  }

  mutating func take(_ batch: [LivePoint]) {
    for point in batch {
      guard let mark = point.mark, mark.owner.utf8.elementsEqual(owner.utf8) else { continue }
      while next < desired.points.count && desired.points[next].id < point.id {
        changes.inserted += 1
        next += 1
      }
      guard next < desired.points.count, desired.points[next].id == point.id else {
        if prune { changes.deleted += 1 }
        continue
      }
      if desired.points[next].fingerprint != mark.fingerprint { changes.rewritten += 1 }
      next += 1
    }
  }

  /// What is not as it should be: nothing, when every desired point was seen and nothing else of the
  /// owner's.
  mutating func finish() -> PointChanges {
    changes.inserted += desired.points.count - next
    next = desired.points.count
    return changes
  }
}
