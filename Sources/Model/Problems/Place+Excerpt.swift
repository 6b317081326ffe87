extension Place {
  /// The source line and a line of carets under the range; nothing where the line is empty.
  ///
  /// Tabs stay tabs in both lines and wide characters are as wide as terminals show them, so that the
  /// carets stand where they should. A long line is cut to the surroundings of the range.
  public var excerpt: [String] {
    let scalars = Array(source.unicodeScalars)
    let first = min(column - 1, scalars.count)
    let window = Self.window(around: first, of: scalars.count)
    let cut = Self.mark
    var line = window.lowerBound > 0 ? cut : ""
    var carets = String(repeating: " ", count: line.count)
    let end = min(max(first + length, first + 1), max(scalars.count, first + 1))
    for index in window {
      let shown = Self.visible(scalars[index])
      line.unicodeScalars.append(shown)
      if index < first {
        carets += shown == "\t" ? "\t" : String(repeating: " ", count: Self.width(shown))
      } else if index < end {
        carets += String(repeating: "^", count: Self.width(shown))
      }
    }
    if window.upperBound < scalars.count { line += cut }
    if first >= window.upperBound { carets += "^" }
    return scalars.isEmpty ? [] : [line, carets]
  }

  private static let mark = "..."
  private static let widest = 110

  private static func window(around first: Int, of count: Int) -> Range<Int> {
    guard count > widest + mark.count * 2 else { return 0..<count }
    let start = max(0, min(first - widest / 3, count - widest))
    return start..<min(count, start + widest)
  }

  /// Characters that would move the cursor or turn the line around are shown as question marks.
  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.properties.generalCategory {
    case .control: scalar == "\t" ? scalar : "?"
    case .format, .lineSeparator, .paragraphSeparator: "?"
    default: scalar
    }
  }

  /// How many columns a terminal gives to a character.
  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
