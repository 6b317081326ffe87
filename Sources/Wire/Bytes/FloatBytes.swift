/// Float32 values as little-endian bytes, copied and not converted one by one.
///
/// A loop over the bytes costs twenty times as much as the copy, and vectors are nearly all bytes
/// that are stored. Every machine that Swift runs on here is little-endian.
public enum FloatBytes {
  public static func append(_ values: [Float], to bytes: inout [UInt8]) {
    unsafe values.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  public static func append(_ values: ArraySlice<Float>, to bytes: inout [UInt8]) {
    unsafe values.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  /// The `count` values that begin at byte `start`; all of them must be there.
  public static func floats(_ count: Int, from start: Int, in bytes: [UInt8]) -> [Float] {
    let range = start..<start + 4 * count
    precondition(start >= 0 && range.upperBound <= bytes.count)
    return unsafe [Float](unsafeUninitializedCapacity: count) { floats, written in
      let target = UnsafeMutableRawBufferPointer(floats)
      unsafe bytes.withUnsafeBytes { source in
        unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[range]))
      }
      written = count
    }
  }

  /// The `count` values of 16 bits that begin at byte `start`, widened; all of them must be there.
  public static func halves(_ count: Int, from start: Int, in bytes: [UInt8]) -> [Float] {
    precondition(count >= 0 && start >= 0 && start <= bytes.count - 2 * count)
    return unsafe [Float](unsafeUninitializedCapacity: count) { floats, written in
      unsafe bytes.withUnsafeBytes { source in
        for index in 0..<count {
          // Without a check that the sum is no overflow, which it is not, several are done at once.
          let half = unsafe source.loadUnaligned(
            fromByteOffset: start &+ 2 &* index, as: UInt16.self)
          unsafe floats[index] = widened(UInt16(littleEndian: half))
        }
      }
      written = count
    }
  }

  /// A float of 16 bits, of which every value is one of 32. Without a branch, so that the compiler can
  /// do several at once: exponent and fraction in the place of those of 32 bits stand for the value times
  /// 2 to the -112, whether it has the full number of digits or not.
  @inline(__always)
  public static func widened(_ half: UInt16) -> Float {
    let magnitude = UInt32(half & 0x7FFF) << 13
    let finite = (Float(bitPattern: magnitude) * 0x1p112).bitPattern
    let isFinite = magnitude < 0x0F80_0000
    return Float(
      bitPattern: (isFinite ? finite : magnitude | 0x7F80_0000) | UInt32(half & 0x8000) << 16)
  }

  /// Copies `count` values from one place to another; all of them must be there.
  public static func copy(
    _ count: Int, from source: [Float], at start: Int, into target: inout [Float], at place: Int
  ) {
    precondition(count >= 0 && start >= 0 && start <= source.count - count)
    precondition(place >= 0 && place <= target.count - count)
    unsafe target.withUnsafeMutableBufferPointer { target in
      unsafe source.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        unsafe (to + place).update(from: from + start, count: count)
      }
    }
  }

  /// Whether none of these values is infinite or not a number.
  public static func areFinite(_ values: [Float]) -> Bool {
    unsafe values.withUnsafeBufferPointer { values in
      // Such a value has all bits of the exponent set, and one more carries into the sign.
      var carried: UInt32 = 0
      for place in values.indices {
        carried |= (unsafe values[place].bitPattern & 0x7FFF_FFFF) &+ 0x0080_0000
      }
      return carried >> 31 == 0
    }
  }

  /// The greatest magnitude of these values, of which all must be there; not a number if one of them
  /// is not.
  public static func greatestMagnitude(_ values: [Float], _ range: Range<Int>) -> Float {
    precondition(range.lowerBound >= 0 && range.upperBound <= values.count)
    return unsafe values.withUnsafeBufferPointer { values in
      // Magnitudes are in the order of their bits, and what is not a number is above all of them.
      var greatest: Int32 = 0
      for place in range {
        greatest = max(greatest, Int32(bitPattern: unsafe values[place].bitPattern & 0x7FFF_FFFF))
      }
      return Float(bitPattern: UInt32(bitPattern: greatest))
    }
  }
}
