/// A number as vectors mostly have it: a digit, a point, and digits behind it.
///
/// Rounding to float32 needs no exact double: of one that is near enough, only the distance from the
/// middle between two floats counts. One multiplication gives that, from the first 16 digits behind the
/// point. What lies too near a middle, once in a thousand numbers of 17 digits and once in thirty million
/// shorter ones, is left to exact arithmetic, as every other spelling is.
struct UsualFloat {
  let value: Float
  /// How many bytes it takes.
  let length: Int

  /// A sign, a digit and a point, 24 digits, and what may follow: so many bytes must be there.
  static let reach = 32

  @inline(__always)
  private init?(_ text: UnsafeRawPointer) {
    let isNegative = unsafe text.load(as: UInt8.self) == UInt8(ascii: "-")
    var length = isNegative ? 1 : 0
    let digit = unsafe text.load(fromByteOffset: length, as: UInt8.self) &- 0x30
    let point = unsafe text.load(fromByteOffset: length + 1, as: UInt8.self)
    guard digit < 10, point == UInt8(ascii: ".") else { return nil }
    length += 2
    let first = unsafe text.loadUnaligned(fromByteOffset: length, as: UInt64.self)
    let second = unsafe text.loadUnaligned(fromByteOffset: length + 8, as: UInt64.self)
    var mantissa = UInt64(digit)
    var digits = 16
    var doubt: UInt64 = 8
    if DigitRun.areDigits(first, second) {
      mantissa = (mantissa &* 100_000_000 &+ DigitRun.eight(first)) &* 100_000_000
      mantissa &+= DigitRun.eight(second)
      let third = unsafe text.loadUnaligned(fromByteOffset: length + 16, as: UInt64.self)
      let rest = DigitRun.count(third)
      // What is cut off is less than a unit of the mantissa, so less than 2^17 of a double's.
      guard rest < 8, rest == 0 || mantissa >= 1 << 36 else { return nil }
      length += 16 + rest
      doubt = 1 << 18
    } else {
      let run = DigitRun(first)
      guard run.count > 0 else { return nil }
      mantissa = mantissa &* run.scale &+ run.value
      digits = run.count
      if run.count == 8 {
        let run = DigitRun(second)
        mantissa = mantissa &* run.scale &+ run.value
        digits += run.count
      }
      length += digits
    }
    let next = unsafe text.load(fromByteOffset: length, as: UInt8.self)
    guard next | 0x20 != UInt8(ascii: "e") else { return nil }
    // Three roundings, of half a unit each, and that of the double which is meant.
    let near = Double(Int64(truncatingIfNeeded: mantissa)) * UsualFloat.powers[digits]
    let middle: UInt64 = 1 << 28
    let place = near.bitPattern & (1 << 29 - 1)
    guard (place > middle ? place - middle : middle - place) > doubt else { return nil }
    // The sign is as likely as not, so nothing branches on it.
    value = Float(Double(bitPattern: near.bitPattern | (isNegative ? 1 << 63 : 0)))
    self.length = length
  }

  /// Reads as many numbers as come in this spelling, with commas between them, from `offset` on, which
  /// is behind the last of them then; says how many there were.
  static func fill(_ values: inout [Float], from offset: inout Int, in bytes: Span<UInt8>) -> Int {
    var end = offset
    let filled = unsafe bytes.withUnsafeBytes { text in
      unsafe values.withUnsafeMutableBufferPointer { room in
        guard let base = text.baseAddress else { return 0 }
        var at = end
        var filled = 0
        while filled < room.count, at >= 0, at <= text.count - reach,
          let float = unsafe UsualFloat(base + at)
        {
          unsafe room[filled] = float.value
          filled += 1
          end = at + float.length
          // Not even the longest takes all the bytes that were there for it.
          guard unsafe base.load(fromByteOffset: end, as: UInt8.self) == UInt8(ascii: ",") else {
            break
          }
          at = end + (unsafe base.load(fromByteOffset: end + 1, as: UInt8.self) == 0x20 ? 2 : 1)
        }
        return filled
      }
    }
    offset = end
    return filled
  }

  private static let powers: [Double] = [
    1e0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14,
    1e-15, 1e-16,
  ]
}
