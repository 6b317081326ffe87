internal import Wire

/// Writes the definition of the language as JSON Schema 2020-12.
struct SchemaWriter {
  /// Manifests refuse `${`; connections expand it.
  private let allowsVariables: Bool
  private(set) var definitions: [JSON.Member] = []

  static func schema() -> JSON {
    var manifest = SchemaWriter(allowsVariables: false)
    let collection = manifest.schema(.object(ManifestShape.shape))
    var connections = SchemaWriter(allowsVariables: true)
    let operators = connections.schema(.object(ConnectionsShape.shape))
    let isConnections: JSON = [
      "properties": ["kind": ["const": .string(ConnectionsShape.kind)]], "required": ["kind"],
    ]
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": .string(Language.schemaID),
      "title": "Plumb manifests and connections",
      "description": "One document of a manifest file, or the operator's connections file.",
      "type": "object", "if": isConnections, "then": operators, "else": collection,
      "$defs": .object(manifest.definitions + connections.definitions),
    ]
  }

  private init(allowsVariables: Bool) {
    self.allowsVariables = allowsVariables
  }

  /// Mappings with known keys become definitions of their own, so that each is written once.
  private mutating func schema(_ shape: Shape) -> JSON {
    switch shape {
    case .object(let object): return reference(object)
    case .map(let dictionary): return schema(dictionary)
    case .list(let list): return schema(list)
    case .text(let text): return schema(text)
    case .integer(let range): return Self.schema(range)
    case .number(let range): return Self.schema(range)
    case .boolean: return ["type": "boolean"]
    case .yes: return ["const": true]
    case .null: return ["type": "null"]
    case .anything: return .object([])
    case .either(let shapes): return ["anyOf": .array(shapes.map { schema($0) })]
    case .having(let keys, let object, let dictionary):
      return [
        "type": "object",
        "if": ["anyOf": .array(keys.map { ["required": [.string($0)]] })],
        "then": reference(object), "else": schema(dictionary),
      ]
    }
  }

  private mutating func reference(_ object: ObjectShape) -> JSON {
    if !definitions.contains(where: { $0.key == object.title }) {
      let place = definitions.count
      definitions.append(JSON.Member(object.title, .null))
      definitions[place] = JSON.Member(object.title, schema(object))
    }
    return ["$ref": .string("#/$defs/\(object.title)")]
  }

  private mutating func schema(_ object: ObjectShape) -> JSON {
    var members = [
      JSON.Member("title", .string(object.title)),
      JSON.Member("description", .string(object.summary)),
      JSON.Member("type", "object"), JSON.Member("additionalProperties", false),
    ]
    let required = object.fields.filter(\.isRequired).map { JSON.string($0.name) }
    if !required.isEmpty { members.append(JSON.Member("required", .array(required))) }
    members.append(
      JSON.Member("properties", .object(object.fields.map { JSON.Member($0.name, schema($0)) })))
    let constraints = object.constraints.map { SchemaWriter.schema($0) }
    if !constraints.isEmpty { members.append(JSON.Member("allOf", .array(constraints))) }
    return .object(members)
  }

  private mutating func schema(_ field: Field) -> JSON {
    guard case .object(var members) = schema(field.shape) else { return .null }
    let since = field.since.map { " Needs Qdrant \($0) or later." } ?? ""
    members.append(JSON.Member("description", .string(field.summary + since)))
    if let value = field.defaultValue { members.append(JSON.Member("default", value)) }
    if let value = field.example { members.append(JSON.Member("examples", [value])) }
    return .object(members)
  }

  private mutating func schema(_ dictionary: DictionaryShape) -> JSON {
    var members = [
      JSON.Member("type", "object"),
      JSON.Member("propertyNames", ["pattern": .string(dictionary.keys.regex)]),
      JSON.Member("additionalProperties", schema(dictionary.values)),
    ]
    if dictionary.minimum > 0 {
      members.append(JSON.Member("minProperties", JSON(dictionary.minimum)))
    }
    return .object(members)
  }

  private mutating func schema(_ list: ListShape) -> JSON {
    var members = [JSON.Member("type", "array"), JSON.Member("items", schema(list.element))]
    if list.minimum > 0 { members.append(JSON.Member("minItems", JSON(list.minimum))) }
    if list.isUnique { members.append(JSON.Member("uniqueItems", true)) }
    return .object(members)
  }

  private func schema(_ text: TextShape) -> JSON {
    switch text.form {
    case .free: return ["type": "string"]
    case .words(let words):
      return words.count == 1
        ? ["const": .string(words[0])]
        : ["type": "string", "enum": .array(words.map { .string($0) })]
    case .pattern(let pattern):
      var members = [JSON.Member("type", "string"), JSON.Member("pattern", .string(pattern.regex))]
      if !allowsVariables { members.append(JSON.Member("not", ["pattern": "\\$\\{"])) }
      return .object(members)
    }
  }

  private static func schema(_ range: ClosedRange<Int64>) -> JSON {
    // The largest integer of 64 bits is no limit worth showing, and readers round it.
    range.upperBound == .max
      ? ["type": "integer", "minimum": .int(range.lowerBound)]
      : ["type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)]
  }

  private static func schema(_ range: NumberRange) -> JSON {
    let lowest = range.isOpenBelow ? "exclusiveMinimum" : "minimum"
    return .object([
      JSON.Member("type", "number"), JSON.Member(lowest, .double(range.lowest)),
      JSON.Member("maximum", .double(range.highest)),
    ])
  }
}
