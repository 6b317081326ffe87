internal import Model
internal import Wire

/// The vector spaces that a configuration declares, and which points fit them.
struct CollectionShape: Sendable {
  let dense: [String: VectorSpace]
  let sparse: Set<String>

  init(_ config: PayloadObject) throws {
    dense = try CollectionShape.dense(config["vectors"])
    switch config["sparse_vectors"] {
    case .object(let spaces): sparse = Set(spaces.map(\.0))
    case nil, .null: sparse = []
    default: throw CollectionShape.bad("sparse_vectors is not an object")
    }
  }

  /// One space without a name, or an object of named ones.
  private static func dense(_ vectors: PayloadValue?) throws -> [String: VectorSpace] {
    guard let vectors, vectors != .null else { return [:] }
    guard case .object(let object) = vectors else { throw bad("vectors is not an object") }
    if isUnnamed(object) { return ["": try space(object, at: "vectors")] }
    var spaces: [String: VectorSpace] = [:]
    for (name, value) in object {
      guard case .object(let declared) = value else {
        throw bad("vectors.\(name) is not an object")
      }
      spaces[name] = try space(declared, at: "vectors.\(name)")
    }
    return spaces
  }

  /// A named space is an object, so a number under "size" is that of the unnamed one.
  static func isUnnamed(_ vectors: PayloadObject) -> Bool {
    if case .int = vectors["size"] { true } else { false }
  }

  private static func space(_ declared: PayloadObject, at path: String) throws -> VectorSpace {
    guard case .int(let size) = declared["size"], (1...65536).contains(size) else {
      throw bad("\(path).size is not between 1 and 65536")
    }
    guard case .string(let word) = declared["distance"],
      let distance = VectorSpace.Distance(rawValue: word)
    else {
      let words = VectorSpace.Distance.allCases.map(\.rawValue).joined(separator: ", ")
      throw bad("\(path).distance is none of \(words)")
    }
    let isMulti = if case .object = declared["multivector_config"] { true } else { false }
    return VectorSpace(size: Int(size), distance: distance, isMulti: isMulti)
  }

  private static func bad(_ message: String) -> Refusal { Refusal(.badCollection, message) }

  // MARK: - Points

  /// Refuses a point that would not come back as it was given, or that has no place here.
  func check(_ point: Point, in collection: String) throws {
    var seen: Set<[UInt8]> = []
    for (name, vector) in point.vectors.byName {
      if point.vectors.byName.count > 1, !seen.insert(Array(name.utf8)).inserted {
        throw refused(point, collection, "has vector \(quoted(name)) twice")
      }
      if let reason = misfit(name, vector) { throw refused(point, collection, reason) }
    }
    if point.payload[LivePoint.Mark.key] != nil {
      throw refused(point, collection, "has the reserved key \(LivePoint.Mark.key) in its payload")
    }
    if let reason = CollectionShape.misfit(.object(point.payload), depth: 1) {
      throw refused(point, collection, reason)
    }
  }

  /// Why a payload cannot be stored; nil when it can.
  private static func misfit(_ value: PayloadValue, depth: Int) -> String? {
    switch value {
    case .null, .bool, .int, .string: return nil
    case .double(let number):
      return number.isFinite ? nil : "has a number in its payload that is not finite"
    case .list(let values):
      guard depth <= JSONReader.depth else { return tooDeep }
      for value in values {
        if let reason = misfit(value, depth: depth + 1) { return reason }
      }
      return nil
    case .object(let object):
      guard depth <= JSONReader.depth else { return tooDeep }
      for (_, value) in object {
        if let reason = misfit(value, depth: depth + 1) { return reason }
      }
      return nil
    }
  }

  private static var tooDeep: String { "has a payload deeper than \(JSONReader.depth) levels" }

  private func misfit(_ name: String, _ vector: Vector) -> String? {
    let values: [Float]
    switch vector {
    case .dense(let floats):
      guard let space = dense[name], !space.isMulti else { return wrongKind(name, "dense") }
      guard floats.count == space.size else { return wrongSize(name, floats.count, space.size) }
      values = floats
    case .multi(let multi):
      guard let space = dense[name], space.isMulti else { return wrongKind(name, "multi") }
      guard multi.dimensions == space.size else {
        return wrongSize(name, multi.dimensions, space.size)
      }
      values = multi.values
    case .sparse(let sparse):
      guard self.sparse.contains(name) else { return wrongKind(name, "sparse") }
      values = sparse.values
    }
    return CollectionShape.areFinite(values)
      ? nil : "has a number in vector \(quoted(name)) that is not finite"
  }

  /// A number times zero is zero unless it is infinite or none, so that one sum tells for all.
  private static func areFinite(_ values: [Float]) -> Bool {
    var index = 0
    var lanes = SIMD8<Float>.zero
    while index + 8 <= values.count {
      for lane in 0..<8 { lanes[lane] += values[index + lane] * 0 }
      index += 8
    }
    var rest: Float = lanes.sum()
    while index < values.count {
      rest += values[index] * 0
      index += 1
    }
    return rest == 0
  }

  private func wrongKind(_ name: String, _ kind: String) -> String {
    "has a \(kind) vector \(quoted(name)), which the collection does not have"
  }

  private func wrongSize(_ name: String, _ size: Int, _ wanted: Int) -> String {
    "has \(size) dimensions in vector \(quoted(name)), and the collection has \(wanted)"
  }

  private func quoted(_ name: String) -> String { "\"\(name)\"" }

  private func refused(_ point: Point, _ collection: String, _ reason: String) -> Refusal {
    Refusal(.badPoint, "point \(point.id) for collection \(collection) \(reason)")
  }
}
