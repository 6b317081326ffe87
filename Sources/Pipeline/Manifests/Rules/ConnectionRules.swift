internal import Model
internal import YAML

/// Finds secrets in a connections file and takes them out before anything can quote them.
enum ConnectionRules {
  /// The document with every text that may be a secret marked as one that no message shows. An API key
  /// in the place of `{ env: NAME }` is reported and replaced.
  static func withoutSecrets(_ root: YAMLNode, _ checker: inout Checker) -> YAMLNode {
    changed(root, ["targets"]) { targets in
      eachValue(of: targets) { target in
        let address = changed(target, ["qdrant", "url"]) { url in
          url.text?.contains(where: { $0 == "@" || $0 == "?" }) == true ? unshown(url) : url
        }
        let named = changed(address, ["qdrant", "apiKey", "env"]) { name in
          name.text.map(Pattern.variable.matches) == false ? unshown(name) : name
        }
        let key = named.entry(["qdrant", "apiKey"])
        return changed(named, ["qdrant", "apiKey"]) { secret in
          guard let key, case .scalar = secret.content, secret.resolved != .null else {
            return secret
          }
          checker.note(
            .inlineSecret, "the API key is written into the file", at: key.key,
            hint: "name where it comes from: `apiKey: { env: QDRANT_API_KEY }` or `{ file: PATH }`")
          return replacement(secret)
        }
      }
    }
  }

  private static func unshown(_ node: YAMLNode) -> YAMLNode {
    let scalar = YAMLScalar(node.text ?? "", style: .doubleQuoted, tag: YAMLScalar.expandedTag)
    return YAMLNode(.scalar(scalar), start: node.start, end: node.end)
  }

  /// A source that is in order, so that the one message is not followed by others.
  private static func replacement(_ node: YAMLNode) -> YAMLNode {
    func scalar(_ text: String) -> YAMLNode {
      YAMLNode(.scalar(YAMLScalar(text)), start: node.start, end: node.end)
    }
    return YAMLNode(
      .mapping([YAMLEntry(key: scalar("env"), value: scalar("UNKNOWN"))]), start: node.start,
      end: node.end)
  }

  private static func eachValue(of node: YAMLNode, _ change: (YAMLNode) -> YAMLNode) -> YAMLNode {
    guard case .mapping(let entries) = node.content else { return node }
    let new = entries.map { YAMLEntry(key: $0.key, value: change($0.value)) }
    return YAMLNode(.mapping(new), start: node.start, end: node.end)
  }

  private static func changed(
    _ node: YAMLNode, _ way: [String], _ change: (YAMLNode) -> YAMLNode
  ) -> YAMLNode {
    guard let first = way.first else { return change(node) }
    guard case .mapping(let entries) = node.content else { return node }
    let new = entries.map { entry in
      guard entry.key.text == first else { return entry }
      return YAMLEntry(key: entry.key, value: changed(entry.value, Array(way.dropFirst()), change))
    }
    return YAMLNode(.mapping(new), start: node.start, end: node.end)
  }
}
