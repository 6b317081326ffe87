/// Rounds mantissa × 10^exponent to the nearest double with one or two multiplications.
///
/// This is the algorithm of Eisel and Lemire ("Number parsing at a gigabyte per second", 2021), for
/// the exponents that vectors have. Inside that range no result is subnormal or infinite, which
/// leaves one kind of doubt: a product too close to the middle of two doubles.
enum PowersOfFive {
  /// Nil where the exponent is outside the table, or 128 bits of the power cannot decide.
  static func double(_ mantissa: UInt64, exponent: Int) -> Double? {
    guard mantissa != 0 else { return 0 }
    guard exponents.contains(exponent) else { return nil }
    let zeros = mantissa.leadingZeroBitCount
    let shifted = mantissa << UInt64(zeros)
    let place = 2 * (exponent - exponents.lowerBound)
    var product = shifted.multipliedFullWidth(by: bits[place])
    // The nine bits below the result are all ones: the lower half of the power may still carry.
    if product.high & 0x1FF == 0x1FF {
      let correction = shifted.multipliedFullWidth(by: bits[place + 1]).high
      let (low, carries) = product.low.addingReportingOverflow(correction)
      product = (product.high &+ (carries ? 1 : 0), low)
      if low == .max && !(-27...55).contains(exponent) { return nil }
    }
    return rounded(product, exponent: exponent, zeros: zeros)
  }

  private static func rounded(
    _ product: (high: UInt64, low: UInt64), exponent: Int, zeros: Int
  ) -> Double {
    let upper = product.high >> 63
    let shift = upper + 9
    var mantissa = product.high >> shift
    // 217706 / 65536 is the binary logarithm of ten, near enough for every exponent of a double.
    var power = ((217706 * exponent) >> 16) + 63 + Int(upper) - zeros + 1023
    // Exactly in the middle, which only powers that 64 bits hold can be: the even one is nearest.
    if product.low <= 1 && mantissa & 3 == 1 && (-4...23).contains(exponent)
      && mantissa << shift == product.high
    {
      mantissa &= ~1
    }
    mantissa = (mantissa + (mantissa & 1)) >> 1
    if mantissa >= 1 << 53 {
      mantissa = 1 << 52
      power += 1
    }
    return Double(bitPattern: UInt64(power) << 52 | mantissa & (1 << 52 - 1))
  }
}
