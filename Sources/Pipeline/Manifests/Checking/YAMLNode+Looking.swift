internal import YAML

extension YAMLNode {
  /// The entries whose key is a text. Others have been reported by the reader.
  var entries: [(name: String, key: YAMLNode, value: YAMLNode)] {
    guard case .mapping(let entries) = content else { return [] }
    return entries.compactMap { entry in
      guard case .scalar(let key) = entry.key.content else { return nil }
      return (key.text, entry.key, entry.value)
    }
  }

  func entry(_ name: String) -> (name: String, key: YAMLNode, value: YAMLNode)? {
    guard case .mapping(let entries) = content else { return nil }
    for entry in entries {
      if case .scalar(let key) = entry.key.content, key.text.isSame(as: name) {
        return (key.text, entry.key, entry.value)
      }
    }
    return nil
  }

  /// The entry at the end of a way of keys.
  func entry(_ way: [String]) -> (name: String, key: YAMLNode, value: YAMLNode)? {
    guard let first = way.first, let found = entry(first) else { return nil }
    return way.count == 1 ? found : found.value.entry(Array(way.dropFirst()))
  }

  var elements: [YAMLNode] {
    if case .sequence(let elements) = content { return elements }
    return []
  }

  var resolved: YAMLValue? {
    if case .scalar(let scalar) = content { return scalar.resolved }
    return nil
  }

  var text: String? {
    if case .string(let text) = resolved { return text }
    return nil
  }

  var isMapping: Bool {
    if case .mapping = content { return true }
    return false
  }
}

extension YAMLScalar {
  /// Marks a text whose variables were expanded: it may hold a secret now, so no message quotes it.
  static let expandedTag = "tag:plumb,2026:expanded"

  var isExpanded: Bool { tag == Self.expandedTag }
}
