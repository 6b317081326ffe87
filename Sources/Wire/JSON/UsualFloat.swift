/// Numbers as vectors mostly have them: a digit, a point, and digits behind it.
///
/// Rounding to float32 needs no exact double: of one that is near enough, only the distance from the
/// middle between two floats counts, and the first 16 digits behind the point give that. What lies too
/// near a middle, once in a thousand numbers, is left to exact arithmetic, as every other spelling is.
///
/// Where a number ends is all that the next one has to wait for, so that is found first, by nothing but
/// arithmetic: as no two numbers are of one length, every branch on it would be guessed wrong.
enum UsualFloat {
  /// So many bytes must be there: a number takes 26 at most, and what is behind it is looked at.
  private static let reach = 32
  private static let zeros: UInt64 = 0x3030_3030_3030_3030
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// The number that is here, and a step behind its comma, and the space that belongs to each comma
  /// perhaps; nil, and no step, for every other spelling and for a number at the end of its list.
  @inline(__always)
  private static func next(
    _ at: inout UnsafeRawPointer, _ masks: UnsafeRawPointer, hasSpaces: Bool
  ) -> Float? {
    // All ones for a minus, and no sign bit for anything else.
    let minus = (UInt64(unsafe at.load(as: UInt8.self)) ^ 0x2D) &- 1
    let sign = Int(truncatingIfNeeded: minus >> 63)
    let length = unsafe digits(at, behind: minus >> 63)
    let count = length &- sign
    let head = unsafe at.loadUnaligned(fromByteOffset: sign, as: UInt16.self) ^ 0x2E30
    let behind = unsafe at.loadUnaligned(fromByteOffset: length &+ 2, as: UInt16.self)
    guard head < 10, UInt(bitPattern: count &- 1) < 22,
      hasSpaces ? behind == 0x202C : behind & 0xFF == 0x2C
    else { return nil }
    let text = unsafe at.loadUnaligned(fromByteOffset: sign &+ 2, as: SIMD16<UInt8>.self) ^ 0x30
    let kept = unsafe masks.loadUnaligned(fromByteOffset: 0 &- count, as: SIMD16<UInt8>.self)
    let near = Double(Int32(truncatingIfNeeded: head)) + fraction(text & kept)
    // Five roundings, of a unit each at most, and what was cut off behind the 16th digit: of a number
    // that is not too small, less than 2^17 units.
    let doubt: UInt64 = 1 << 18
    let fromMiddle = (near.bitPattern &+ doubt &- 1 << 28) << 35
    guard fromMiddle > doubt << 36, near >= 7e-6 || count <= 16 else { return nil }
    unsafe at += length &+ (hasSpaces ? 4 : 3)
    return Float(Double(bitPattern: near.bitPattern | minus & 1 << 63))
  }

  /// How many digits there are from the third byte on, of which a point is passed where a sign is
  /// before it; 24 for all that is more.
  @inline(__always)
  private static func digits(_ text: UnsafeRawPointer, behind sign: UInt64) -> Int {
    let first = unsafe others(text, 2) & ~(sign << 7)
    let (second, third) = unsafe (others(text, 10), others(text, 18))
    var bits = 128 + third.trailingZeroBitCount
    bits = second != 0 ? 64 + second.trailingZeroBitCount : bits
    bits = first != 0 ? first.trailingZeroBitCount : bits
    return bits &>> 3
  }

  /// The high bit of each of eight bytes that is no digit. A carry spoils only bytes behind the first.
  @inline(__always)
  private static func others(_ text: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    let digits = unsafe text.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ zeros
    return (digits &+ 0x7676_7676_7676_7676 | digits) & highBits
  }

  /// What sixteen digits behind a point mean: two, four, and four by four of them at once.
  @inline(__always)
  private static func fraction(_ digits: SIMD16<UInt8>) -> Double {
    let ones = unsafe unsafeBitCast(digits, to: SIMD8<UInt16>.self)
    let pairs = (ones & 0xFF) &* 10 &+ (ones &>> 8)
    let twos = unsafe unsafeBitCast(pairs, to: SIMD4<UInt32>.self)
    // The mask is as wide as it can be for a multiplication of signed halves, which is the fast one.
    let fours = (twos & 0x7FFF) &* 100 &+ (twos &>> 16)
    let words = unsafe unsafeBitCast(fours, to: SIMD2<UInt64>.self)
    // In the lowest bits of 2^52 an integer is a double, once that is taken away again.
    let shift = SIMD2<UInt64>(repeating: 0x4330_0000_0000_0000)
    let odd = unsafe unsafeBitCast(words & 0xFFFF | shift, to: SIMD2<Double>.self) - 0x1p52
    let even = unsafe unsafeBitCast(words &>> 32 | shift, to: SIMD2<Double>.self) - 0x1p52
    let sums = odd * SIMD2(1e-4, 1e-12) + even * SIMD2(1e-8, 1e-16)
    return sums[0] + sums[1]
  }
}

extension UsualFloat {
  /// Puts as many numbers as come in this spelling into `values`, from `first` on, and says how many.
  /// Text begins at `offset` with the first number or, behind any other, with its comma; that is behind
  /// the last number then.
  static func fill(
    _ values: inout [Float], from first: Int, at offset: inout Int, in bytes: Span<UInt8>
  ) -> Int {
    precondition(first >= 0 && offset >= 0)
    var place = offset
    let filled = unsafe bytes.withUnsafeBytes { text in
      unsafe values.withUnsafeMutableBufferPointer { room in
        guard first < room.count, place <= text.count - reach, let base = text.baseAddress else {
          return 0
        }
        return unsafe fill(
          UnsafeMutableBufferPointer(rebasing: room[first...]), &place, base,
          last: text.count - reach, isFirst: first == 0)
      }
    }
    offset = place
    return filled
  }

  private static func fill(
    _ room: UnsafeMutableBufferPointer<Float>, _ place: inout Int, _ text: UnsafeRawPointer,
    last: Int, isFirst: Bool
  ) -> Int {
    var start = place
    if !isFirst {
      guard unsafe text.load(fromByteOffset: start, as: UInt8.self) == UInt8(ascii: ",") else {
        return 0
      }
      start += unsafe text.load(fromByteOffset: start + 1, as: UInt8.self) == 0x20 ? 2 : 1
    }
    guard start <= last else { return 0 }
    let (at, end) = unsafe (text + start, text + last)
    if unsafe spaces(at) {
      return unsafe fill(room, &place, text, at, end, hasSpaces: true)
    }
    return unsafe fill(room, &place, text, at, end, hasSpaces: false)
  }

  @inline(__always)
  private static func fill(
    _ room: UnsafeMutableBufferPointer<Float>, _ place: inout Int, _ text: UnsafeRawPointer,
    _ start: UnsafeRawPointer, _ end: UnsafeRawPointer, hasSpaces: Bool
  ) -> Int {
    var at = unsafe start
    var filled = 0
    // Of the sixteen bytes that end so many behind the middle, the first ones are kept.
    let kept = (UInt64.max, UInt64.max, UInt64.max, UInt64.zero, UInt64.zero)
    unsafe withUnsafeBytes(of: kept) { kept in
      guard let middle = unsafe kept.baseAddress.map({ unsafe $0 + 24 }) else { return }
      while filled < room.count, unsafe at <= end,
        let value = unsafe next(&at, middle, hasSpaces: hasSpaces)
      {
        unsafe room[filled] = value
        filled += 1
      }
    }
    if filled > 0 { place = unsafe at - text - (hasSpaces ? 2 : 1) }
    return filled
  }

  /// Whether there is a space behind the comma that comes next.
  private static func spaces(_ text: UnsafeRawPointer) -> Bool {
    for place in 0..<reach - 2 where unsafe text.load(fromByteOffset: place, as: UInt8.self) == 0x2C
    {
      return unsafe text.load(fromByteOffset: place + 1, as: UInt8.self) == 0x20
    }
    return false
  }
}
