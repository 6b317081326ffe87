internal import Model

/// Compares declared payload indexes with the live ones. Any difference builds the index again: a
/// server drops an index whose parameters are others.
enum IndexComparison {
  /// `applied` are the fields that the last applied manifest declared: an index goes only if it is
  /// among them, so that one made by hand is never dropped.
  static func changes(
    _ declared: PayloadObject, live: PayloadObject, applied: [String]
  ) -> [IndexChange] {
    var changes: [IndexChange] = []
    for (field, schema) in declared {
      let before = live[field]
      if let before, agree(normalized(schema), normalized(before)) { continue }
      changes.append(IndexChange(field: field, before: before, after: schema))
    }
    for (field, schema) in live where declared[field] == nil && applied.contains(field) {
      changes.append(IndexChange(field: field, before: schema, after: nil))
    }
    return changes.sorted { $0.field.precedesInBytes($1.field) }
  }

  private static func agree(_ declared: PayloadObject, _ live: PayloadObject) -> Bool {
    declared.allSatisfy { key, value in
      if let present = Spellings.live(key, value, in: live) {
        return value.equalsAsSetting(present)
      }
      return isStandard(value, key)
    }
  }

  /// "keyword" is short for { type: keyword }, and a language for a list of one.
  private static func normalized(_ schema: PayloadValue) -> PayloadObject {
    guard case .object(var object) = schema else { return ["type": schema] }
    if case .string = object["stopwords"], let language = object["stopwords"] {
      object["stopwords"] = .object(["languages": .list([language])])
    }
    return object
  }

  static func isStandard(_ value: PayloadValue, _ key: String) -> Bool { value == standard(key) }

  /// What a server takes for a parameter that was not given.
  private static func standard(_ key: String) -> PayloadValue? {
    switch key {
    case "lookup", "range", "lowercase", "enable_hnsw": .bool(true)
    case "is_tenant", "is_principal", "prefix", "phrase_matching", "ascii_folding", "on_disk":
      .bool(false)
    case "tokenizer": .string("word")
    case "memory": .string("pinned")
    default: nil
    }
  }
}
