/// The beginning of an array of numpy that somebody is about to write.
public enum ArrayHead {
  /// Rows of little-endian float32, one after the other, follow it. It ends at a multiple of 64 bytes,
  /// as numpy's own does, so that the numbers can be mapped into memory.
  public static func bytes(rows: Int, dimensions: Int) -> [UInt8] {
    let facts = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(dimensions)), }"
    let start = ArrayHeader.mark + [1, 0]
    // Behind the start come two bytes of length, and behind the facts a line feed.
    let total = (start.count + 2 + facts.utf8.count + 1 + 63) / 64 * 64
    let length = total - start.count - 2
    let padding = [UInt8](repeating: UInt8(ascii: " "), count: length - facts.utf8.count - 1)
    return start + [UInt8(length & 0xFF), UInt8(length >> 8)] + Array(facts.utf8) + padding + [0x0A]
  }
}
