internal import Model

extension DedupeRule {
  /// A text with what the rule does not care about evened out. The order of steps is fixed.
  func normalized(_ text: String) -> String {
    var text = text
    if normalize.contains(.nfc) { text = TextNormalization.composed(text) }
    if normalize.contains(.casefold) { text = TextNormalization.folded(text) }
    if normalize.contains(.casefold) && normalize.contains(.nfc) {
      text = TextNormalization.composed(text)
    }
    if normalize.contains(.whitespace) { text = TextNormalization.collapsed(text) }
    if normalize.contains(.trim) { text = TextNormalization.trimmed(text) }
    return text
  }
}

enum TextNormalization {
  /// Through upper case, so that "ß" and "SS", and the two small sigmas, are the same.
  static func folded(_ text: String) -> String { text.uppercased().lowercased() }

  /// Every run of white space becomes one space.
  static func collapsed(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isInside = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        if !isInside { result.append(" ") }
        isInside = true
      } else {
        result.append(scalar)
        isInside = false
      }
    }
    return String(result)
  }

  static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }
}
