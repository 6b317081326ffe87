/// What a point's content hashes to, in two halves, so that a changed payload alone is seen as such.
public struct Fingerprint: Hashable, Sendable {
  public let vector: Hash128
  public let payload: Hash128

  public init(vector: Hash128, payload: Hash128) {
    self.vector = vector
    self.payload = payload
  }
}

/// A 128-bit content hash, printed as 32 hexadecimal digits.
public struct Hash128: Hashable, Sendable {
  public let high: UInt64
  public let low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads exactly 32 lower-case or upper-case hexadecimal digits.
  public init?(_ text: String) {
    guard text.utf8.count == 32, let uuid = UUID(text) else { return nil }
    self.init(high: uuid.high, low: uuid.low)
  }
}

extension Hash128 {
  /// The same, from the bytes of the digits.
  public init?(digits: ArraySlice<UInt8>) {
    guard digits.count == 32 else { return nil }
    var halves: (high: UInt64, low: UInt64) = (0, 0)
    for (index, byte) in digits.enumerated() {
      guard let nibble = Hex.value(of: byte) else { return nil }
      if index < 16 {
        halves.high = halves.high << 4 | UInt64(nibble)
      } else {
        halves.low = halves.low << 4 | UInt64(nibble)
      }
    }
    self.init(high: halves.high, low: halves.low)
  }
}

extension Hash128: Comparable {
  public static func < (left: Hash128, right: Hash128) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension Hash128: CustomStringConvertible {
  public var description: String {
    var text: [UInt8] = []
    text.reserveCapacity(32)
    for half in [high, low] {
      for shift in stride(from: UInt64(60), through: 0, by: -4) {
        let nibble = UInt8(truncatingIfNeeded: half >> shift & 0xF)
        text.append(nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
