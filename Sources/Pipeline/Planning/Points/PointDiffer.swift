public import Model

/// Merges the sorted desired points with the sorted live points, batch by batch.
public struct PointDiffer: Sendable {
  private let owner: String
  private let desired: DesiredSet
  private let prune: Bool
  /// Why a desired point that is not live has to be inserted.
  private let insertion: PointReason
  private var tally: ReasonTally
  private var steps: [PlanWork.Step]
  private var deletions: [PointID] = []
  private var changes = PointChanges()
  private var next = 0
  private var lastLive: PointID?

  public init(
    owner: String, desired: DesiredSet, prune: Bool, insertion: PointReason, samples: Int = 5
  ) {
    self.owner = owner
    self.desired = desired
    self.prune = prune
    self.insertion = insertion
    tally = ReasonTally(samples: samples)
    steps = Array(repeating: .keep, count: desired.points.count)
  }

  /// Takes the next live points, which must come in ascending id order across all batches.
  public mutating func take(_ batch: [LivePoint]) {
    for point in batch {
      if let last = lastLive, point.id <= last {
        fatalError("a target must scan in ascending id order, and gave \(point.id) after \(last)")
      }
      lastLive = point.id
      insertAll(before: point.id)
      let isDesired = next < desired.points.count && desired.points[next].id == point.id
      compare(point, with: isDesired ? next : nil)
      if isDesired { next += 1 }
    }
  }

  /// What came out, when every live point has been taken.
  public consuming func finish() -> PointDifference {
    insertAll(before: nil)
    changes.reasons = tally.counts
    return PointDifference(changes: changes, steps: steps, deletions: deletions)
  }

  private mutating func insertAll(before id: PointID?) {
    while next < desired.points.count {
      let wanted = desired.points[next].id
      if let id, wanted >= id { return }
      steps[next] = .insert
      changes.inserted += 1
      tally.add(insertion, wanted)
      next += 1
    }
  }

  private mutating func compare(_ point: LivePoint, with index: Int?) {
    guard let mark = point.mark else {
      changes.unmanaged += 1
      tally.add(.unmanaged, point.id, isContested: index != nil)
      return
    }
    guard mark.owner.utf8.elementsEqual(owner.utf8) else {
      changes.foreign += 1
      tally.add(.otherOwner, point.id, owner: mark.owner, isContested: index != nil)
      return
    }
    changes.ownedBefore += 1
    if let index {
      compare(mark.fingerprint, at: index)
    } else {
      drop(point.id)
    }
  }

  private mutating func compare(_ live: Fingerprint, at index: Int) {
    let wanted = desired.points[index]
    switch (live.vector == wanted.fingerprint.vector, live.payload == wanted.fingerprint.payload) {
    case (true, true):
      changes.unchanged += 1
    case (true, false):
      steps[index] = .payloadOnly
      changes.payloadOnly += 1
      tally.add(.payload, wanted.id)
    case (false, let samePayload):
      steps[index] = .rewrite
      changes.rewritten += 1
      tally.add(samePayload ? .vector : .vectorAndPayload, wanted.id)
    }
  }

  private mutating func drop(_ id: PointID) {
    guard prune else {
      changes.retained += 1
      tally.add(.retained, id)
      return
    }
    changes.deleted += 1
    deletions.append(id)
    tally.add(desired.lostToDedupe(id) ? .lostDedupe : .leftSource, id)
  }
}

/// What the merge found.
public struct PointDifference: Sendable {
  public var changes: PointChanges
  public var steps: [PlanWork.Step]
  public var deletions: [PointID]
}

extension DesiredSet {
  /// Whether a row of this id was there and fell to a dedupe rule.
  func lostToDedupe(_ id: PointID) -> Bool {
    var low = 0
    var high = dropped.count
    while low < high {
      let middle = (low + high) / 2
      if dropped[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < dropped.count && dropped[low] == id
  }
}
