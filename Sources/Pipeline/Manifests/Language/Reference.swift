internal import Wire

/// The reference of every key, as markdown.
struct Reference {
  private var text = ""
  private var written: [String] = []

  static func markdown() -> String {
    var reference = Reference()
    reference.add(ManifestShape.shape)
    reference.add(ConnectionsShape.shape)
    return reference.text
  }

  private mutating func add(_ object: ObjectShape) {
    guard !written.contains(object.title) else { return }
    written.append(object.title)
    text += "\n## \(object.title)\n\n\(object.summary)\n\n"
    text += "| key | value | default | meaning |\n|---|---|---|---|\n"
    for field in object.fields { text += row(field) }
    for constraint in object.constraints { text += "\n* \(constraint.message)" }
    if !object.constraints.isEmpty { text += "\n" }
    for field in object.fields { for inner in field.shape.objects { add(inner) } }
  }

  private func row(_ field: Field) -> String {
    let fallback =
      field.defaultValue.map { "`\(Quote.flow($0))`" } ?? (field.isRequired ? "**required**" : "")
    let since = field.since.map { " Qdrant \($0) or later." } ?? ""
    let example = field.example.map { " E.g. `\(Quote.flow($0))`." } ?? ""
    return
      "| `\(field.name)` | \(field.shape.described) | \(fallback) | \(field.summary)\(since)\(example) |\n"
  }
}

extension Shape {
  /// The mappings right inside.
  fileprivate var objects: [ObjectShape] {
    switch self {
    case .object(let object), .having(_, let object, _): [object]
    case .map(let dictionary): dictionary.values.objects
    case .list(let list): list.element.objects
    case .either(let shapes): shapes.flatMap(\.objects)
    case .text, .integer, .number, .boolean, .yes, .null, .anything: []
    }
  }

  fileprivate var described: String {
    switch self {
    case .object(let object): "[\(object.title)](#\(object.title.lowercased()))"
    case .map(let dictionary): "\(dictionary.noun) to \(dictionary.values.described)"
    case .list(let list): "list of \(list.element.described)"
    case .having(_, let object, let dictionary):
      "\(Shape.object(object).described), or \(dictionary.noun) to it"
    case .text(let text):
      if case .words(let words) = text.form {
        words.map { "`\($0)`" }.joined(separator: ", ")
      } else {
        "text"
      }
    case .integer(let range): "whole number \(Checker.limits(range))"
    case .number(let range):
      "number \(range.isOpenBelow ? "above" : "from") \(range.lowest) to \(range.highest)"
    case .either(let shapes): shapes.map(\.described).joined(separator: ", or ")
    case .boolean, .yes, .null, .anything: noun
    }
  }
}

extension Language {
  /// Every key with its values, default and meaning, as markdown.
  public static func reference() -> String { Reference.markdown() }
}
