internal import HTTP
internal import Model
internal import Wire

extension RESTDialect {
  func count(_ collection: String) async throws(Failure) -> Int {
    let answer = try await send(
      .post, RESTDialect.path(collection) + "/points/count", ["exact": .bool(true)])
    guard let count = answer.object?["count"]?.number else {
      throw Failure(.notQdrant, "the reply to a count has no count")
    }
    return Int(count)
  }

  func scroll(_ question: ScrollQuestion) async throws(Failure) -> Page {
    var body: [UInt8] = []
    body.append(contentsOf: "{\"limit\":\(question.limit)".utf8)
    if let from = question.from {
      body.append(contentsOf: ",\"offset\":".utf8)
      PointJSON.append(from, to: &body)
    }
    if !question.conditions.isEmpty {
      body.append(contentsOf: ",\"filter\":".utf8)
      PointJSON.append(question.conditions, to: &body)
    }
    PointJSON.append(question.selection, to: &body)
    body.append(UInt8(ascii: "}"))
    let reply = try await send(
      .post, RESTDialect.path(question.collection) + "/points/scroll", body)
    return try read(reply) { (scanner, bytes) throws(JSONError) in
      try scanner.page(in: bytes)
    }
  }

  func retrieve(_ ids: [PointID], _ selection: Selection, in collection: String)
    async throws(Failure) -> [StoredRecord]
  {
    var body: [UInt8] = Array("{\"ids\":".utf8)
    PointJSON.append(ids[...], to: &body)
    PointJSON.append(selection, to: &body)
    body.append(UInt8(ascii: "}"))
    let reply = try await send(.post, RESTDialect.path(collection) + "/points", body)
    return try read(reply) { (scanner, bytes) throws(JSONError) in
      try scanner.records(in: bytes)
    }
  }

  func nearest(to vector: [Float], named name: String, in collection: String, limit: Int)
    async throws(Failure) -> [PointID]
  {
    var body: [UInt8] = Array("{\"limit\":\(limit),\"params\":{\"exact\":true},\"query\":".utf8)
    PointJSON.append(vector[...], to: &body)
    if !name.isEmpty {
      body.append(contentsOf: ",\"using\":".utf8)
      JSONWriter.append(name, to: &body)
    }
    PointJSON.append(Selection(), to: &body)
    body.append(UInt8(ascii: "}"))
    let reply = try await send(.post, RESTDialect.path(collection) + "/points/query", body)
    return try read(reply) { (scanner, bytes) throws(JSONError) in
      try scanner.page(in: bytes).records.map(\.id)
    }
  }

  /// Reads what stands under `result` of a reply.
  private func read<Value>(
    _ reply: [UInt8],
    _ body: (inout JSONScanner, Span<UInt8>) throws(JSONError) -> Value
  ) throws(Failure) -> Value {
    do throws(JSONError) {
      var scanner = JSONScanner()
      var value: Value?
      var members = try scanner.begin(UInt8(ascii: "{"), in: reply.span)
      while try scanner.next(&members, until: UInt8(ascii: "}"), in: reply.span) {
        if try scanner.key(in: reply.span) == "result" {
          value = try body(&scanner, reply.span)
        } else {
          _ = try scanner.value(in: reply.span)
        }
      }
      guard let value else { throw JSONError(.wrongKind, "there is no result in it", at: 0) }
      return value
    } catch {
      throw Failure(unreadable: error)
    }
  }
}

// Changes.
extension RESTDialect {
  func upsert(_ points: ArraySlice<Point>, _ manner: UpsertManner, in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    var body: [UInt8] = Array("{\"points\":[".utf8)
    body.reserveCapacity(points.reduce(100) { $0 + 3 * $1.vectors.roughSize + 600 })
    for point in points {
      if body.last != UInt8(ascii: "[") { body.append(UInt8(ascii: ",")) }
      PointJSON.append(point, owner: manner.owner, to: &body)
    }
    body.append(UInt8(ascii: "]"))
    if !manner.conditions.isEmpty {
      body.append(contentsOf: ",\"update_filter\":".utf8)
      PointJSON.append(manner.conditions, to: &body)
    }
    if manner.onlyUpdates { body.append(contentsOf: ",\"update_mode\":\"update_only\"".utf8) }
    body.append(UInt8(ascii: "}"))
    return try await change(.put, "/points", body, in: collection)
  }

  func overwritePayloads(_ points: ArraySlice<Point>, owner: String, in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    var body: [UInt8] = Array("{\"operations\":[".utf8)
    for point in points {
      if body.last != UInt8(ascii: "[") { body.append(UInt8(ascii: ",")) }
      body.append(contentsOf: "{\"overwrite_payload\":{\"points\":".utf8)
      PointJSON.append([point.id], to: &body)
      body.append(contentsOf: ",\"payload\":".utf8)
      PointJSON.appendPayload(of: point, owner: owner, to: &body)
      body.append(contentsOf: "}}".utf8)
    }
    body.append(contentsOf: "]}".utf8)
    return try await change(.post, "/points/batch", body, in: collection)
  }

  func setPayload(_ payload: PayloadObject, where conditions: [Condition], in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    var body: [UInt8] = Array("{\"payload\":".utf8)
    JSONWriter.append(payload, to: &body)
    body.append(contentsOf: ",\"filter\":".utf8)
    PointJSON.append(conditions, to: &body)
    body.append(UInt8(ascii: "}"))
    return try await change(.post, "/points/payload", body, in: collection)
  }

  func delete(_ ids: ArraySlice<PointID>, in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    var body: [UInt8] = Array("{\"points\":".utf8)
    PointJSON.append(ids, to: &body)
    body.append(UInt8(ascii: "}"))
    return try await change(.post, "/points/delete", body, in: collection)
  }

  func delete(where conditions: [Condition], in collection: String)
    async throws(Failure) -> UpdateStatus
  {
    var body: [UInt8] = Array("{\"filter\":".utf8)
    PointJSON.append(conditions, to: &body)
    body.append(UInt8(ascii: "}"))
    return try await change(.post, "/points/delete", body, in: collection)
  }

  private func change(
    _ method: HTTPMethod, _ path: String, _ body: [UInt8], in collection: String
  ) async throws(Failure) -> UpdateStatus {
    let reply = try await send(method, RESTDialect.path(collection) + path + "?wait=true", body)
    let result = try RESTDialect.result(reply)
    let parts = result.list ?? [result]
    let isDone = parts.allSatisfy { $0.object?["status"]?.text == "completed" }
    return isDone ? .completed : .pending
  }
}
