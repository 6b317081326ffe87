/// 128 bits, printed as lower-case hexadecimal with hyphens. Foundation is not needed for that.
public struct UUID: Hashable, Sendable {
  public let high: UInt64
  public let low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads the spellings that Qdrant reads: hyphenated or not, any case, in braces, or as an URN.
  public init?(_ text: String) {
    var digits = Substring(text).utf8
    if digits.starts(with: "urn:uuid:".utf8) {
      digits = digits.dropFirst(9)
    } else if digits.first == UInt8(ascii: "{") && digits.last == UInt8(ascii: "}") {
      digits = digits.dropFirst().dropLast()
    }
    let hyphenated = digits.count == 36
    guard hyphenated || digits.count == 32 else { return nil }
    var halves: (high: UInt64, low: UInt64) = (0, 0)
    var nibbles = 0
    for (position, byte) in digits.enumerated() {
      if hyphenated && UUID.hyphens.contains(position) {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let nibble = UUID.nibble(byte) else { return nil }
      if nibbles < 16 {
        halves.high = halves.high << 4 | nibble
      } else {
        halves.low = halves.low << 4 | nibble
      }
      nibbles += 1
    }
    guard nibbles == 32 else { return nil }
    self.init(high: halves.high, low: halves.low)
  }

  private static let hyphens: [Int] = [8, 13, 18, 23]

  private static func nibble(_ byte: UInt8) -> UInt64? {
    switch byte {
    case 0x30...0x39: UInt64(byte - 0x30)
    case 0x41...0x46: UInt64(byte - 0x41 + 10)
    case 0x61...0x66: UInt64(byte - 0x61 + 10)
    default: nil
    }
  }
}

extension UUID: Comparable {
  public static func < (left: UUID, right: UUID) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension UUID: CustomStringConvertible {
  public var description: String {
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for position in 0..<32 {
      if position == 8 || position == 12 || position == 16 || position == 20 {
        text.append(UInt8(ascii: "-"))
      }
      let half = position < 16 ? high : low
      let nibble = UInt8(truncatingIfNeeded: half >> UInt64(60 - position % 16 * 4) & 0xF)
      text.append(nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
