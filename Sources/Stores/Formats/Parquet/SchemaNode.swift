internal import StoreBytes

/// One field of a table, with the levels by which its values are told apart.
struct SchemaNode: Sendable {
  let name: String
  let repetition: SchemaElement.Repetition
  let meaning: SchemaElement.Meaning
  /// How many optional or repeated fields there are from the root to here, and how many repeated ones.
  let definition: Int
  let repeats: Int
  let content: Content

  indirect enum Content: Sendable {
    case leaf(LeafColumn)
    case group([SchemaNode])
  }

  var children: [SchemaNode] { if case .group(let nodes) = content { nodes } else { [] } }
  var leaf: LeafColumn? { if case .leaf(let leaf) = content { leaf } else { nil } }
  var leaves: [LeafColumn] { leaf.map { [$0] } ?? children.flatMap(\.leaves) }
}

/// A column of values.
struct LeafColumn: Sendable {
  /// Its place among the columns of every group of rows.
  let number: Int
  let type: SchemaElement.PhysicalType
  let length: Int
  let meaning: SchemaElement.Meaning
  let definition: Int
  let repeats: Int
  let path: [String]

  var name: String { path.joined(separator: ".") }

  /// Whether its values can be parts of a vector.
  var isFloating: Bool { type == .float || type == .double || meaning == .half }
}

/// Makes the tree out of the list that a file has.
struct SchemaTree {
  private static let depthLimit = 60

  private let elements: [SchemaElement]
  private let path: String
  private var next = 0
  private var leaves = 0

  /// The fields at the top of a row.
  static func fields(_ elements: [SchemaElement], in path: String) throws(FormatError)
    -> [SchemaNode]
  {
    var tree = SchemaTree(elements: elements, path: path)
    guard let root = elements.first, root.type == nil else {
      throw tree.failure("it has no root")
    }
    tree.next = 1
    let fields = try tree.children(of: root, [], 0, 0)
    guard tree.next == elements.count, !fields.isEmpty else {
      throw tree.failure("its fields do not form one tree")
    }
    return fields
  }

  private init(elements: [SchemaElement], path: String) {
    self.elements = elements
    self.path = path
  }

  private mutating func children(
    of element: SchemaElement, _ names: [String], _ definition: Int, _ repeats: Int
  ) throws(FormatError) -> [SchemaNode] {
    guard element.children >= 0, element.children <= elements.count - next else {
      throw failure("\"\(element.name)\" announces \(element.children) fields")
    }
    var nodes: [SchemaNode] = []
    for _ in 0..<element.children { nodes.append(try node(names, definition, repeats)) }
    return nodes
  }

  private mutating func node(_ names: [String], _ definition: Int, _ repeats: Int)
    throws(FormatError) -> SchemaNode
  {
    guard next < elements.count else { throw failure("a field is missing") }
    guard names.count < SchemaTree.depthLimit else { throw failure("it is nested too deep") }
    let element = elements[next]
    next += 1
    let names = names + [element.name]
    let definition = definition + (element.repetition == .required ? 0 : 1)
    let repeats = repeats + (element.repetition == .repeated ? 1 : 0)
    let content: SchemaNode.Content
    if let type = element.type {
      guard type != .fixed || (1...(1 << 20)).contains(element.length) else {
        throw failure("\"\(element.name)\" has values of \(element.length) bytes")
      }
      content = .leaf(
        LeafColumn(
          number: leaves, type: type, length: element.length, meaning: element.meaning,
          definition: definition, repeats: repeats, path: names))
      leaves += 1
    } else {
      content = .group(try children(of: element, names, definition, repeats))
    }
    return SchemaNode(
      name: element.name, repetition: element.repetition, meaning: element.meaning,
      definition: definition, repeats: repeats, content: content)
  }

  private func failure(_ message: String) -> FormatError {
    FormatError(.corrupt, path, "the schema of the table is damaged: \(message)")
  }
}

extension SchemaNode {
  /// The elements of a list, in the layout of three levels and in the older ones.
  var element: SchemaNode? {
    if repetition == .repeated { return nil }
    guard meaning == .list, children.count == 1, children[0].repetition == .repeated else {
      return nil
    }
    return children[0]
  }

  /// What a repeated field inside a list stands for: the one field in it, or itself.
  var unwrapped: SchemaNode {
    guard children.count == 1, name != "array", !name.hasSuffix("_tuple") else { return self }
    return children[0]
  }

  /// The column of the numbers, where the field is one list of numbers that can be a vector.
  var vectorLeaf: LeafColumn? {
    if repetition == .repeated { return leaf.flatMap { $0.isFloating ? $0 : nil } }
    guard let element else { return nil }
    let inner = element.leaf ?? element.unwrapped.leaf
    guard let inner, inner.repeats == 1, inner.isFloating else { return nil }
    return inner
  }
}
