internal import Model

extension QdrantWriter {
  func upsert(_ points: [Point], in collection: String, under lock: Lock) async throws {
    guard !points.isEmpty else { return }
    async let mayWrite: Void = ledger.check(lock)
    let known = try await self.collection(collection)
    let points = try checked(points, known)
    _ = try await foundOwn(points.map(\.id), in: collection, lock.owner)
    try await mayWrite
    try await deferIndexing(points, known, lock)
    let manner = UpsertManner(owner: lock.owner)
    let dispatch = Dispatch(
      conversation: conversation, collection: collection,
      atOnce: known.limits.batch(Dispatch.points))
    try await dispatch.send(points) { [conversation] part async throws(Failure) in
      try await conversation.dialect.upsert(part, manner, in: collection)
    }
  }

  func overwritePayload(_ points: [Point], in collection: String, under lock: Lock) async throws {
    try await overwritePayload(points, in: collection, under: lock, evenUnmarked: false)
  }

  func adopt(_ points: [Point], in collection: String, under lock: Lock) async throws {
    try await overwritePayload(points, in: collection, under: lock, evenUnmarked: true)
  }

  private func overwritePayload(
    _ points: [Point], in collection: String, under lock: Lock, evenUnmarked: Bool
  ) async throws {
    guard !points.isEmpty else { return }
    try await ledger.check(lock)
    let known = try await self.collection(collection)
    let points = try checked(points, known, payloadOnly: true)
    let there = try await foundOwn(
      points.map(\.id), in: collection, lock.owner, evenUnmarked: evenUnmarked)
    if let gone = points.first(where: { !there.contains($0.id) }) {
      throw refused(
        .noPoint, "there is no point \(gone.id) in collection \(collection)",
        hint: "it was deleted meanwhile: plan again")
    }
    let dispatch = Dispatch(
      conversation: conversation, collection: collection, atOnce: Dispatch.operations)
    try await dispatch.send(points) { [conversation] part async throws(Failure) in
      try await conversation.dialect.overwritePayloads(part, owner: lock.owner, in: collection)
    }
  }

  func delete(_ ids: [PointID], in collection: String, under lock: Lock) async throws {
    guard !ids.isEmpty else { return }
    try await ledger.check(lock)
    let records = try await conversation.records(ids, .mark, in: collection)
    let own = records.filter {
      $0.mark.map { $0.owner.utf8.elementsEqual(lock.owner.utf8) } ?? false
    }
    for start in stride(from: 0, to: own.count, by: Dispatch.points) {
      let part = own[start..<min(start + Dispatch.points, own.count)].map(\.id)
      try await conversation.change("cannot delete points", in: collection) {
        [conversation] _ async throws(Failure) in
        try await conversation.dialect.delete(part[...], in: collection)
      }
    }
  }

  /// Every point fits, and of equal ids only the last one is left: what is sent at once may arrive in
  /// any order.
  private func checked(
    _ points: [Point], _ known: KnownCollection, payloadOnly: Bool = false
  ) throws -> [Point] {
    do throws(Refusal) {
      try known.space.check(points, in: known.name, payloadOnly: payloadOnly)
    } catch {
      throw error.at(conversation.address)
    }
    // As they mostly come: in the order of their ids, each once.
    let isSorted = points.indices.dropFirst().allSatisfy { points[$0 - 1].id < points[$0].id }
    if isSorted { return points }
    var last: [PointID: Int] = [:]
    last.reserveCapacity(points.count)
    for index in points.indices { last[points[index].id] = index }
    guard last.count < points.count else { return points }
    return points.indices.filter { last[points[$0].id] == $0 }.map { points[$0] }
  }

  /// Which of the ids are there, all of them this owner's: nothing of somebody else's may be lost.
  private func foundOwn(
    _ ids: [PointID], in collection: String, _ owner: String, evenUnmarked: Bool = false
  ) async throws -> Set<PointID> {
    let records = try await conversation.records(ids, .mark, in: collection)
    for record in records {
      let isOwn = record.mark.map { $0.owner.utf8.elementsEqual(owner.utf8) } ?? evenUnmarked
      guard isOwn else {
        let whose = record.mark.map { "belongs to \($0.owner)" } ?? "has no owner"
        throw refused(
          .foreignPoint,
          "point \(record.id) of collection \(collection) \(whose), and \(owner) may not write it",
          hint: "give the points of \(owner) other ids, or another collection")
      }
    }
    return Set(records.map(\.id))
  }
}
