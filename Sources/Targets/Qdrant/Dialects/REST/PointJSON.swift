internal import Model
internal import Wire

/// Points and questions as JSON, written straight into the body of a request.
enum PointJSON {
  static func append(_ id: PointID, to body: inout [UInt8]) {
    switch id {
    case .number(let number): body.append(contentsOf: number.description.utf8)
    case .uuid(let uuid): body.append(contentsOf: "\"\(uuid)\"".utf8)
    }
  }

  static func append(_ ids: ArraySlice<PointID>, to body: inout [UInt8]) {
    list(ids, to: &body) { append($0, to: &$1) }
  }

  static func append(_ values: ArraySlice<Float>, to body: inout [UInt8]) {
    // The shortest digits that read back to the same float.
    list(values, to: &body) { $1.append(contentsOf: $0.description.utf8) }
  }

  /// A whole point, with the owner's mark among its payload.
  static func append(_ point: Point, owner: String?, to body: inout [UInt8]) {
    body.append(contentsOf: "{\"id\":".utf8)
    append(point.id, to: &body)
    body.append(contentsOf: ",\"payload\":".utf8)
    appendPayload(of: point, owner: owner, to: &body)
    body.append(contentsOf: ",\"vector\":".utf8)
    append(point.vectors, to: &body)
    body.append(UInt8(ascii: "}"))
  }

  static func appendPayload(of point: Point, owner: String?, to body: inout [UInt8]) {
    var payload = point.payload
    if let owner {
      let mark = LivePoint.Mark(owner: owner, fingerprint: point.fingerprint)
      payload[LivePoint.Mark.key] = .object(mark.value)
    }
    JSONWriter.append(payload, to: &body)
  }

  private static func append(_ vectors: Vectors, to body: inout [UInt8]) {
    if vectors.byName.count == 1, vectors.byName[0].name.isEmpty {
      append(vectors.byName[0].vector, to: &body)
      return
    }
    body.append(UInt8(ascii: "{"))
    for (index, (name, vector)) in vectors.byName.enumerated() {
      if index > 0 { body.append(UInt8(ascii: ",")) }
      JSONWriter.append(name, to: &body)
      body.append(UInt8(ascii: ":"))
      append(vector, to: &body)
    }
    body.append(UInt8(ascii: "}"))
  }

  private static func append(_ vector: Vector, to body: inout [UInt8]) {
    switch vector {
    case .dense(let values): append(values[...], to: &body)
    case .sparse(let sparse):
      body.append(contentsOf: "{\"indices\":".utf8)
      list(sparse.indices[...], to: &body) { $1.append(contentsOf: $0.description.utf8) }
      body.append(contentsOf: ",\"values\":".utf8)
      append(sparse.values[...], to: &body)
      body.append(UInt8(ascii: "}"))
    case .multi(let multi):
      let rows = stride(from: 0, to: multi.values.count, by: multi.dimensions)
      list(Array(rows)[...], to: &body) { start, body in
        append(multi.values[start..<start + multi.dimensions], to: &body)
      }
    }
  }

  // MARK: - Questions

  static func append(_ selection: Selection, to body: inout [UInt8]) {
    body.append(contentsOf: ",\"with_vector\":\(selection.vectors),\"with_payload\":".utf8)
    switch selection.payload {
    case .none: body.append(contentsOf: "false".utf8)
    case .all: body.append(contentsOf: "true".utf8)
    case .only(let key):
      body.append(contentsOf: "{\"include\":[".utf8)
      JSONWriter.append(key, to: &body)
      body.append(contentsOf: "]}".utf8)
    }
  }

  /// A filter that wants all of the conditions.
  static func append(_ conditions: [Condition], to body: inout [UInt8]) {
    body.append(contentsOf: "{\"must\":".utf8)
    list(conditions[...], to: &body) { condition, body in
      switch condition {
      case .hasID(let ids):
        body.append(contentsOf: "{\"has_id\":".utf8)
        append(ids[...], to: &body)
        body.append(UInt8(ascii: "}"))
      case .text(let key, let text): match(key, .string(text), to: &body)
      case .number(let key, let number): match(key, .int(number), to: &body)
      case .slice(let index, let total):
        body.append(contentsOf: "{\"slice\":{\"total\":\(total),\"index\":\(index)}}".utf8)
      }
    }
    body.append(UInt8(ascii: "}"))
  }

  private static func match(_ key: String, _ value: PayloadValue, to body: inout [UInt8]) {
    let condition: PayloadObject = ["key": .string(key), "match": .object(["value": value])]
    JSONWriter.append(condition, to: &body)
  }

  private static func list<Part>(
    _ parts: ArraySlice<Part>, to body: inout [UInt8], _ each: (Part, inout [UInt8]) -> Void
  ) {
    body.append(UInt8(ascii: "["))
    for index in parts.indices {
      if index > parts.startIndex { body.append(UInt8(ascii: ",")) }
      each(parts[index], &body)
    }
    body.append(UInt8(ascii: "]"))
  }
}
