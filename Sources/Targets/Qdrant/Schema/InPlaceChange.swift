internal import Model

/// What to ask of a server so that a live collection gets exactly these declared settings.
///
/// What is fixed must be as it is, and is left out. A vector space that is not there is added, one
/// that is null is dropped.
struct InPlaceChange: Sendable {
  private(set) var body = PayloadObject()
  /// Name to the body of its addition.
  private(set) var added: [(name: String, body: PayloadObject)] = []
  private(set) var dropped: [String] = []

  private let collection: String
  private let live: PayloadObject

  init(
    _ changes: PayloadObject, of collection: String, live: PayloadObject
  ) throws(Refusal) {
    self.collection = collection
    self.live = live
    guard changes["payload_indexes"] == nil else {
      throw refused("payload_indexes", "they are created and dropped one by one")
    }
    var parameters = PayloadObject()
    for (key, change) in changes where change != .null {
      switch key {
      case "shard_number", "sharding_method", "wal_config":
        try expect(change, live[key], at: key)
      case "vectors": body[key] = try vectors(change)
      case "sparse_vectors": body[key] = try sparseVectors(change)
      // A null in metadata removes a key, so it must arrive.
      case "metadata": body[key] = change
      case _ where CollectionChange.parameters.contains(key): parameters[key] = change
      default: body[key] = change.object.map { .object($0.withoutNulls) } ?? change
      }
    }
    if !parameters.isEmpty { body["params"] = .object(parameters.withoutNulls) }
  }

  private static let fixedOfVectors = ["size", "distance", "datatype", "multivector_config"]

  /// In a change every vector has a name, the unnamed one an empty one.
  private mutating func vectors(_ change: PayloadValue) throws(Refusal) -> PayloadValue? {
    guard let change = change.object else { return nil }
    let present = live["vectors"]?.object ?? PayloadObject()
    if PointSpace.isUnnamed(present) {
      let body = try vector(change, present, at: "vectors")
      return body.isEmpty ? nil : .object(["": .object(body)])
    }
    var body = PayloadObject()
    for (name, value) in change {
      let path = "vectors.\(name)"
      switch (value, present[name]?.object) {
      case (.null, nil): continue
      case (.null, _): dropped.append(name)
      case (.object(let wanted), nil):
        body[name] = add(name, wanted.withoutNulls)
      case (.object(let wanted), .some(let present)):
        let rest = try vector(wanted, present, at: path)
        if !rest.isEmpty { body[name] = .object(rest) }
      default: throw refused(path, "vectors with and without names do not mix")
      }
    }
    return body.isEmpty ? nil : .object(body)
  }

  /// What changes of a vector that is there.
  private func vector(
    _ wanted: PayloadObject, _ present: PayloadObject, at path: String
  ) throws(Refusal) -> PayloadObject {
    var rest = wanted
    for key in InPlaceChange.fixedOfVectors {
      guard let value = wanted[key] else { continue }
      try expect(value, present[key], at: "\(path).\(key)")
      rest[key] = nil
    }
    for (key, value) in rest where value.object != nil {
      let parts = ["hnsw_config", "quantization_config"]
      guard parts.contains(key) else {
        throw refused("\(path).\(key)", "vectors with and without names do not mix")
      }
    }
    return rest.withoutNulls
  }

  /// An addition says what the space is; the rest is changed right after it.
  private mutating func add(_ name: String, _ wanted: PayloadObject) -> PayloadValue? {
    var space = PayloadObject()
    var rest = wanted
    for key in InPlaceChange.fixedOfVectors {
      space[key] = wanted[key]
      rest[key] = nil
    }
    added.append((name, ["dense": .object(space)]))
    return rest.isEmpty ? nil : .object(rest)
  }

  private mutating func sparseVectors(_ change: PayloadValue) throws(Refusal) -> PayloadValue? {
    guard let change = change.object else { return nil }
    var body = PayloadObject()
    for (name, value) in change {
      let present = live["sparse_vectors"]?.object?[name]?.object
      guard let wanted = value.object?.withoutNulls else {
        if present != nil { dropped.append(name) }
        continue
      }
      let index = wanted["index"]?.object
      guard let present else {
        var space = PayloadObject()
        space["modifier"] = wanted["modifier"]
        space["datatype"] = index?["datatype"]
        added.append((name, ["sparse": .object(space)]))
        if let index { body[name] = .object(["index": .object(index)]) }
        continue
      }
      if let datatype = index?["datatype"] {
        try expect(
          datatype, present["index"]?.object?["datatype"],
          at: "sparse_vectors.\(name).index.datatype")
      }
      body[name] = .object(wanted)
    }
    return body.isEmpty ? nil : .object(body)
  }

  private func expect(
    _ wanted: PayloadValue, _ live: PayloadValue?, at path: String
  ) throws(Refusal) {
    let standard: PayloadValue? =
      switch path.split(separator: ".").last {
      case "datatype": .string("float32")
      case "shard_number": .int(1)
      case "sharding_method": .string("auto")
      default: nil
      }
    if wanted == .null || wanted == live ?? standard { return }
    if let wanted = wanted.object, let live = live?.object,
      wanted.allSatisfy({ $1 == .null || live[$0] == $1 })
    {
      return
    }
    throw refused(path, "every point would have to be written again")
  }

  private func refused(_ path: String, _ reason: String) -> Refusal {
    Refusal(
      .cannotChange, "\(path) of collection \(collection) cannot change in place: \(reason)",
      hint: "replace the collection by a new generation")
  }
}
