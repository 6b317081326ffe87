public import Model

/// What is worth saying of a live configuration: everything that differs from what a server takes
/// when nothing is said.
public enum NotableConfig {
  /// The keys that a manifest has words for, without the usual values. `unknown` are paths of keys
  /// for which there are none.
  public static func of(_ config: PayloadObject) -> (declared: PayloadObject, unknown: [String]) {
    var unknown: [String] = []
    var declared = PayloadObject()
    for (key, value) in config {
      if let kept = notable(value, at: [key], &unknown) { declared[key] = kept }
    }
    return (declared, unknown)
  }

  /// An index as short as it can be said: its type alone where nothing else is unusual.
  public static func index(
    _ schema: PayloadValue, of field: String, _ unknown: inout [String]
  ) -> PayloadValue {
    guard case .object(let object) = schema else { return schema }
    var kept = PayloadObject()
    for (key, value) in object where value != .null {
      if Knobs.knob(at: ["payload_indexes", field, key]) == nil {
        unknown.append("payload_indexes.\(field).\(key)")
      } else if !IndexComparison.isStandard(value, key) {
        kept[key] = value
      }
    }
    return kept.count == 1 ? kept["type"] ?? .object(kept) : .object(kept)
  }

  private static func notable(
    _ value: PayloadValue, at path: [String], _ unknown: inout [String]
  ) -> PayloadValue? {
    guard value != .null else { return nil }
    // What people write under `metadata` is theirs, except for what is Plumb's own.
    if path.first == "metadata", path.count > 1 {
      return path[1].hasPrefix("_plumb") ? nil : value
    }
    guard isKnown(path) else {
      unknown.append(path.joined(separator: "."))
      return nil
    }
    if isUsual(value, at: path) { return nil }
    guard case .object(let object) = value else { return value }
    var kept = PayloadObject()
    for (key, inner) in object {
      if let inner = notable(inner, at: path + [key], &unknown) { kept[key] = inner }
    }
    return kept.isEmpty && !staysEmpty(path) ? nil : .object(kept)
  }

  private static func isKnown(_ path: [String]) -> Bool {
    if Knobs.knob(at: path) != nil { return true }
    // Names that the author chose.
    return path.count == 2 && ["vectors", "sparse_vectors"].contains(path[0])
  }

  /// Mappings that mean something without any key.
  private static func staysEmpty(_ path: [String]) -> Bool {
    (path.count == 2 && path[0] == "sparse_vectors")
      || (path.count > 1 && path[path.count - 2] == "quantization_config")
  }

  private static let usual: [String: PayloadObject] = [
    "": [
      "shard_number": .int(1), "replication_factor": .int(1), "write_consistency_factor": .int(1),
      "on_disk_payload": .bool(true), "sharding_method": .string("auto"),
    ],
    "hnsw_config": [
      "m": .int(16), "ef_construct": .int(100), "full_scan_threshold": .int(10000),
      "max_indexing_threads": .int(0), "on_disk": .bool(false),
    ],
    "optimizers_config": [
      "deleted_threshold": .double(0.2), "vacuum_min_vector_number": .int(1000),
      "default_segment_number": .int(0), "flush_interval_sec": .int(5),
      "prevent_unoptimized": .bool(false),
    ],
    "wal_config": [
      "wal_capacity_mb": .int(32), "wal_segments_ahead": .int(0), "wal_retain_closed": .int(1),
    ],
    "strict_mode_config": ["enabled": .bool(false)],
  ]

  private static func isUsual(_ value: PayloadValue, at path: [String]) -> Bool {
    guard let key = path.last else { return false }
    let section = path.dropLast().joined(separator: ".")
    // A server may be told to begin indexing elsewhere, and says one of these two then.
    if section == "optimizers_config", key == "indexing_threshold" {
      return value == .int(10000) || value == .int(20000)
    }
    if let standard = usual[section]?[key] { return standard.equalsAsSetting(value) }
    if key == "quantization_config" { return value == .string("Disabled") }
    if key == "datatype" { return value == .string("float32") }
    return key == "modifier" && value == .string("none")
  }
}
