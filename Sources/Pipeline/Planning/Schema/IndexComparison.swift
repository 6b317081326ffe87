internal import Model

/// Compares declared payload indexes with the live ones.
enum IndexComparison {
  /// `applied` are the fields that the last applied manifest declared: an index goes only if it is
  /// among them, so that one made by hand is never dropped.
  static func changes(
    _ declared: PayloadObject, live: PayloadObject, applied: [String]
  ) -> [IndexChange] {
    var changes: [IndexChange] = []
    for (field, schema) in declared {
      let before = live[field]
      if let before, normalized(schema).equalsAsSetting(normalized(before)) { continue }
      changes.append(IndexChange(field: field, before: before, after: schema))
    }
    for (field, schema) in live where declared[field] == nil && applied.contains(field) {
      changes.append(IndexChange(field: field, before: schema, after: nil))
    }
    return changes.sorted { $0.field.precedesInBytes($1.field) }
  }

  /// "keyword" is short for { type: keyword }.
  private static func normalized(_ schema: PayloadValue) -> PayloadValue {
    if case .string = schema { return .object(["type": schema]) }
    return schema
  }
}
