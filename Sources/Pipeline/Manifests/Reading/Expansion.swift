internal import Model
internal import YAML

/// Puts the values of environment variables into the texts of a connections file.
///
/// `${NAME}` has to be defined; `${NAME:-default}` is the default where NAME is undefined or empty.
/// Keys and numbers are not touched, and what was put in is not expanded again.
struct Expansion {
  let environment: [String: String]
  var checker: Checker

  mutating func expanded(_ node: YAMLNode) -> YAMLNode {
    switch node.content {
    case .scalar(let scalar):
      guard case .string(let text) = scalar.resolved, text.holdsVariable else { return node }
      let result = expanded(text, node)
      let new = YAMLScalar(result, style: .doubleQuoted, tag: YAMLScalar.expandedTag)
      return YAMLNode(.scalar(new), start: node.start, end: node.end)
    case .sequence(let elements):
      return YAMLNode(
        .sequence(elements.map { expanded($0) }), start: node.start, end: node.end)
    case .mapping(let entries):
      let new = entries.map { YAMLEntry(key: $0.key, value: expanded($0.value)) }
      return YAMLNode(.mapping(new), start: node.start, end: node.end)
    }
  }

  /// A text that cannot be expanded stays as it is: the patterns let it pass, so that the one message
  /// about the variable is not followed by others.
  private mutating func expanded(_ text: String, _ node: YAMLNode) -> String {
    var rest = Array(text.utf8)[...]
    var result: [UInt8] = []
    while let byte = rest.first {
      guard byte == 0x24, rest.dropFirst().first == 0x7B else {
        result.append(byte)
        rest = rest.dropFirst()
        continue
      }
      guard let close = rest.firstIndex(of: 0x7D) else {
        return refuse(.brokenVariable, "`${` without a closing brace", node, text)
      }
      let inner = String(decoding: rest[rest.startIndex + 2..<close], as: UTF8.self)
      guard let value = value(of: inner, node) else { return text }
      result.append(contentsOf: value.utf8)
      rest = rest[(close + 1)...]
    }
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func value(of inner: String, _ node: YAMLNode) -> String? {
    let name = String(inner.prefix { $0 != ":" })
    let rest = inner.dropFirst(name.count)
    guard Pattern.variable.matches(name), rest.isEmpty || rest.hasPrefix(":-") else {
      _ = refuse(
        .brokenVariable, "\(Quote.key("${\(inner)}")) is not the form of a variable", node, "")
      return nil
    }
    let found = environment[name]
    if !rest.isEmpty { return found.flatMap { $0.isEmpty ? nil : $0 } ?? String(rest.dropFirst(2)) }
    if found == nil {
      checker.note(
        .undefinedVariable, "the environment variable \(name) is not defined", at: node,
        hint: "set it, or give a default: ${\(name):-default}")
    }
    return found
  }

  private mutating func refuse(_ code: Code, _ message: String, _ node: YAMLNode, _ text: String)
    -> String
  {
    checker.note(code, message, at: node, hint: "write ${NAME} or ${NAME:-default}")
    return text
  }
}
