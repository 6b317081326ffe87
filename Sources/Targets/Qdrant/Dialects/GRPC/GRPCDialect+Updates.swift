internal import GRPC
internal import Model

extension GRPCDialect {
  func upsert(_ points: ArraySlice<Point>, _ manner: UpsertManner, in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    guard !points.contains(where: \.isTooDeep) else {
      return try await rest.upsert(points, manner, in: collection)
    }
    let size = points.reduce(100) { $0 + $1.vectors.roughSize + 600 }
    let message = GRPCMessage(capacity: size) { writer in
      writer.string(1, collection)
      writer.bool(2, true)
      for point in points { writer.point(3, point, owner: manner.owner) }
      if !manner.conditions.isEmpty { writer.filter(6, manner.conditions) }
      if manner.onlyUpdates { writer.number(8, 2 as UInt64) }
    }
    return try await change("/qdrant.Points/Upsert", message)
  }

  /// One operation for each point, all in one request: every point has a payload of its own.
  func overwritePayloads(_ points: ArraySlice<Point>, owner: String, in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    guard !points.contains(where: \.isTooDeep) else {
      return try await rest.overwritePayloads(points, owner: owner, in: collection)
    }
    let message = GRPCMessage(capacity: points.count * 800 + 100) { writer in
      writer.string(1, collection)
      writer.bool(2, true)
      for point in points {
        writer.message(3, around: 300) { writer in
          writer.message(4, around: 300) { writer in
            writer.payload(1, point.payload)
            writer.mark(1, point, owner: owner)
            writer.message(2, around: 45) { writer in
              writer.message(1, around: 42) { $0.id(1, point.id) }
            }
          }
        }
      }
    }
    return try await change("/qdrant.Points/UpdateBatch", message)
  }

  func setPayload(_ payload: PayloadObject, where conditions: [Condition], in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    let message = GRPCMessage { writer in
      writer.string(1, collection)
      writer.bool(2, true)
      writer.payload(3, payload)
      writer.message(5, around: 300) { $0.filter(2, conditions) }
    }
    return try await change("/qdrant.Points/SetPayload", message)
  }

  func delete(_ ids: ArraySlice<PointID>, in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    let message = GRPCMessage(capacity: ids.count * 42 + 100) { writer in
      writer.string(1, collection)
      writer.bool(2, true)
      writer.message(3, around: ids.count * 42) { writer in
        writer.message(1, around: ids.count * 42) { writer in
          for id in ids { writer.id(1, id) }
        }
      }
    }
    return try await change("/qdrant.Points/Delete", message)
  }

  func delete(where conditions: [Condition], in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    let message = GRPCMessage { writer in
      writer.string(1, collection)
      writer.bool(2, true)
      writer.message(3, around: 300) { $0.filter(2, conditions) }
    }
    return try await change("/qdrant.Points/Delete", message)
  }

  /// Sends a change of points and reads how far the server has come with it.
  private func change(_ method: String, _ message: GRPCMessage)
    async throws(Failure) -> UpdateStatus
  {
    try await call(method, message) { (reader) throws(ProtoError) in
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
  fileprivate var isTooDeep: Bool { PayloadValue.object(payload).messageDepth > 90 }
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
