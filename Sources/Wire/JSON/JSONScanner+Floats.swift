extension JSONScanner {
  /// A list of numbers as float32, each rounded from the nearest double as Python does it.
  ///
  /// This is where the time of reading a store goes, so the most usual spelling is read by `UsualFloat`,
  /// any other of up to 19 digits is read here with the position in a register, and what is left, and
  /// every mistake, is for `float(in:)`.
  public mutating func floats(in bytes: Span<UInt8>, expecting count: Int = 0) throws(JSONError)
    -> [Float]
  {
    var members = try begin(UInt8(ascii: "["), in: bytes)
    // No number takes less than two bytes, whatever the row before had.
    var values = [Float](repeating: 0, count: max(0, min(count, (bytes.count - offset) / 2)))
    var filled = 0
    while true {
      filled += UsualFloat.fill(&values, from: filled, at: &offset, in: bytes)
      members.isFirst = filled == 0
      if !skipComma(members, in: bytes) {
        guard try next(&members, until: UInt8(ascii: "]"), in: bytes) else { break }
      }
      let value = try finiteFloat(in: bytes)
      if filled < values.count { values[filled] = value } else { values.append(value) }
      filled += 1
    }
    if filled < values.count { values.removeLast(values.count - filled) }
    return values
  }

  private mutating func finiteFloat(in bytes: Span<UInt8>) throws(JSONError) -> Float {
    let start = offset
    var value = usualFloat(in: bytes)
    if value == nil { value = try float(in: bytes) }
    guard let value, value.isFinite else {
      throw JSONError(.notFinite, "a number beyond the range of 32-bit floats", at: start)
    }
    return value
  }

  /// Steps over a comma, with or without a space, where a number follows; else takes no step.
  @inline(__always)
  private mutating func skipComma(_ members: Members, in bytes: Span<UInt8>) -> Bool {
    guard !members.isFirst, bytes.count - offset > 2, bytes[offset] == UInt8(ascii: ",") else {
      return false
    }
    let place = bytes[offset + 1] == 0x20 ? offset + 2 : offset + 1
    guard bytes[place] &- 0x30 < 10 || bytes[place] == UInt8(ascii: "-") else { return false }
    offset = place
    return true
  }

  /// A number in its usual spelling, or nil and no step taken.
  @inline(__always)
  private mutating func usualFloat(in bytes: Span<UInt8>) -> Float? {
    var at = offset
    let end = bytes.count
    let isNegative = at < end && bytes[at] == UInt8(ascii: "-")
    if isNegative { at += 1 }
    let first = at
    var mantissa: UInt64 = 0
    JSONScanner.fewDigits(into: &mantissa, at: &at, in: bytes)
    guard at > first, at - first < 19, bytes[first] != 0x30 || at == first + 1 else { return nil }
    var digits = mantissa == 0 ? 0 : at - first
    var exponent = 0
    if at < end && bytes[at] == UInt8(ascii: ".") {
      at += 1
      let point = at
      if mantissa == 0 { while at < end && bytes[at] == 0x30 { at += 1 } }
      let significant = at
      JSONScanner.digits(into: &mantissa, at: &at, in: bytes)
      guard at > point else { return nil }
      digits += at - significant
      exponent = point - at
    }
    // Nineteen digits always fit 64 bits; with more, the mantissa may have overflowed.
    guard digits <= 19 else { return nil }
    if at < end && (bytes[at] | 0x20) == UInt8(ascii: "e") {
      guard let power = JSONScanner.power(at: &at, in: bytes) else { return nil }
      exponent += power
    }
    guard let value = JSONScanner.nearest(mantissa, exponent) else { return nil }
    offset = at
    return Float(isNegative ? -value : value)
  }

  @inline(__always)
  private static func digits(
    into mantissa: inout UInt64, at place: inout Int, in bytes: Span<UInt8>
  ) {
    while let run = DigitRun(at: place, in: bytes) {
      mantissa = mantissa &* run.scale &+ run.value
      place += run.count
      if run.count < 8 { return }
    }
    fewDigits(into: &mantissa, at: &place, in: bytes)
  }

  @inline(__always)
  private static func fewDigits(
    into mantissa: inout UInt64, at place: inout Int, in bytes: Span<UInt8>
  ) {
    while place < bytes.count {
      let digit = bytes[place] &- 0x30
      guard digit < 10 else { return }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      place += 1
    }
  }

  /// What follows "e": a sign and at most four digits.
  private static func power(at place: inout Int, in bytes: Span<UInt8>) -> Int? {
    var at = place + 1
    guard at < bytes.count else { return nil }
    let isNegative = bytes[at] == UInt8(ascii: "-")
    if isNegative || bytes[at] == UInt8(ascii: "+") { at += 1 }
    let first = at
    var power: UInt64 = 0
    fewDigits(into: &power, at: &at, in: bytes)
    guard at > first, at - first <= 4 else { return nil }
    place = at
    return isNegative ? -Int(power) : Int(power)
  }
}
