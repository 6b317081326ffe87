/// A number in groups of seven bits, the lowest first; the last one has no high bit.
enum Varint {
  /// Nil where the bytes end before it, or it takes as many bits as that.
  @inline(__always)
  static func next(in bytes: [UInt8], at place: inout Int, until end: Int, bits: UInt64) -> UInt64?
  {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: bits, by: 7) {
      guard place < end else { return nil }
      let byte = bytes[place]
      place += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }
}
