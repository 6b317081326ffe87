internal import Model

/// Declared keys merged into a stored configuration, as Qdrant merges them: a key that is absent or
/// null keeps its value, and what cannot change in place is refused.
enum ConfigChange {
  static func merged(
    _ changes: PayloadObject, into config: PayloadObject, of collection: String
  ) throws -> PayloadObject {
    let merging = Merging(collection: collection)
    guard changes["payload_indexes"] == nil else {
      throw merging.refused("payload_indexes", "they are created and dropped one by one")
    }
    return try merging.object(changes, into: config, at: [])
  }

  /// Read from a stored configuration where a key is not declared.
  private static func standard(_ key: String) -> PayloadValue? {
    switch key {
    case "datatype": .string("float32")
    case "shard_number": .int(1)
    case "sharding_method": .string("auto")
    default: nil
    }
  }

  /// Keys that make another collection.
  private static let fixed: [String: Set<String>] = [
    "": ["shard_number", "sharding_method", "wal_config"],
    "vectors": ["size", "distance", "datatype", "multivector_config"],
    "sparse_vectors": ["datatype"],
  ]

  private struct Merging {
    let collection: String

    func refused(_ path: String, _ reason: String) -> Refusal {
      Refusal(
        .cannotChange, "\(path) of collection \(collection) cannot change in place: \(reason)",
        hint: "replace the collection by a new generation")
    }

    func object(
      _ changes: PayloadObject, into config: PayloadObject, at path: [String]
    ) throws -> PayloadObject {
      if path == ["vectors"] { try checkNaming(changes, config) }
      var result = config
      for (key, change) in changes {
        let place = path + [key]
        if let merged = try value(change, over: config[key], at: place) {
          result[key] = merged
        } else if path == ["metadata"] || path == ["vectors"] || path == ["sparse_vectors"] {
          result[key] = nil
        }
      }
      return result
    }

    /// Nil: what is there stays.
    private func value(
      _ change: PayloadValue, over old: PayloadValue?, at path: [String]
    ) throws -> PayloadValue? {
      guard change != .null else { return nil }
      if isFixed(path) {
        guard (old ?? ConfigChange.standard(path.last ?? "")) == change else {
          throw refused(path.joined(separator: "."), "every point would have to be written again")
        }
        return change
      }
      guard case .object(let inner) = change, !isWhole(path) else { return change }
      guard case .object(let before) = old else {
        // Of a new part, such as another named vector, only what says something is kept.
        return .object(PayloadObject(inner.filter { $0.1 != .null }.map { ($0.0, $0.1) }))
      }
      return .object(try object(inner, into: before, at: path))
    }

    /// One kind of quantization takes the place of another; their keys never mix.
    private func isWhole(_ path: [String]) -> Bool { path.last == "quantization_config" }

    private func isFixed(_ path: [String]) -> Bool {
      guard let last = path.last else { return false }
      let section = path.count == 1 ? "" : path[0]
      return ConfigChange.fixed[section]?.contains(last) ?? false
    }

    /// A vector without a name cannot become a named one, nor back.
    private func checkNaming(_ changes: PayloadObject, _ config: PayloadObject) throws {
      let isUnnamed = CollectionShape.isUnnamed(config)
      let parts: Set<String> = ["hnsw_config", "quantization_config", "multivector_config"]
      for (key, value) in changes where value != .null {
        let isObject = if case .object = value { true } else { false }
        guard isUnnamed ? !isObject || parts.contains(key) : isObject else {
          throw refused("vectors.\(key)", "vectors with and without names do not mix")
        }
      }
    }
  }
}
