internal import Model

extension Application {
  /// How many points go in one write. At 1,536 dimensions that is 6 MB of vectors.
  private static let batch = 1000

  /// Upserts, then payloads alone, then deletions: nothing goes before all new is there. Points go in
  /// id order, which targets take best, unless the source can only be read from front to back.
  func writePoints(_ receipt: inout Receipt) async throws {
    progress.begin("writing points", total: plan.points.writes)
    defer { progress.end() }
    var refused: RefusedPoints?
    try await send([.insert, .rewrite], &receipt, &refused) { points in
      try await writer.upsert(points, in: physical, under: lease.lock)
    }
    try await send([.payloadOnly], &receipt, &refused) { points in
      try await writer.overwritePayload(points, in: physical, under: lease.lock)
    }
    // Nothing goes while something new is missing.
    if let refused { throw refused }
    try await deletePoints(&receipt)
  }

  /// What a target refuses of a batch is noted, and the rest goes on.
  private func send(
    _ steps: Set<PlanWork.Step>, _ receipt: inout Receipt, _ refused: inout RefusedPoints?,
    _ write: ([Point]) async throws -> Void
  ) async throws {
    var queue = StepQueue(steps, of: work, byRow: supply.isSequential)
    var batch = queue.next(Application.batch)
    guard !batch.isEmpty else { return }
    var points = try await supply.points(batch.map { work.desired.points[$0] })
    while !batch.isEmpty {
      let following = queue.next(Application.batch)
      let wanted = following.map { work.desired.points[$0] }
      // The next rows are read while these are written.
      async let upcoming = wanted.isEmpty ? [] : supply.points(wanted)
      try Task.checkCancellation()
      try await lease.keepAlive()
      var left: Set<PointID> = []
      do {
        try await lease.kept { try await write(points) }
      } catch let error as RefusedPoints {
        left = Set(error.points.map(\.id))
        refused = RefusedPoints((refused?.points ?? []) + error.points)
      }
      for index in batch where !left.contains(work.desired.points[index].id) {
        receipt.count(work.steps[index])
      }
      progress.advance(by: batch.count)
      points = try await upcoming
      batch = following
    }
  }

  private func deletePoints(_ receipt: inout Receipt) async throws {
    var rest = work.deletions[...]
    while !rest.isEmpty {
      let batch = Array(rest.prefix(Application.batch))
      rest = rest.dropFirst(Application.batch)
      try Task.checkCancellation()
      try await lease.keepAlive()
      try await writer.delete(batch, in: physical, under: lease.lock)
      receipt.deleted += batch.count
      progress.advance(by: batch.count)
    }
  }
}

extension Receipt {
  fileprivate mutating func count(_ step: PlanWork.Step) {
    switch step {
    case .insert: inserted += 1
    case .rewrite: rewritten += 1
    case .payloadOnly: payloadOnly += 1
    case .keep: break
    }
  }
}
