internal import Model
internal import Wire
internal import YAML

/// Texts of other people inside our sentences: short, on one line, without control characters.
enum Quote {
  private static let longest = 60

  static func text(_ text: String) -> String { "\"\(shown(text))\"" }

  static func key(_ text: String) -> String { "`\(shown(text))`" }

  static func shown(_ text: String) -> String {
    var result = ""
    for (count, scalar) in text.unicodeScalars.enumerated() {
      guard count < longest else { return result + "..." }
      result += escaped(scalar)
    }
    return result
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator:
      return "\\u{\(String(scalar.value, radix: 16))}"
    default: return String(scalar)
    }
  }

  /// A list of keys or words as a sentence has it: "a, b and c".
  static func list(_ words: [String], _ last: String = "and") -> String {
    guard words.count > 1, let end = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(last) " + end
  }

  /// What a node is: `the text "abc"`, `the number 5`, `a list`.
  static func found(_ node: YAMLNode) -> String {
    switch node.content {
    case .sequence: return "a list"
    case .mapping: return "a mapping"
    case .scalar(let scalar):
      if scalar.isExpanded { return "a text that is not shown here" }
      switch scalar.resolved {
      case .null: return "nothing"
      case .bool(let value): return "\(value)"
      case .int, .double: return "the number \(shown(scalar.text))"
      case .string(let text): return text.isEmpty ? "an empty text" : "the text \(Quote.text(text))"
      }
    }
  }

  /// JSON as YAML has it on one line, for hints: `{ size: 1536, distance: Cosine }`.
  static func flow(_ value: JSON) -> String {
    switch value {
    case .string(let text): needsQuotes(text) ? "\"\(text)\"" : text
    case .array(let values): "[\(values.map(flow).joined(separator: ", "))]"
    case .object(let members):
      "{ \(members.map { "\($0.key): \(flow($0.value))" }.joined(separator: ", ")) }"
    case .null, .bool, .int, .unsigned, .double, .float: JSONWriter.text(value)
    }
  }

  private static func needsQuotes(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy {
      $0.isLetter || $0.isDigit || [0x2E, 0x2D, 0x5F, 0x2F].contains($0)
    }
    return !isPlain || text.utf8.first?.isDigit != false
  }
}
