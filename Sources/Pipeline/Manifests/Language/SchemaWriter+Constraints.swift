internal import Wire

extension SchemaWriter {
  static func schema(_ constraint: Constraint) -> JSON {
    switch constraint.rule {
    case .exactlyOne(let keys): ["oneOf": .array(keys.map(needs))]
    case .atLeastOne(let keys): ["anyOf": .array(keys.map(needs))]
    case .requires(let keys, let condition):
      ["if": schema(condition), "then": ["required": .array(keys.map { .string($0) })]]
    case .forbids(let keys, let condition):
      ["if": schema(condition), "then": ["not": ["anyOf": .array(keys.map(needs))]]]
    }
  }

  private static func needs(_ key: String) -> JSON { ["required": [.string(key)]] }

  private static func schema(_ condition: Condition) -> JSON {
    switch condition {
    case .has(let key): needs(key)
    case .isOne(let key, let words):
      has(key, ["enum": .array(words.map { .string($0) })])
    case .isTrue(let key): has(key, ["const": true])
    case .holds(let key, let inner):
      has(key, ["type": "object", "required": [.string(inner)]])
    case .not(let condition): ["not": schema(condition)]
    case .any(let conditions): ["anyOf": .array(conditions.map(schema))]
    }
  }

  private static func has(_ key: String, _ value: JSON) -> JSON {
    .object([
      JSON.Member("properties", .object([JSON.Member(key, value)])),
      JSON.Member("required", [.string(key)]),
    ])
  }
}
