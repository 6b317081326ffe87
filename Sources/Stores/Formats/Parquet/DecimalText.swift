/// Numbers with a fixed count of digits behind the point.
enum DecimalText {
  /// A number in two's complement, its most significant byte first, in decimal digits.
  static func digits(_ bytes: ArraySlice<UInt8>) -> String {
    let isNegative = (bytes.first ?? 0) & 0x80 != 0
    var carry: UInt16 = isNegative ? 1 : 0
    var magnitude = Array(bytes)
    if isNegative {
      for place in magnitude.indices.reversed() {
        let sum = UInt16(~magnitude[place]) + carry
        magnitude[place] = UInt8(truncatingIfNeeded: sum)
        carry = sum >> 8
      }
    }
    var text: [UInt8] = []
    while let first = magnitude.firstIndex(where: { $0 != 0 }), magnitude.count <= 64 {
      var rest: UInt32 = 0
      for place in first..<magnitude.count {
        rest = rest << 8 | UInt32(magnitude[place])
        magnitude[place] = UInt8(rest / 10)
        rest %= 10
      }
      text.append(UInt8(ascii: "0") + UInt8(rest))
    }
    let digits = text.isEmpty ? "0" : String(decoding: text.reversed(), as: UTF8.self)
    return isNegative ? "-" + digits : digits
  }

  static func text(_ digits: String, scale: Int) -> String {
    guard (1...4096).contains(scale) else { return digits }
    let sign = digits.hasPrefix("-") ? "-" : ""
    let plain = digits.dropFirst(sign.count)
    let filled = String(repeating: "0", count: max(0, scale + 1 - plain.count)) + plain
    return sign + filled.dropLast(scale) + "." + filled.suffix(scale)
  }
}
