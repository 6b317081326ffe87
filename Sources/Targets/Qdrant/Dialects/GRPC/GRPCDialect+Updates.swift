internal import GRPC
internal import Model

extension GRPCDialect {
  func upsert(_ points: ArraySlice<Point>, _ manner: UpsertManner, in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    guard !points.indices.contains(where: { points[$0].isTooDeep }) else {
      return try await rest.upsert(points, manner, in: collection)
    }
    let size = points.count * ((points.first?.vectors.roughSize ?? 0) + 800)
    let mark = manner.owner.map { MarkTemplate(3, owner: $0) }
    return try await change("/qdrant.Points/Upsert", capacity: size) { writer in
      writer.string(1, collection)
      writer.bool(2, true)
      for index in points.indices { writer.point(3, points[index], mark: mark) }
      if !manner.conditions.isEmpty { writer.filter(6, manner.conditions) }
      if manner.onlyUpdates { writer.number(8, 2 as UInt64) }
    }
  }

  /// One operation for each point, all in one request: every point has a payload of its own.
  func overwritePayloads(_ points: ArraySlice<Point>, owner: String, in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    guard !points.indices.contains(where: { points[$0].isTooDeep }) else {
      return try await rest.overwritePayloads(points, owner: owner, in: collection)
    }
    let mark = MarkTemplate(1, owner: owner)
    return try await change("/qdrant.Points/UpdateBatch", capacity: points.count * 800) { writer in
      writer.string(1, collection)
      writer.bool(2, true)
      for point in points {
        writer.message(3, around: 300) { writer in
          writer.message(4, around: 300) { writer in
            writer.payload(1, point.payload)
            mark.write(point.fingerprint, to: &writer)
            writer.message(2, around: 45) { writer in
              writer.message(1, around: 42) { $0.id(1, point.id) }
            }
          }
        }
      }
    }
  }

  func setPayload(_ payload: PayloadObject, where conditions: [Condition], in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    try await change("/qdrant.Points/SetPayload") { writer in
      writer.string(1, collection)
      writer.bool(2, true)
      writer.payload(3, payload)
      writer.message(5, around: 300) { $0.filter(2, conditions) }
    }
  }

  func delete(_ ids: ArraySlice<PointID>, in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    try await change("/qdrant.Points/Delete", capacity: ids.count * 42) { writer in
      writer.string(1, collection)
      writer.bool(2, true)
      writer.message(3, around: ids.count * 42) { writer in
        writer.message(1, around: ids.count * 42) { writer in
          for id in ids { writer.id(1, id) }
        }
      }
    }
  }

  func delete(where conditions: [Condition], in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    try await change("/qdrant.Points/Delete") { writer in
      writer.string(1, collection)
      writer.bool(2, true)
      writer.message(3, around: 300) { $0.filter(2, conditions) }
    }
  }

  /// Sends a change of points and reads how far the server has come with it.
  private func change(
    _ method: String, capacity: Int = 256, _ body: (inout ProtoWriter) -> Void
  ) async throws(Failure) -> UpdateStatus {
    try await call(method, capacity: capacity, body) { (reader) throws(ProtoError) in
      var status = UpdateStatus.completed
      while let field = try reader.next() {
        guard field.number == 1 else {
          try reader.skip(field)
          continue
        }
        var result = try reader.message(field)
        while let field = try result.next() {
          guard field.number == 2 else {
            try result.skip(field)
            continue
          }
          if try result.number(field) != 2 { status = .pending }
        }
      }
      return status
    }
  }
}

extension Point {
  /// Below a payload's values there are at most five messages.
  fileprivate var isTooDeep: Bool {
    payload.containsValue { $0.messageDepth > 87 }
  }
}

extension PayloadValue {
  /// How many messages are inside each other in this value.
  fileprivate var messageDepth: Int {
    switch self {
    case .null, .bool, .int, .double, .string: 1
    case .list(let values): 2 + values.lazy.map(\.messageDepth).reduce(0, max)
    case .object(let object): 3 + object.lazy.map(\.1.messageDepth).reduce(0, max)
    }
  }
}
