internal import Model
internal import YAML

extension Checker {
  mutating func object(
    _ node: YAMLNode, _ object: ObjectShape, _ shape: Shape, at spot: Spot
  ) -> PayloadValue {
    guard node.isMapping else {
      wrongType(node, shape, at: spot)
      return .null
    }
    var value = PayloadObject()
    // Keys that are there, or that a misspelt key was meant to be.
    var meant: [String] = []
    for entry in node.entries {
      if let field = object.field(entry.name) {
        meant.append(field.name)
        value[field.name] = self.value(
          of: entry.value, field.shape, at: spot.inside(field.name, key: entry.key, field: field))
      } else if let field = unknown(entry, in: object, node, at: spot) {
        meant.append(field.name)
      }
    }
    noteMissing(node, object, meant, at: spot)
    for constraint in object.constraints { hold(node, to: constraint, meant, at: spot) }
    return .object(value)
  }

  private mutating func noteMissing(
    _ node: YAMLNode, _ object: ObjectShape, _ meant: [String], at spot: Spot
  ) {
    let missing = object.fields.filter { $0.isRequired && !meant.contains($0.name) }
    guard !missing.isEmpty else { return }
    let names = missing.map { "`\($0.name)`" }
    let lines = missing.compactMap { field in
      field.example.map { "\(field.name): \(Quote.flow($0))" }
    }
    note(
      .missingKey,
      "\(Quote.list(names)) \(missing.count == 1 ? "is" : "are") missing \(spot.within)",
      at: anchor(node, spot), hint: lines.isEmpty ? nil : "add, for example, `\(lines[0])`")
  }

  /// What to underline for something that is not there: the key above it, or the first key.
  func anchor(_ node: YAMLNode, _ spot: Spot) -> YAMLNode {
    if let key = spot.key, !(key == node) { return key }
    return node.entries.first?.key ?? node
  }

  /// Reports a key that is not of this mapping. Returns the field that was meant, where that is clear;
  /// its value is checked as if the key were right, so that all problems come at once.
  private mutating func unknown(
    _ entry: (name: String, key: YAMLNode, value: YAMLNode), in object: ObjectShape,
    _ node: YAMLNode, at spot: Spot
  ) -> Field? {
    guard !isFull else {
      note(.unknownKey, "", at: entry.key)
      return nil
    }
    let names = object.fields.map(\.name)
    let near = Suggestion.nearest(to: entry.name, among: names)
    let isSpelling = near.map { Suggestion.normalized($0) == Suggestion.normalized(entry.name) }
    let elsewhere = homes.of(entry.name, from: spot.path)
    if isSpelling != true, !elsewhere.isEmpty {
      let list = Quote.list(
        elsewhere.map { $0.isEmpty ? "the top of the document" : "`\($0)`" }, "or")
      note(
        .misplacedKey, "\(Quote.key(entry.name)) does not belong \(spot.within)", at: entry.key,
        hint: "it belongs \(elsewhere[0].isEmpty ? "at" : "under") \(list)")
      return nil
    }
    let known = names.count <= 24 ? "known keys: \(names.joined(separator: ", "))" : nil
    note(
      .unknownKey, "unknown key \(Quote.key(entry.name)) \(spot.within)", at: entry.key,
      hint: near.map { "did you mean `\($0)`?" } ?? known)
    guard let near, node.entry(near) == nil, let field = object.field(near) else { return nil }
    _ = value(of: entry.value, field.shape, at: spot.inside(near, key: entry.key, field: field))
    return field
  }
}
