extension YAMLProblem {
  static func utf16(at mark: Mark) -> YAMLProblem {
    YAMLProblem(
      .encoding, "the text is UTF-16, not UTF-8", at: mark, hint: "save the file as UTF-8")
  }

  static func notUTF8(_ byte: UInt8, at mark: Mark) -> YAMLProblem {
    YAMLProblem(
      .encoding, "byte 0x\(hexadecimal(UInt32(byte), digits: 2)) is not valid UTF-8", at: mark,
      hint: "save the file as UTF-8")
  }

  static func forbidden(_ scalar: UInt32, at mark: Mark) -> YAMLProblem {
    let name = "U+" + hexadecimal(scalar, digits: 4)
    let escape =
      scalar < 0x100
      ? "\\x\(hexadecimal(scalar, digits: 2))" : "\\u\(hexadecimal(scalar, digits: 4))"
    switch scalar {
    case 0xFEFF:
      return YAMLProblem(
        .encoding, "byte order mark (\(name)) inside the text", at: mark,
        hint: "remove this invisible character")
    case 0x85, 0x2028, 0x2029:
      return YAMLProblem(
        .encoding, "invisible line separator (\(name)) in the text", at: mark,
        hint: "remove it, or write \(escape) between double quotes")
    default:
      return YAMLProblem(
        .encoding, "control character (\(name)) in the text", at: mark,
        hint: "remove it, or write \(escape) between double quotes")
    }
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
