internal import Model
internal import YAML

extension Checker {
  mutating func hold(
    _ node: YAMLNode, to constraint: Constraint, _ meant: [String], at spot: Spot
  ) {
    switch constraint.rule {
    case .exactlyOne(let keys):
      let present = keys.compactMap { node.entry($0) }
      if present.isEmpty && !keys.contains(where: meant.contains) {
        note(constraint, at: anchor(node, spot), spot)
      }
      for extra in present.dropFirst() {
        note(
          constraint.code, "`\(extra.name)` does not go with `\(present[0].name)` \(spot.within)",
          at: extra.key, hint: "keep one of the two")
      }
    case .atLeastOne(let keys):
      if !keys.contains(where: meant.contains) { note(constraint, at: anchor(node, spot), spot) }
    case .requires(let keys, let condition):
      guard !isDoubtful(condition, in: node), condition.holds(in: node),
        !keys.allSatisfy(meant.contains)
      else { return }
      note(constraint, at: condition.witness(in: node) ?? anchor(node, spot), spot)
    case .forbids(let keys, let condition):
      guard !isDoubtful(condition, in: node), condition.holds(in: node) else { return }
      for key in keys {
        guard let entry = node.entry(key) else { continue }
        note(constraint, at: entry.key, spot.inside(key, key: entry.key))
      }
    }
  }

  /// Whether a value that the condition looks at is wrong itself: what follows from it is unknown.
  private func isDoubtful(_ condition: Condition, in node: YAMLNode) -> Bool {
    condition.keys.contains { key in
      guard let start = node.entry(key)?.value.start else { return false }
      let codes: [Code] = [.unknownWord, .wrongType]
      return problems.contains {
        $0.place?.line == start.line && $0.place?.column == start.column
          && codes.map(\.rawValue).contains($0.code)
      }
    }
  }

  private mutating func note(_ constraint: Constraint, at node: YAMLNode, _ spot: Spot) {
    note(
      constraint.code,
      spot.path.isEmpty ? constraint.message : "`\(spot.path)`: \(constraint.message)",
      at: node, hint: constraint.hint)
  }
}

extension Condition {
  func holds(in node: YAMLNode) -> Bool {
    switch self {
    case .has(let key): return node.entry(key) != nil
    case .isOne(let key, let words):
      guard let text = node.entry(key)?.value.text else { return false }
      return words.contains { $0.isSame(as: text) }
    case .isTrue(let key): return node.entry(key)?.value.resolved == .bool(true)
    case .holds(let key, let inner): return node.entry([key, inner]) != nil
    case .not(let condition): return !condition.holds(in: node)
    case .any(let conditions): return conditions.contains { $0.holds(in: node) }
    }
  }

  /// The keys that it looks at.
  var keys: [String] {
    switch self {
    case .has(let key), .isOne(let key, _), .isTrue(let key), .holds(let key, _): [key]
    case .not(let condition): condition.keys
    case .any(let conditions): conditions.flatMap(\.keys)
    }
  }

  /// The key that makes it hold.
  func witness(in node: YAMLNode) -> YAMLNode? {
    switch self {
    case .has(let key), .isOne(let key, _), .isTrue(let key), .holds(let key, _):
      node.entry(key)?.key
    case .not: nil
    case .any(let conditions): conditions.first { $0.holds(in: node) }?.witness(in: node)
    }
  }
}
