internal import Model
internal import YAML

extension Checker {
  mutating func text(
    _ node: YAMLNode, _ form: TextShape, _ shape: Shape, at spot: Spot
  ) -> PayloadValue {
    guard let text = node.text else {
      wrongType(node, shape, at: spot)
      return .null
    }
    switch form.form {
    case .free:
      if !allowsVariables && text.holdsVariable { noteVariableInData(node) }
    case .words(let words): word(text, words, node, at: spot)
    case .pattern(let pattern):
      if !allowsVariables && text.holdsVariable {
        note(
          .variable, "a variable in \(spot.name): manifests expand nothing", at: node,
          hint: "write the value itself; ${...} is expanded in the connections file only")
      } else if !pattern.matches(text) {
        note(
          .wrongForm, "\(spot.name) must be \(pattern.noun), found \(found(node))", at: node,
          hint: pattern.hint)
      }
    }
    return .string(text)
  }

  func found(_ node: YAMLNode) -> String {
    guard case .scalar(let scalar) = node.content, !scalar.isExpanded else {
      return Quote.found(node)
    }
    if scalar.text.isEmpty { return "an empty text" }
    return node.isNumber ? Quote.shown(scalar.text) : Quote.text(scalar.text)
  }

  private mutating func word(_ text: String, _ words: [String], _ node: YAMLNode, at spot: Spot) {
    guard !words.contains(where: { $0.isSame(as: text) }) else { return }
    let choices = words.count > 12 ? Array(words.prefix(12)) + ["..."] : words
    let expected = words.count == 1 ? words[0] : "one of \(Quote.list(choices, "or"))"
    let near = Suggestion.nearest(to: text, among: words)
    note(
      code(of: spot), "\(spot.name) must be \(expected), found \(found(node))", at: node,
      hint: near.map { "did you mean \($0)?" })
  }

  private func code(of spot: Spot) -> Code {
    switch spot.path {
    case "apiVersion": .wrongVersion
    case "kind": .wrongKind
    default: .unknownWord
    }
  }

  mutating func integer(
    _ node: YAMLNode, _ range: ClosedRange<Int64>, _ shape: Shape, at spot: Spot
  ) -> PayloadValue {
    let whole: Int64? =
      switch node.resolved {
      case .int(let value): value
      // JSON Schema takes 16.0 for an integer too.
      case .double(let value): Int64(exactly: value)
      default: nil
      }
    guard let whole else {
      if case .double(let value) = node.resolved, value.rounded() == value, value.isFinite {
        note(
          .outOfRange, "\(spot.name) must be \(Self.limits(range)), found \(found(node))", at: node)
      } else {
        wrongType(node, shape, at: spot)
      }
      return .null
    }
    if !range.contains(whole) {
      note(.outOfRange, "\(spot.name) must be \(Self.limits(range)), found \(whole)", at: node)
    }
    return .int(whole)
  }

  static func limits(_ range: ClosedRange<Int64>) -> String {
    range.upperBound == .max
      ? "at least \(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)"
  }

  mutating func number(
    _ node: YAMLNode, _ range: NumberRange, _ shape: Shape, at spot: Spot
  ) -> PayloadValue {
    let number: Double? =
      switch node.resolved {
      case .int(let value): Double(value)
      case .double(let value): value
      default: nil
      }
    guard let number else {
      wrongType(node, shape, at: spot)
      return .null
    }
    if !range.contains(number) {
      let low = Self.plain(range.lowest)
      let high = Self.plain(range.highest)
      let limits =
        range.isOpenBelow ? "above \(low) and at most \(high)" : "between \(low) and \(high)"
      note(.outOfRange, "\(spot.name) must be \(limits), found \(found(node))", at: node)
    }
    return .double(number)
  }

  /// `1` rather than `1.0`.
  private static func plain(_ number: Double) -> String {
    Int64(exactly: number).map { String($0) } ?? "\(number)"
  }

  mutating func boolean(_ node: YAMLNode, _ shape: Shape, at spot: Spot) -> PayloadValue {
    guard case .bool(let value) = node.resolved else {
      wrongType(node, shape, at: spot)
      return .null
    }
    if case .yes = shape, !value {
      note(
        .unknownWord, "\(spot.name) can only be true", at: node,
        hint: "remove the key, and write the alternative that is meant")
    }
    return .bool(value)
  }

  mutating func anything(_ node: YAMLNode, at spot: Spot) -> PayloadValue {
    switch node.content {
    case .sequence(let elements):
      return .list(
        elements.enumerated().map { anything($1, at: spot.inside($0, node: $1)) })
    case .mapping:
      return .object(
        PayloadObject(
          node.entries.map { ($0.name, anything($0.value, at: spot.inside($0.name, key: $0.key))) })
      )
    case .scalar(let scalar):
      return datum(scalar.resolved, node, at: spot)
    }
  }

  private mutating func datum(_ value: YAMLValue, _ node: YAMLNode, at spot: Spot) -> PayloadValue {
    switch value {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .double(let value):
      if !value.isFinite {
        note(.outOfRange, "\(spot.name) must be a finite number, found \(found(node))", at: node)
      }
      return .double(value)
    case .string(let text):
      if !allowsVariables && text.holdsVariable { noteVariableInData(node) }
      return .string(text)
    }
  }

  private mutating func noteVariableInData(_ node: YAMLNode) {
    note(
      .variableInData, "this text is written as it is: ${...} is not expanded here", at: node,
      severity: .warning)
  }
}
