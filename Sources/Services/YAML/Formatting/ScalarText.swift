/// How a scalar is written on one line.
struct ScalarText {
  let scalar: YAMLScalar
  let isInFlow: Bool

  var text: String {
    if scalar.tag != nil {
      let staysPlain = scalar.style == .plain && isPlainSafe
      return staysPlain ? scalar.text : Self.quoted(scalar.text)
    }
    if scalar.style == .plain && scalar.text.isEmpty { return "null" }
    return mayBePlain && isPlainSafe ? scalar.text : Self.quoted(scalar.text)
  }

  /// Whether the same text without quotes means the same, here and to readers of YAML 1.1, for
  /// which `on` is true, and a date no text.
  private var mayBePlain: Bool {
    if scalar.style == .plain { return true }
    guard YAMLScalar.plainValue(scalar.text) == .string(scalar.text) else { return false }
    guard let first = scalar.text.utf8.first else { return false }
    let beginsNumber = first >= 0x30 && first <= 0x39 || [0x2B, 0x2D, 0x2E].contains(first)
    return !beginsNumber && !Self.oldWords.contains(scalar.text.lowercased())
  }

  private static let oldWords: Set<String> = ["y", "n", "yes", "no", "on", "off", "=", "<<"]

  private var isPlainSafe: Bool {
    let bytes = Array(scalar.text.utf8)
    guard let first = bytes.first, let last = bytes.last else { return false }
    guard first != 0x20, last != 0x20, last != UInt8(ascii: ":") else { return false }
    guard !scalar.text.hasPrefix("---"), !scalar.text.hasPrefix("...") else { return false }
    if ",[]{}#&*!|>'\"%@`".utf8.contains(first) { return false }
    if "-?:".utf8.contains(first), bytes.count == 1 || ",[]{} ".utf8.contains(bytes[1]) {
      return false
    }
    return scalar.text.unicodeScalars.allSatisfy(Self.isPrinted) && !hasIndicator(bytes)
  }

  private func hasIndicator(_ bytes: [UInt8]) -> Bool {
    for (index, byte) in bytes.enumerated() {
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0x20
      if byte == UInt8(ascii: ":") && (next == 0x20 || isInFlow && ",[]{}?".utf8.contains(next)) {
        return true
      }
      if byte == 0x20 && next == UInt8(ascii: "#") { return true }
      if isInFlow && ",[]{}?".utf8.contains(byte) { return true }
    }
    return false
  }

  private static func isPrinted(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  /// Between double quotes, with the escapes that JSON has too.
  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      case _ where isPrinted(scalar): out.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        out += "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
      }
    }
    return out + "\""
  }
}
