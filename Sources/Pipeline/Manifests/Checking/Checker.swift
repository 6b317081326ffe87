internal import Model
internal import YAML

/// Holds one document against the definition of the language, and notes everything that is wrong.
struct Checker {
  let lines: SourceLines
  /// Where keys of this language are at home.
  let homes: KeyHomes
  /// Whether texts may hold `${`: only in the connections file.
  let allowsVariables: Bool
  /// Where the text itself has a problem: what stands there was replaced by nothing.
  var refused: Set<Int> = []
  var problems: [Problem] = []
  /// Problems beyond `mostProblems`, which are only counted.
  fileprivate(set) var unshown = 0

  /// Far more than anybody reads: a file of nothing but errors must not take time and memory for all.
  static let mostProblems = 500

  init(_ lines: SourceLines, homes: KeyHomes, allowsVariables: Bool = false) {
    self.lines = lines
    self.homes = homes
    self.allowsVariables = allowsVariables
  }

  /// Checks a value and returns it as data, as far as it is right. Numbers of a number shape are
  /// doubles, of an integer shape integers, however they were written.
  mutating func value(of node: YAMLNode, _ shape: Shape, at spot: Spot) -> PayloadValue {
    if refused.contains(node.start.offset), node.resolved == .null { return .null }
    switch shape {
    case .object(let object): return self.object(node, object, shape, at: spot)
    case .map(let dictionary): return self.dictionary(node, dictionary, shape, at: spot)
    case .list(let list): return self.list(node, list, shape, at: spot)
    case .text(let form): return text(node, form, shape, at: spot)
    case .integer(let range): return integer(node, range, shape, at: spot)
    case .number(let range): return number(node, range, shape, at: spot)
    case .boolean, .yes: return boolean(node, shape, at: spot)
    case .null:
      if node.resolved != .null { wrongType(node, shape, at: spot) }
      return .null
    case .anything: return anything(node, at: spot)
    case .either(let shapes):
      let chosen = shapes.first { $0.takesKind(of: node) }
      guard let chosen else {
        wrongType(node, shape, at: spot)
        return .null
      }
      return value(of: node, chosen, at: spot)
    case .having(let keys, let object, let dictionary):
      guard node.isMapping else {
        wrongType(node, shape, at: spot)
        return .null
      }
      return isSingle(node, keys)
        ? self.object(node, object, shape, at: spot)
        : self.dictionary(node, dictionary, shape, at: spot)
    }
  }

  /// One of the keys decides. Where they are misspelt, a scalar among the values does: both readings
  /// are wrong then, and this is the one whose messages help.
  private func isSingle(_ node: YAMLNode, _ keys: [String]) -> Bool {
    let entries = node.entries
    return entries.contains { entry in keys.contains { $0.isSame(as: entry.name) } }
      || entries.contains { if case .scalar = $0.value.content { true } else { false } }
  }

  private mutating func dictionary(
    _ node: YAMLNode, _ dictionary: DictionaryShape, _ shape: Shape, at spot: Spot
  ) -> PayloadValue {
    guard node.isMapping else {
      wrongType(node, shape, at: spot)
      return .null
    }
    let entries = node.entries
    if entries.count < dictionary.minimum {
      note(.tooFew, "\(spot.name) is empty", at: spot.key ?? node, hint: "add a \(dictionary.noun)")
    }
    var object = PayloadObject()
    for entry in entries {
      if !dictionary.keys.matches(entry.name) {
        note(
          .wrongName,
          "a \(dictionary.noun) must be \(dictionary.keys.noun), found \(Quote.text(entry.name))",
          at: entry.key, hint: dictionary.keys.hint)
      }
      object[entry.name] = value(
        of: entry.value, dictionary.values, at: spot.inside(entry.name, key: entry.key))
    }
    return .object(object)
  }

  private mutating func list(
    _ node: YAMLNode, _ list: ListShape, _ shape: Shape, at spot: Spot
  ) -> PayloadValue {
    guard case .sequence(let elements) = node.content else {
      wrongType(node, shape, at: spot)
      return .null
    }
    if elements.count < list.minimum {
      note(
        .tooFew, "\(spot.name) is an empty list", at: spot.key ?? node,
        hint: "add an entry, or remove the key")
    }
    var values: [PayloadValue] = []
    for (index, element) in elements.enumerated() {
      let value = value(of: element, list.element, at: spot.inside(index, node: element))
      if list.isUnique, case .string(let text) = value, values.contains(value) {
        note(
          .repeatedEntry, "\(Quote.text(text)) comes twice in \(spot.name)", at: element,
          hint: "remove one of the two")
      }
      values.append(value)
    }
    return .list(values)
  }
}

extension Checker {
  var isFull: Bool { problems.count >= Self.mostProblems }

  mutating func note(
    _ code: Code, _ message: String, at node: YAMLNode, hint: String? = nil,
    severity: Problem.Severity = .error
  ) {
    guard !isFull else {
      unshown += 1
      return
    }
    problems.append(
      Problem(severity, code: code.rawValue, message, at: lines.place(of: node), hint: hint))
  }
}
