internal import Wire

/// Elements as float32 values, rounded to the nearest as numpy does it.
enum FloatDecoding {
  /// All elements of `bytes`, whose count is a multiple of the element's size.
  static func floats(_ bytes: [UInt8], _ element: ElementType) -> [Float] {
    let count = bytes.count / element.size
    if element.isPlainFloat { return FloatBytes.floats(count, from: 0, in: bytes) }
    if element.kind == .float, element.size == 2, !element.isBigEndian {
      return FloatBytes.halves(count, from: 0, in: bytes)
    }
    var floats: [Float] = []
    floats.reserveCapacity(count)
    let span = bytes.span
    for number in 0..<count {
      let bits = bits(span, at: number * element.size, element)
      floats.append(value(bits, element))
    }
    return floats
  }

  @inline(__always)
  static func bits(_ bytes: Span<UInt8>, at place: Int, _ element: ElementType) -> UInt64 {
    if element.size == 8 {
      let word = WordBytes.word(bytes, at: place)
      return element.isBigEndian ? word.byteSwapped : word
    }
    var bits: UInt64 = 0
    for step in 0..<element.size {
      let byte = bytes[place + (element.isBigEndian ? step : element.size - 1 - step)]
      bits = bits << 8 | UInt64(byte)
    }
    return bits
  }

  @inline(__always)
  private static func value(_ bits: UInt64, _ element: ElementType) -> Float {
    switch (element.kind, element.size) {
    case (.float, 8): Float(Double(bitPattern: bits))
    case (.float, 4): Float(bitPattern: UInt32(truncatingIfNeeded: bits))
    case (.float, _): FloatBytes.widened(UInt16(truncatingIfNeeded: bits))
    case (.signed, let size):
      Float(Int64(truncatingIfNeeded: bits << (64 - 8 * size)) >> (64 - 8 * size))
    default: Float(bits)
    }
  }
}
