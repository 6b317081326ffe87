internal import Model
internal import Wire
internal import YAML

extension Shape {
  /// Whether the shape is for values of the node's kind, so that its messages are the ones to give.
  func takesKind(of node: YAMLNode) -> Bool {
    switch self {
    case .object, .map, .having: return node.isMapping
    case .list:
      if case .sequence = node.content { return true }
      return false
    case .text: return node.text != nil
    case .integer, .number: return node.isNumber
    case .boolean, .yes:
      if case .bool = node.resolved { return true }
      return false
    case .null: return node.resolved == .null
    case .anything: return true
    case .either(let shapes): return shapes.contains { $0.takesKind(of: node) }
    }
  }

  /// What a sentence says after "expected".
  var noun: String {
    switch self {
    case .object, .map, .having: "a mapping"
    case .list: "a list"
    case .text(let text):
      switch text.form {
      case .words(let words): words.count <= 8 ? Quote.list(words, "or") : "a word"
      case .pattern, .free: "text"
      }
    case .integer: "a whole number"
    case .number: "a number"
    case .boolean: "true or false"
    case .yes: "true"
    case .null: "null"
    case .anything: "a value"
    case .either(let shapes): shapes.map(\.noun).joined(separator: ", or ")
    }
  }

  var takesText: Bool {
    switch self {
    case .text: true
    case .either(let shapes): shapes.contains { $0.takesText }
    default: false
    }
  }
}

extension YAMLNode {
  var isNumber: Bool {
    switch resolved {
    case .int, .double: true
    default: false
    }
  }
}

extension Checker {
  mutating func wrongType(_ node: YAMLNode, _ shape: Shape, at spot: Spot) {
    if case .null = node.resolved {
      // The value is nothing, so the key is what can be shown.
      note(
        .noValue, "\(spot.name) has no value, expected \(shape.noun)", at: spot.key ?? node,
        hint: hint(for: node, shape, at: spot))
    } else {
      note(
        .wrongType, "\(spot.name) must be \(shape.noun), found \(Quote.found(node))", at: node,
        hint: hint(for: node, shape, at: spot))
    }
  }

  private func hint(for node: YAMLNode, _ shape: Shape, at spot: Spot) -> String? {
    if case .scalar(let scalar) = node.content, !scalar.isExpanded {
      if let hint = hint(forScalar: scalar, shape) { return hint }
    }
    guard let field = spot.field, let example = field.example ?? field.defaultValue else {
      return node.resolved == .null ? "remove the key if nothing is meant" : nil
    }
    if case .object(let members) = example, members.isEmpty { return nil }
    if case .array(let values) = example, values.isEmpty { return nil }
    return "for example `\(field.name): \(Quote.flow(example))`"
  }

  private func hint(forScalar scalar: YAMLScalar, _ shape: Shape) -> String? {
    switch (scalar.resolved, shape) {
    case (.int, .text(let text)), (.double, .text(let text)):
      guard case .words(let words) = text.form else { break }
      return words.first { $0.hasSuffix(scalar.text) }.map { "did you mean \($0)?" }
    default: break
    }
    switch (scalar.resolved, shape) {
    case (.int, _), (.double, _), (.bool, _):
      return shape.takesText
        ? "put it in quotes to make it text: \"\(Quote.shown(scalar.text))\"" : nil
    case (.string(let text), .boolean):
      return Self.truth(text).map { "YAML 1.2 has only true and false: write \($0)" }
    case (.string(let text), .integer), (.string(let text), .number):
      guard scalar.style != .plain, Double(text) != nil else { return nil }
      return "remove the quotes"
    case (.string(let text), .list) where !text.isEmpty:
      return "a list of one is written [\(Quote.shown(text))]"
    default: return nil
    }
  }

  private static func truth(_ text: String) -> String? {
    switch text.lowercased() {
    case "yes", "on", "y", "true": "true"
    case "no", "off", "n", "false": "false"
    default: nil
    }
  }
}
