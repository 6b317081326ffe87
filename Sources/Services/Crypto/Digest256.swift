internal import Model

/// 32 bytes that stand for others, printed as 64 lower-case hexadecimal digits.
///
/// Equality takes the same time wherever two digests differ, so it may compare signatures.
public struct Digest256: Sendable {
  /// Big-endian, the first eight bytes first.
  let words: [4 of UInt64]

  init(words: [4 of UInt64]) { self.words = words }

  /// Returns nil unless there are exactly 32 bytes.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    words = [4 of UInt64] { index in
      var word: UInt64 = 0
      for byte in bytes[index * 8..<index * 8 + 8] { word = word << 8 | UInt64(byte) }
      return word
    }
  }

  /// Reads exactly 64 hexadecimal digits of either case.
  public init?(_ text: String) {
    guard text.utf8.count == 64 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in text.utf8 {
      guard let nibble = Hex.value(of: digit) else { return nil }
      if let first = high {
        bytes.append(first << 4 | nibble)
        high = nil
      } else {
        high = nibble
      }
    }
    self.init(bytes)
  }

  public var bytes: [UInt8] {
    (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - $0 % 8 * 8)) }
  }
}

extension Digest256: Hashable, Comparable {
  public static func == (left: Digest256, right: Digest256) -> Bool {
    var difference: UInt64 = 0
    for index in 0..<4 { difference |= left.words[index] ^ right.words[index] }
    return difference == 0
  }

  public func hash(into hasher: inout Hasher) {
    for index in 0..<4 { hasher.combine(words[index]) }
  }

  /// The order of the bytes, which is the order of the printed digits.
  public static func < (left: Digest256, right: Digest256) -> Bool {
    for index in 0..<4 where left.words[index] != right.words[index] {
      return left.words[index] < right.words[index]
    }
    return false
  }
}

extension Digest256: CustomStringConvertible {
  public var description: String { Hex.text(bytes) }
}
