internal import Glibc
public import Model

extension JSONScanner {
  /// A number: an integer where it is written as one, else a double.
  ///
  /// An integer beyond 64 signed bits becomes a double when that loses nothing, and is refused when
  /// it would: ids and amounts must never change silently.
  public mutating func number(in bytes: Span<UInt8>) throws(JSONError) -> PayloadValue {
    let start = offset
    let decimal = try decimal(in: bytes)
    guard decimal.isInteger else { return .double(try double(decimal, in: bytes, from: start)) }
    if decimal.isExact {
      if decimal.isNegative && decimal.mantissa <= UInt64(1) << 63 {
        return .int(Int64(truncatingIfNeeded: 0 &- decimal.mantissa))
      }
      if !decimal.isNegative, let value = Int64(exactly: decimal.mantissa) { return .int(value) }
    }
    let value = try double(decimal, in: bytes, from: start)
    guard decimal.isExact, UInt64(exactly: value.magnitude) == decimal.mantissa else {
      throw JSONError(
        .numberTooLarge, "an integer that does not fit 64 signed bits; write it as a string",
        at: start)
    }
    return .double(value)
  }

  /// A point's number: an integer of 64 unsigned bits, or nil where another kind of number stands.
  public mutating func unsigned(in bytes: Span<UInt8>) throws(JSONError) -> UInt64? {
    let start = offset
    let decimal = try decimal(in: bytes)
    guard decimal.isInteger, decimal.isExact, !decimal.isNegative else {
      offset = start
      return nil
    }
    return decimal.mantissa
  }

  /// A number of a vector: the double that the text means, rounded to float32, as every reader in
  /// Python does it.
  public mutating func float(in bytes: Span<UInt8>) throws(JSONError) -> Float {
    let start = offset
    let decimal = try decimal(in: bytes)
    return Float(try double(decimal, in: bytes, from: start))
  }

  /// A number's digits: mantissa × 10^exponent.
  struct Decimal {
    var mantissa: UInt64 = 0
    var exponent = 0
    var isNegative = false
    var isInteger = true
    /// Whether all digits are in the mantissa.
    var isExact = true

    /// The mantissa with one more digit, where 64 bits hold it and every digit so far is in it.
    func appending(_ digit: UInt8) -> UInt64? {
      // 1844674407370955160 × 10 + 9 is the last value that cannot overflow.
      if mantissa < 1_844_674_407_370_955_160 { return mantissa &* 10 &+ UInt64(digit) }
      guard isExact, mantissa <= 1_844_674_407_370_955_161 else { return nil }
      let (sum, overflow) = (mantissa &* 10).addingReportingOverflow(UInt64(digit))
      return overflow ? nil : sum
    }
  }

  private mutating func decimal(in bytes: Span<UInt8>) throws(JSONError) -> Decimal {
    let start = offset
    var decimal = Decimal()
    if offset < bytes.count && bytes[offset] == UInt8(ascii: "-") {
      decimal.isNegative = true
      offset += 1
    }
    let first = offset
    try digits(into: &decimal, fraction: false, in: bytes)
    guard offset > first else { throw notANumber(in: bytes, from: start) }
    guard bytes[first] != 0x30 || offset == first + 1 else {
      throw JSONError(.badNumber, "a number that starts with a zero", at: start)
    }
    if offset < bytes.count && bytes[offset] == UInt8(ascii: ".") {
      decimal.isInteger = false
      offset += 1
      let fraction = offset
      try digits(into: &decimal, fraction: true, in: bytes)
      guard offset > fraction else {
        throw JSONError(.badNumber, "a number that ends in a point", at: start)
      }
    }
    if offset < bytes.count && (bytes[offset] | 0x20) == UInt8(ascii: "e") {
      decimal.isInteger = false
      try exponent(into: &decimal, in: bytes, from: start)
    }
    return decimal
  }

  private mutating func digits(
    into decimal: inout Decimal, fraction: Bool, in bytes: Span<UInt8>
  ) throws(JSONError) {
    while offset < bytes.count {
      let digit = bytes[offset] &- 0x30
      guard digit < 10 else { return }
      if let longer = decimal.appending(digit) {
        decimal.mantissa = longer
        if fraction { decimal.exponent -= 1 }
      } else {
        if digit != 0 || !fraction { decimal.isExact = false }
        if !fraction { decimal.exponent += 1 }
      }
      offset += 1
    }
  }

  private mutating func exponent(
    into decimal: inout Decimal, in bytes: Span<UInt8>, from start: Int
  ) throws(JSONError) {
    offset += 1
    var isNegative = false
    if offset < bytes.count
      && (bytes[offset] == UInt8(ascii: "-") || bytes[offset] == UInt8(ascii: "+"))
    {
      isNegative = bytes[offset] == UInt8(ascii: "-")
      offset += 1
    }
    let first = offset
    var value = 0
    while offset < bytes.count {
      let digit = bytes[offset] &- 0x30
      guard digit < 10 else { break }
      value = min(value * 10 + Int(digit), 100_000)
      offset += 1
    }
    guard offset > first else {
      throw JSONError(.badNumber, "a number that ends in an exponent", at: start)
    }
    decimal.exponent += isNegative ? -value : value
  }

  /// Python writes NaN and Infinity; say so instead of "unexpected byte".
  private func notANumber(in bytes: Span<UInt8>, from start: Int) -> JSONError {
    if offset < bytes.count
      && (bytes[offset] == UInt8(ascii: "N") || bytes[offset] == UInt8(ascii: "I"))
    {
      return JSONError(.notFinite, "a number that is not finite (NaN or Infinity)", at: start)
    }
    return JSONError(.unexpectedByte, "expected a value, found \(found(in: bytes))", at: offset)
  }

  private func double(_ decimal: Decimal, in bytes: Span<UInt8>, from start: Int) throws(JSONError)
    -> Double
  {
    let value: Double
    if let nearest = JSONScanner.nearest(decimal.mantissa, decimal.exponent), decimal.isExact {
      value = decimal.isNegative ? -nearest : nearest
    } else {
      value = JSONScanner.rounded(bytes.extracting(start..<offset))
    }
    guard value.isFinite else {
      throw JSONError(.numberTooLarge, "a number beyond the range of 64-bit floats", at: start)
    }
    return value
  }

  /// The double nearest to mantissa × 10^exponent, or nil where that takes more than a few steps.
  @inline(__always)
  static func nearest(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    // Mantissa and power of ten are both exact doubles here, so one operation rounds correctly.
    guard mantissa <= 1 << 53, exponent >= -22, exponent <= 22 else {
      return PowersOfFive.double(mantissa, exponent: exponent)
    }
    let value = Double(mantissa)
    return exponent < 0 ? value / powers[-exponent] : value * powers[exponent]
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The slow path is the C library's, which rounds every decimal correctly. The locale is never set.
  private static func rounded(_ text: Span<UInt8>) -> Double {
    var digits: [CChar] = []
    digits.reserveCapacity(text.count + 1)
    for index in text.indices { digits.append(CChar(bitPattern: text[index])) }
    digits.append(0)
    return unsafe digits.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return unsafe strtod(base, nil)
    }
  }
}
