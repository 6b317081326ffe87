internal import Model

/// Which server a declared setting needs. An older one would not refuse it: it would not see it.
enum VersionNeeds {
  /// "*" stands for one name. With a value, only that value needs the version.
  private static let table: [(path: String, value: String?, since: ServerVersion)] = [
    ("vectors.datatype", "turbo4", ServerVersion(1, 18, 2)),
    ("vectors.*.datatype", "turbo4", ServerVersion(1, 18, 2)),
    ("strict_mode_config", nil, ServerVersion(1, 13)),
    ("strict_mode_config.max_points_count", nil, ServerVersion(1, 14)),
    ("strict_mode_config.multivector_config", nil, ServerVersion(1, 14)),
    ("strict_mode_config.sparse_config", nil, ServerVersion(1, 14)),
    ("strict_mode_config.max_payload_index_count", nil, ServerVersion(1, 16)),
    ("strict_mode_config.search_max_batchsize", nil, ServerVersion(1, 18)),
    ("strict_mode_config.max_resident_memory_percent", nil, ServerVersion(1, 18)),
    ("metadata", nil, ServerVersion(1, 16)),
    ("wal_config.wal_retain_closed", nil, ServerVersion(1, 16)),
    ("read_fan_out_delay_ms", nil, ServerVersion(1, 17)),
    ("optimizers_config.prevent_unoptimized", nil, ServerVersion(1, 17)),
    ("payload", nil, ServerVersion(1, 19)),
    ("payload_indexes.*.phrase_matching", nil, ServerVersion(1, 15)),
    ("payload_indexes.*.stopwords", nil, ServerVersion(1, 15)),
    ("payload_indexes.*.stemmer", nil, ServerVersion(1, 15)),
    ("payload_indexes.*.ascii_folding", nil, ServerVersion(1, 16)),
    ("payload_indexes.*.enable_hnsw", nil, ServerVersion(1, 17)),
    ("payload_indexes.*.prefix", nil, ServerVersion(1, 19)),
    ("payload_indexes.*.memory", nil, ServerVersion(1, 19)),
    ("sparse_vectors.*.index.memory", nil, ServerVersion(1, 19)),
    ("vectors.memory", nil, ServerVersion(1, 19)), ("vectors.*.memory", nil, ServerVersion(1, 19)),
  ]

  /// Inside these, wherever they are: for the collection, for its one vector, for a named one.
  private static let inside: [(section: String, path: String, since: ServerVersion)] = [
    ("hnsw_config", "inline_storage", ServerVersion(1, 16)),
    ("hnsw_config", "memory", ServerVersion(1, 19)),
    ("quantization_config", "binary.encoding", ServerVersion(1, 15)),
    ("quantization_config", "binary.query_encoding", ServerVersion(1, 15)),
    ("quantization_config", "turbo", ServerVersion(1, 18)),
    ("quantization_config", "*.memory", ServerVersion(1, 19)),
  ]

  /// Throws for the first setting that needs a newer server than this one.
  static func check(_ declared: PayloadObject, _ version: ServerVersion) throws(Refusal) {
    for (path, value, since) in all where version < since {
      guard let found = find(path[...], in: .object(declared)) else { continue }
      if let value, found.value.text != value { continue }
      throw Refusal(
        .tooOld, "\(found.path) needs Qdrant \(since) or newer, and the server is \(version)",
        hint: "upgrade the server, or take the setting out of the manifest")
    }
  }

  private static let all: [([String], String?, ServerVersion)] =
    table.map { ($0.path.split(separator: ".").map(String.init), $0.value, $0.since) }
    + inside.flatMap { entry in
      ["", "vectors.", "vectors.*."].map { place in
        let path = "\(place)\(entry.section).\(entry.path)"
        return (path.split(separator: ".").map(String.init), nil, entry.since)
      }
    }

  private static func find(_ path: ArraySlice<String>, in value: PayloadValue)
    -> (path: String, value: PayloadValue)?
  {
    guard let key = path.first else { return value == .null ? nil : ("", value) }
    guard let object = value.object else { return nil }
    for (name, inner) in object where key == "*" || key == name {
      guard let found = find(path.dropFirst(), in: inner) else { continue }
      return (found.path.isEmpty ? name : "\(name).\(found.path)", found.value)
    }
    return nil
  }
}
