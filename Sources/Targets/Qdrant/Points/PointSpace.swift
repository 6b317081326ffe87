internal import Model
internal import Wire

/// The vector spaces of a live collection, and which points fit them: what a server would refuse in
/// the middle of a batch, or take and never give back.
struct PointSpace: Sendable {
  private let dense: [String: (size: Int, isMulti: Bool)]
  private let sparse: Set<String>

  init(_ config: PayloadObject) {
    var dense: [String: (size: Int, isMulti: Bool)] = [:]
    let vectors = config["vectors"]?.object ?? PayloadObject()
    let named = PointSpace.isUnnamed(vectors) ? ["": .object(vectors)] : vectors
    for (name, space) in named {
      guard let space = space.object, let size = space["size"]?.number else { continue }
      dense[name] = (Int(size), space["multivector_config"]?.object != nil)
    }
    self.dense = dense
    sparse = Set((config["sparse_vectors"]?.object ?? PayloadObject()).map(\.0))
  }

  /// A named space is an object, so a number under "size" is that of the unnamed one.
  static func isUnnamed(_ vectors: PayloadObject) -> Bool { vectors["size"]?.number != nil }

  /// Throws for the first that does not fit. Of each only what is looked at is taken in hand.
  func check(
    _ points: [Point], in collection: String, payloadOnly: Bool = false
  ) throws(Refusal) {
    for index in points.indices {
      let reason =
        (payloadOnly ? nil : misfit(points[index].vectors)) ?? misfit(points[index].payload)
      guard let reason else { continue }
      throw Refusal(
        .badPoint, "point \(points[index].id) for collection \(collection) \(reason)",
        hint: "correct its row in the source")
    }
  }

  /// Why something cannot be written; nil when it can.
  private func misfit(_ vectors: Vectors) -> String? {
    if vectors.byName.count == 1 { return misfit(vectors.byName[0].name, vectors.byName[0].vector) }
    var last: String?
    for (name, vector) in vectors.byName {
      if let last, last.utf8.elementsEqual(name.utf8) { return "has vector \(quoted(name)) twice" }
      last = name
      if let reason = misfit(name, vector) { return reason }
    }
    return nil
  }

  private func misfit(_ payload: PayloadObject) -> String? {
    if payload[LivePoint.Mark.key] != nil {
      return "has the reserved key \(LivePoint.Mark.key) in its payload"
    }
    // Most have nothing of which more would have to be known.
    guard payload.containsValue(where: \.mayMisfit) else { return nil }
    return PointSpace.misfit(.object(payload), depth: 1)
  }

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
    return FloatBytes.areFinite(values)
      ? nil : "has a number in vector \(quoted(name)) that is not finite"
  }

  /// How deep a server reads JSON.
  private static let depth = 127

  private static func misfit(_ value: PayloadValue, depth: Int) -> String? {
    guard depth <= PointSpace.depth else {
      return "has a payload deeper than \(PointSpace.depth) levels"
    }
    switch value {
    case .null, .bool, .int, .string: return nil
    case .double(let number):
      return number.isFinite ? nil : "has a number in its payload that is not finite"
    case .list(let values):
      for value in values {
        if let reason = misfit(value, depth: depth + 1) { return reason }
      }
      return nil
    case .object(let object):
      for (_, value) in object {
        if let reason = misfit(value, depth: depth + 1) { return reason }
      }
      return nil
    }
  }

  private func wrongKind(_ name: String, _ kind: String) -> String {
    "has a \(kind) vector \(quoted(name)), which the collection does not have"
  }

  private func wrongSize(_ name: String, _ size: Int, _ wanted: Int) -> String {
    "has \(size) dimensions in vector \(quoted(name)), and the collection has \(wanted)"
  }

  private func quoted(_ name: String) -> String { "\"\(name)\"" }
}

extension PayloadValue {
  fileprivate var mayMisfit: Bool {
    switch self {
    case .null, .bool, .int, .string: false
    case .double(let number): !number.isFinite
    case .list, .object: true
    }
  }
}
