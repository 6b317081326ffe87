/// A named form of text, said twice: as a regular expression for the JSON Schema and as a predicate
/// for the checker, because the house has no regular expression engine. A test compares the two.
struct Pattern: Sendable {
  /// What a text of this form is, for messages: "a name of lower-case letters, digits, …".
  let noun: String
  /// ECMA 262, as JSON Schema asks for, in the part that Python reads in the same way.
  let regex: String
  let hint: String?
  let matches: @Sendable (String) -> Bool

  init(
    _ noun: String, regex: String, hint: String? = nil,
    matches: @escaping @Sendable (String) -> Bool
  ) {
    self.noun = noun
    self.regex = regex
    self.hint = hint
    self.matches = matches
  }
}

extension Pattern {
  static let notEmpty = Pattern("text that is not empty", regex: "^[\\s\\S]") { !$0.isEmpty }

  static let owner = Pattern(
    "1 to 128 lower-case letters, digits, dots, underscores and hyphens,"
      + " with a letter or digit at both ends",
    regex: "^[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?$",
    hint: "for example product-docs"
  ) { text in
    let bytes = Array(text.utf8)
    guard (1...128).contains(bytes.count), let first = bytes.first, let last = bytes.last else {
      return false
    }
    return first.isLowerOrDigit && last.isLowerOrDigit
      && bytes.allSatisfy { $0.isLowerOrDigit || [0x2E, 0x5F, 0x2D].contains($0) }
  }

  /// What Qdrant takes for the name of a collection or an alias. It allows 255 characters; the rest
  /// is for the suffix of a generation.
  static let collection = Pattern(
    "1 to 200 characters without < > : \" / \\ | ? * or control characters,"
      + " and not beginning with _plumb, which Plumb keeps for itself",
    regex: "^(?!_plumb)[^<>:\"/\\\\|?*\\u0000-\\u001f\\u007f]{1,200}$",
    hint: "for example product-docs"
  ) { text in
    let scalars = text.unicodeScalars
    return (1...200).contains(scalars.count) && !text.utf8.starts(with: "_plumb".utf8)
      && scalars.allSatisfy { scalar in
        scalar.value >= 0x20 && scalar.value != 0x7F
          && !"<>:\"/\\|?*".unicodeScalars.contains(scalar)
      }
  }

  /// A payload key that the user may write; `_plumb` is where Plumb marks its points.
  static let payloadKey = Pattern(
    "text that is not empty and does not begin with _plumb, which Plumb keeps for itself",
    regex: "^(?!_plumb)[\\s\\S]"
  ) { !$0.isEmpty && !$0.utf8.starts(with: "_plumb".utf8) }

  static let variable = Pattern(
    "the name of an environment variable: letters, digits and underscores, no digit first",
    regex: "^[A-Za-z_][A-Za-z0-9_]*$", hint: "write the bare name, without $ or braces"
  ) { text in
    guard let first = text.utf8.first else { return false }
    return !first.isDigit && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x5F }
  }

  static let bucket = Pattern(
    "the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens",
    regex: "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
    hint: "write the bare name; a path in the bucket is the key `prefix`"
  ) { text in
    let bytes = Array(text.utf8)
    guard (3...63).contains(bytes.count), let first = bytes.first, let last = bytes.last else {
      return false
    }
    return first.isLowerOrDigit && last.isLowerOrDigit
      && bytes.allSatisfy { $0.isLowerOrDigit || $0 == 0x2E || $0 == 0x2D }
  }
}

extension Pattern {
  /// The same, or a text in which a variable still has to be expanded: what an editor sees.
  var orVariable: Pattern {
    let matches = self.matches
    return Pattern(noun, regex: "(?:\(regex))|\\$\\{", hint: hint) { text in
      matches(text) || text.holdsVariable
    }
  }
}

extension UInt8 {
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isLower: Bool { (0x61...0x7A).contains(self) }
  var isLowerOrDigit: Bool { isDigit || isLower }
  var isLetter: Bool { isLower || (0x41...0x5A).contains(self) }
}

extension String {
  /// Equality of bytes: Swift's own takes some differently spelt texts for equal.
  func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }

  /// Whether `${` is in it.
  var holdsVariable: Bool { zip(utf8, utf8.dropFirst()).contains { $0 == 0x24 && $1 == 0x7B } }
}
