internal import Model

/// Settings that are written in two ways, and settings that hold although nobody wrote them.
///
/// Newer servers say `memory` where older ones say `on_disk` or `always_ram`; whichever a manifest
/// uses, it must not differ from the other spelling of the same thing.
enum Spellings {
  private static let older: Set<String> = ["on_disk", "always_ram"]

  /// What is live for a declared key of an object, in the words of the declaration.
  static func live(_ key: String, _ declared: PayloadValue, in live: PayloadObject)
    -> PayloadValue?
  {
    if key == "memory", live["memory"] == nil {
      for old in older {
        if let value = live[old], means(value, old, declared) { return declared }
        if let value = live[old] { return value }
      }
    }
    if older.contains(key), let memory = live["memory"] {
      return means(declared, key, memory) ? declared : memory
    }
    return live[key] ?? standard(key).flatMap { $0 == declared ? declared : nil }
  }

  /// Whether a value of the older key says the same as this placement. What is not on disk, or always
  /// in memory, is cached or pinned as the component has it.
  static func means(_ value: PayloadValue, _ key: String, _ memory: PayloadValue) -> Bool {
    switch (key, value, memory) {
    case ("always_ram", .bool(let always), .string(let word)): always == (word == "pinned")
    case (_, .bool(let onDisk), .string(let word)): onDisk == (word == "cold")
    default: false
    }
  }

  /// What a server takes where nothing was said and nothing is shown.
  static func standard(_ key: String) -> PayloadValue? {
    switch key {
    case "datatype": .string("float32")
    case "modifier": .string("none")
    case "quantization_config": .string("Disabled")
    case "sharding_method": .string("auto")
    case "shard_number", "replication_factor", "write_consistency_factor": .int(1)
    case "enabled", "inline_storage", "prevent_unoptimized": .bool(false)
    default: nil
    }
  }

  /// The placement of payloads has its two spellings at two places.
  static func aligned(_ live: PayloadObject, with declared: PayloadObject) -> PayloadObject {
    var result = live
    if case .object(let wanted) = declared["payload"], let memory = wanted["memory"],
      live["payload"] == nil, let onDisk = live["on_disk_payload"],
      means(onDisk, "on_disk", memory)
    {
      result["payload"] = .object(["memory": memory])
    }
    if let onDisk = declared["on_disk_payload"], case .object(let kept) = live["payload"],
      let memory = kept["memory"], means(onDisk, "on_disk", memory)
    {
      result["on_disk_payload"] = onDisk
    }
    return result
  }
}
