/// Runs of bytes in text, found eight at a time and copied at once: texts are long, and what must be
/// looked at in them is rare.
public enum ByteRuns {
  /// The first quote, backslash or control character from `start` on, or the end.
  @inlinable
  public static func plainEnd(in bytes: Span<UInt8>, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var place = start
    while place <= bytes.count - 8 {
      let word = WordBytes.word(bytes, at: place)
      let quotes = word ^ (ones &* 0x22)
      let slashes = word ^ (ones &* 0x5C)
      // The high bit of the first byte that is zero, or below 0x20; a borrow spoils only later bytes.
      let found =
        ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
        | ((word &- ones &* 0x20) & ~word)
      let bits = found & (ones &* 0x80)
      if bits != 0 { return place + (bits.trailingZeroBitCount >> 3) }
      place += 8
    }
    while place < bytes.count {
      let byte = bytes[place]
      if byte == 0x22 || byte == 0x5C || byte < 0x20 { return place }
      place += 1
    }
    return place
  }

  /// Appends them all.
  public static func append(_ run: Span<UInt8>, to bytes: inout [UInt8]) {
    unsafe run.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }
}
