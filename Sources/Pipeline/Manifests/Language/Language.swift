internal import Model
internal import Wire

/// The manifest language as others need it: for editors, for the formatter, for the documentation.
public enum Language {
  public static let schemaID = "urn:plumb:schema:v1"

  static let manifestHomes = KeyHomes(ManifestShape.shape)
  static let connectionsHomes = KeyHomes(ConnectionsShape.shape)

  /// The JSON Schema (2020-12) of both kinds of documents, with a line break at its end.
  public static func jsonSchema() -> String {
    JSONWriter.text(SchemaWriter.schema(), .pretty) + "\n"
  }

  /// The keys of the mapping at a way from the top, in the order in which they are best read; none
  /// where the writer chooses the keys. A number or a chosen key in the way may be any text.
  ///
  /// A document that does not say of which kind it is counts as a manifest.
  public static func keyOrder(_ way: [String], kind: String = "Collection") -> [String] {
    let root = kind == ConnectionsShape.kind ? ConnectionsShape.shape : ManifestShape.shape
    var shapes: [Shape] = [.object(root)]
    for part in way { shapes = shapes.flatMap { $0.inner(part) } }
    return shapes.first { !$0.keys.isEmpty }?.keys ?? []
  }
}

extension Shape {
  /// What may stand under a key or at an index.
  fileprivate func inner(_ part: String) -> [Shape] {
    switch self {
    case .object(let object): object.field(part).map { [$0.shape] } ?? []
    case .map(let dictionary): [dictionary.values]
    case .list(let list): [list.element]
    case .either(let shapes): shapes.flatMap { $0.inner(part) }
    case .having(_, let object, let dictionary):
      object.field(part).map { [$0.shape] } ?? [dictionary.values]
    case .text, .integer, .number, .boolean, .yes, .null, .anything: []
    }
  }

  fileprivate var keys: [String] {
    switch self {
    case .object(let object), .having(_, let object, _): object.fields.map(\.name)
    case .either(let shapes): shapes.first { !$0.keys.isEmpty }?.keys ?? []
    case .map, .list, .text, .integer, .number, .boolean, .yes, .null, .anything: []
    }
  }
}
