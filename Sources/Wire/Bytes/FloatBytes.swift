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
}
