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

extension Hash128: Comparable {
  public static func < (left: Hash128, right: Hash128) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension Hash128: CustomStringConvertible {
  public var description: String {
    let digits = String(high, radix: 16)
    let more = String(low, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
      + String(repeating: "0", count: 16 - more.count) + more
  }
}
