internal import Model

/// What a manifest declares, as the bodies of requests that create or change a collection.
enum CollectionChange {
  /// Settings that a server takes only from a change.
  private static let onlyChanged = ["read_fan_out_factor", "read_fan_out_delay_ms"]
  /// Settings that a change has under `params`.
  static let parameters =
    ["replication_factor", "write_consistency_factor", "on_disk_payload", "payload"] + onlyChanged

  /// The body of a creation, and of a change that has to follow it. By its token a creation knows a
  /// collection that it made itself, when the reply was lost.
  static func creation(_ declared: PayloadObject, owner: String, token: String)
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
      "owner": .string(owner), "token": .string(token),
    ])
    body["metadata"] = .object(metadata)
    return (body, later.isEmpty ? nil : ["params": .object(later)])
  }

  private static func enabled(_ vector: PayloadObject) -> PayloadObject {
    vector["quantization_config"]?.text == "Disabled"
      ? vector.without("quantization_config") : vector
  }

  private static func enabled(_ vector: PayloadObject) -> PayloadValue {
    .object(enabled(vector) as PayloadObject)
  }
}
