/// Integers of any size as decimal text.
enum DecimalDigits {
  /// Whether it is digits with a sign at most.
  static func isNumber(_ text: String.UTF8View) -> Bool {
    let digits = text.first == 0x2D ? text.dropFirst() : text[...]
    return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Of two's complement, the lowest byte first.
  static func text(_ bytes: [UInt8]) -> String {
    let isNegative = (bytes.last ?? 0) & 0x80 != 0
    var magnitude = bytes
    if isNegative {
      var carry = true
      for place in magnitude.indices {
        magnitude[place] = ~magnitude[place]
        if carry { (magnitude[place], carry) = magnitude[place].addingReportingOverflow(1) }
      }
    }
    var groups: [UInt32] = []
    while let last = magnitude.lastIndex(where: { $0 != 0 }) {
      magnitude.removeLast(magnitude.count - last - 1)
      var rest: UInt32 = 0
      // 10^6 * 256 fits into 32 bits.
      for place in magnitude.indices.reversed() {
        let value = rest << 8 | UInt32(magnitude[place])
        magnitude[place] = UInt8(truncatingIfNeeded: value / 1_000_000)
        rest = value % 1_000_000
      }
      groups.append(rest)
    }
    guard let first = groups.last else { return "0" }
    let tail = groups.dropLast().reversed().map { group in
      let digits = String(group)
      return String(repeating: "0", count: 6 - digits.count) + digits
    }
    return (isNegative ? "-" : "") + String(first) + tail.joined()
  }
}

extension DecimalDigits {
  /// The magnitude of decimal digits, the lowest byte first.
  static func bytes(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for digit in text.utf8 where digit >= 0x30 && digit <= 0x39 {
      var carry = UInt16(digit - 0x30)
      for place in bytes.indices {
        carry += 10 * UInt16(bytes[place])
        bytes[place] = UInt8(truncatingIfNeeded: carry)
        carry >>= 8
      }
      if carry > 0 { bytes.append(UInt8(carry)) }
    }
    return bytes
  }
}
