/// A node with what must be known of it to count the aliases that will name it.
struct Composed {
  let node: YAMLNode
  /// Nodes in it, itself included, with aliases replaced.
  let size: Int
  /// Levels of collections in it: 0 for a scalar.
  let height: Int
}

/// What a name stands for.
enum Anchor {
  /// The anchored collection has begun and not ended: an alias here would contain itself.
  case open
  case known(Composed)
}

/// A collection that has begun and not ended.
struct Frame {
  enum Kind: String {
    case sequence = "seq"
    case mapping = "map"

    var noun: String { self == .sequence ? "sequence" : "mapping" }
  }

  private enum Awaiting {
    case key
    case value(of: YAMLNode)
    /// The key was refused, and its value goes with it.
    case valueOfRefused
  }

  let kind: Kind
  let anchor: String?
  let start: Mark
  private var items: [YAMLNode] = []
  private var entries: [YAMLEntry] = []
  private var keyLines: [KeyText: Int] = [:]
  private var awaiting = Awaiting.key
  private var size = 1
  private var height = 1

  init(_ kind: Kind, anchor: String?, start: Mark) {
    self.kind = kind
    self.anchor = anchor
    self.start = start
  }

  /// Takes the next node of the collection; a key may be refused.
  mutating func take(_ composed: Composed) -> YAMLProblem? {
    size += composed.size
    height = max(height, composed.height + 1)
    guard kind == .mapping else {
      items.append(composed.node)
      return nil
    }
    switch awaiting {
    case .key: return takeKey(composed.node)
    case .value(of: let key): entries.append(YAMLEntry(key: key, value: composed.node))
    case .valueOfRefused: break
    }
    awaiting = .key
    return nil
  }

  /// The finished collection. A block has no end of its own: it ends with its last node, and not
  /// where the parser noticed.
  func composed(endingAt event: Event) -> Composed {
    let last = kind == .sequence ? items.last : entries.last?.value
    let isBlock = event.start == event.end
    let end = isBlock ? last?.end ?? start : event.end
    let content: YAMLNode.Content = kind == .sequence ? .sequence(items) : .mapping(entries)
    return Composed(
      node: YAMLNode(content, start: start, end: end), size: size, height: height)
  }

  private mutating func takeKey(_ key: YAMLNode) -> YAMLProblem? {
    awaiting = .valueOfRefused
    guard case .scalar(let scalar) = key.content else { return .keyNotScalar(key) }
    if scalar.style == .plain && scalar.tag == nil && scalar.text == "<<" { return .mergeKey(key) }
    if let line = keyLines.updateValue(key.start.line, forKey: KeyText(scalar.text)) {
      keyLines[KeyText(scalar.text)] = line
      return .duplicateKey(scalar.text, key, firstLine: line)
    }
    awaiting = .value(of: key)
    return nil
  }
}

/// A key compared by its bytes: Swift holds "é" for equal in both its forms, other readers do not.
private struct KeyText: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (one: KeyText, other: KeyText) -> Bool {
    one.text.utf8.elementsEqual(other.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}
