internal import Model

/// What changing a key of the configuration takes, by its path.
enum Mutability {
  /// Paths that no server changes in place. "*" stands for one name.
  private static let fixed: [[String]] = [
    ["vectors", "size"], ["vectors", "distance"], ["vectors", "datatype"],
    ["vectors", "multivector_config"],
    ["vectors", "*", "size"], ["vectors", "*", "distance"], ["vectors", "*", "datatype"],
    ["vectors", "*", "multivector_config"],
    ["sparse_vectors", "*", "modifier"], ["sparse_vectors", "*", "index", "datatype"],
    ["shard_number"], ["sharding_method"], ["wal_config"],
  ]

  /// Changed at once, with the work of building indexes again in the background.
  private static let rebuilding: [[String]] = [
    ["hnsw_config", "m"], ["hnsw_config", "ef_construct"], ["hnsw_config", "payload_m"],
    ["quantization_config"],
    ["vectors", "hnsw_config", "m"], ["vectors", "hnsw_config", "ef_construct"],
    ["vectors", "hnsw_config", "payload_m"], ["vectors", "quantization_config"],
    ["vectors", "*", "hnsw_config", "m"], ["vectors", "*", "hnsw_config", "ef_construct"],
    ["vectors", "*", "hnsw_config", "payload_m"], ["vectors", "*", "quantization_config"],
  ]

  static func effect(of path: [String]) -> SchemaChange.Effect {
    if fixed.contains(where: { covers($0, path) }) { return .replace }
    if rebuilding.contains(where: { covers($0, path) }) { return .rebuild }
    return .inPlace
  }

  private static func covers(_ pattern: [String], _ path: [String]) -> Bool {
    path.count >= pattern.count
      && zip(pattern, path).allSatisfy { $0 == "*" || $0 == $1 }
  }
}
