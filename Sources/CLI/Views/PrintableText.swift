extension String {
  /// The text as it may be shown on a terminal. A manifest can come from a stranger: control
  /// characters could rewrite the screen, and bidirectional controls could show another text than
  /// the one that is read. A tab becomes one space, so that a caret stands where it should.
  var printable: String {
    guard unicodeScalars.contains(where: \.isUnprintable) else { return self }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar == "\t" {
        result.append(" ")
      } else {
        result.append(scalar.isUnprintable ? "\u{FFFD}" : scalar)
      }
    }
    return String(result)
  }

  /// How many columns a terminal needs for the text.
  var terminalColumns: Int {
    unicodeScalars.reduce(0) { $0 + $1.terminalColumns }
  }
}

extension Unicode.Scalar {
  var isUnprintable: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: true
    // Bidirectional marks, embeddings, overrides and isolates; line and paragraph separators.
    case 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    case 0xFEFF: true
    default: false
    }
  }

  /// 0 for what joins the character before it, 2 for East Asian wide characters and emoji, else 1.
  var terminalColumns: Int {
    if value < 0x300 { return 1 }
    if properties.generalCategory == .nonspacingMark || properties.generalCategory == .enclosingMark
      || value == 0x200D || (0xFE00...0xFE0F).contains(value)
    {
      return 0
    }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
