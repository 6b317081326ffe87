/// How the values of a field are put together.
indirect enum FieldReader {
  case leaf(Int)
  /// Not there where the level is no higher.
  case optional(Int, FieldReader)
  case object([(String, FieldReader)])
  case list(definition: Int, repeats: Int, FieldReader)
  case map(definition: Int, repeats: Int, key: FieldReader, value: FieldReader)

  init(_ node: SchemaNode, _ places: [Int: Int]) {
    let content = FieldReader.content(of: node, places)
    switch node.repetition {
    case .required: self = content
    case .optional: self = .optional(node.definition - 1, content)
    case .repeated:
      self = .list(definition: node.definition - 1, repeats: node.repeats - 1, content)
    }
  }

  private static func content(of node: SchemaNode, _ places: [Int: Int]) -> FieldReader {
    if let leaf = node.leaf { return .leaf(places[leaf.number] ?? 0) }
    if let element = node.element {
      let inner = element.unwrapped
      // A field that stands for itself has no level of its own left.
      let isItself = inner.definition == element.definition && inner.name == element.name
      let reader = isItself ? content(of: element, places) : FieldReader(inner, places)
      return .list(definition: element.definition - 1, repeats: element.repeats - 1, reader)
    }
    if node.meaning == .map, node.children.count == 1, node.children[0].repetition == .repeated,
      node.children[0].children.count == 2
    {
      let pair = node.children[0]
      return .map(
        definition: pair.definition - 1, repeats: pair.repeats - 1,
        key: FieldReader(pair.children[0], places), value: FieldReader(pair.children[1], places))
    }
    return .object(node.children.map { ($0.name, FieldReader($0, places)) })
  }

  var columns: [Int] {
    switch self {
    case .leaf(let place): [place]
    case .optional(_, let inner), .list(_, _, let inner): inner.columns
    case .object(let fields): fields.flatMap(\.1.columns)
    case .map(_, _, let key, let value): key.columns + value.columns
    }
  }

  var firstColumn: Int {
    switch self {
    case .leaf(let place): place
    case .optional(_, let inner), .list(_, _, let inner): inner.firstColumn
    case .object(let fields): fields.first?.1.firstColumn ?? 0
    case .map(_, _, let key, _): key.firstColumn
    }
  }
}
