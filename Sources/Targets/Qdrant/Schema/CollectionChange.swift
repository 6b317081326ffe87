internal import Model

/// What a manifest declares, as the bodies of requests that create or change a collection.
enum CollectionChange {
  /// Settings that a server takes only from a change.
  private static let onlyChanged = ["read_fan_out_factor", "read_fan_out_delay_ms"]
  /// Settings that a change has under `params`.
  private static let parameters =
    ["replication_factor", "write_consistency_factor", "on_disk_payload", "payload"] + onlyChanged

  /// The body of a creation, and of a change that has to follow it.
  static func creation(_ declared: PayloadObject, by lock: Lock)
    -> (body: PayloadObject, afterwards: PayloadObject?)
  {
    var body = declared.withoutNulls
    body["payload_indexes"] = nil
    var later = PayloadObject()
    for key in onlyChanged {
      later[key] = body[key]
      body[key] = nil
    }
    if body["quantization_config"]?.text == "Disabled" { body["quantization_config"] = nil }
    if let vectors = body["vectors"]?.object {
      body["vectors"] = .object(
        PointSpace.isUnnamed(vectors)
          ? enabled(vectors) : PayloadObject(vectors.map { ($0, $1.object.map(enabled) ?? $1) }))
    }
    // A server wants to be told that there are none.
    body["vectors"] = body["vectors"] ?? .object([:])
    var metadata = body["metadata"]?.object ?? PayloadObject()
    metadata[LiveConfig.metadataKey] = .object([
      "owner": .string(lock.owner), "lock": .string(lock.id),
    ])
    body["metadata"] = .object(metadata)
    return (body, later.isEmpty ? nil : ["params": .object(later)])
  }

  private static func enabled(_ vector: PayloadObject) -> PayloadObject {
    vector["quantization_config"]?.text == "Disabled" ? vector.without("quantization_config") : vector
  }

  private static func enabled(_ vector: PayloadObject) -> PayloadValue {
    .object(enabled(vector) as PayloadObject)
  }

  /// The body of a change, from declared keys. What is fixed must be as it is, and is left out.
  static func body(
    _ changes: PayloadObject, of collection: String, live: PayloadObject
  ) throws(Refusal) -> PayloadObject {
    guard changes["payload_indexes"] == nil else {
      throw refused("payload_indexes", collection, "they are created and dropped one by one")
    }
    var body = PayloadObject()
    var inParameters = PayloadObject()
    for (key, change) in changes where change != .null {
      switch key {
      case "shard_number", "sharding_method", "wal_config":
        try expect(change, live[key], at: key, collection)
      case "vectors": body[key] = try vectors(change, live[key]?.object, collection)
      case "sparse_vectors": body[key] = try sparseVectors(change, live[key]?.object, collection)
      case _ where parameters.contains(key): inParameters[key] = change
      // A null in metadata removes a key, so it must arrive.
      case "metadata": body[key] = change
      default: body[key] = change.object.map { .object($0.withoutNulls) } ?? change
      }
    }
    if !inParameters.isEmpty { body["params"] = .object(inParameters.withoutNulls) }
    return body
  }

  private static let fixedOfVectors = ["size", "distance", "datatype", "multivector_config"]

  /// In a change every vector has a name, the unnamed one an empty one.
  private static func vectors(
    _ change: PayloadValue, _ live: PayloadObject?, _ collection: String
  ) throws(Refusal) -> PayloadValue? {
    guard let change = change.object, let live else { return nil }
    let isUnnamed = PointSpace.isUnnamed(live)
    var body = PayloadObject()
    for (name, value) in isUnnamed ? ["": .object(change)] : change {
      let path = isUnnamed ? "vectors" : "vectors.\(name)"
      guard var inner = value.object else {
        throw refused(path, collection, "vectors with and without names do not mix")
      }
      guard let present = isUnnamed ? live : live[name]?.object else {
        throw refused(path, collection, "there is no such vector")
      }
      for key in fixedOfVectors {
        guard let wanted = inner[key] else { continue }
        try expect(wanted, present[key], at: "\(path).\(key)", collection)
        inner[key] = nil
      }
      inner = inner.withoutNulls
      if !inner.isEmpty { body[name] = .object(inner) }
    }
    return body.isEmpty ? nil : .object(body)
  }

  private static func sparseVectors(
    _ change: PayloadValue, _ live: PayloadObject?, _ collection: String
  ) throws(Refusal) -> PayloadValue? {
    guard let change = change.object else { return nil }
    for (name, value) in change {
      let path = "sparse_vectors.\(name)"
      guard let present = live?[name]?.object else {
        throw refused(path, collection, "there is no such vector")
      }
      if let datatype = value.object?["index"]?.object?["datatype"] {
        try expect(
          datatype, present["index"]?.object?["datatype"], at: "\(path).index.datatype", collection)
      }
    }
    return .object(change.withoutNulls)
  }

  private static func expect(
    _ wanted: PayloadValue, _ live: PayloadValue?, at path: String, _ collection: String
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
    throw refused(path, collection, "every point would have to be written again")
  }

  private static func refused(_ path: String, _ collection: String, _ reason: String) -> Refusal {
    Refusal(
      .cannotChange, "\(path) of collection \(collection) cannot change in place: \(reason)",
      hint: "replace the collection by a new generation")
  }
}
