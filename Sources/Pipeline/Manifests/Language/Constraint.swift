/// What the keys of one mapping demand of each other, in a form that the JSON Schema can say too.
struct Constraint: Sendable {
  enum Rule: Sendable {
    case exactlyOne([String])
    case atLeastOne([String])
    case requires([String], when: Condition)
    case forbids([String], when: Condition)
  }

  let rule: Rule
  let code: Code
  /// What is wrong when it does not hold.
  let message: String
  let hint: String?

  init(_ rule: Rule, _ code: Code, _ message: String, hint: String? = nil) {
    self.rule = rule
    self.code = code
    self.message = message
    self.hint = hint
  }

  static func exactlyOne(_ keys: [String], hint: String? = nil) -> Constraint {
    let list = keys.map { "`\($0)`" }.joined(separator: ", ")
    return Constraint(
      .exactlyOne(keys), .exactlyOne, "exactly one of \(list) is needed", hint: hint)
  }

  static func requires(
    _ keys: [String], when condition: Condition, _ message: String, hint: String? = nil
  )
    -> Constraint
  {
    Constraint(.requires(keys, when: condition), .needsKey, message, hint: hint)
  }

  static func forbids(
    _ keys: [String], when condition: Condition, _ message: String, hint: String? = nil,
    code: Code = .doesNotGoWith
  ) -> Constraint {
    Constraint(.forbids(keys, when: condition), code, message, hint: hint)
  }
}

/// A fact about one key of a mapping.
indirect enum Condition: Sendable {
  case has(String)
  /// The key is there and has one of these texts.
  case isOne(String, of: [String])
  /// The key is there and is this boolean.
  case isTrue(String)
  /// The key is there and is a mapping with this key.
  case holds(String, String)
  case not(Condition)
  case any([Condition])
}
