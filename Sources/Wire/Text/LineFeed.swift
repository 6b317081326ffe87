internal import Glibc

/// Looks for the ends of lines, at the speed of memory.
public enum LineFeed {
  /// The position of the first line feed at or after `start`; nil where there is none.
  public static func first(in bytes: Span<UInt8>, from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress,
        let found = unsafe memchr(base + start, 0x0A, buffer.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }

  /// The position of the last line feed; nil where there is none.
  public static func last(in bytes: Span<UInt8>) -> Int? {
    var place = bytes.count - 1
    while place >= 0 {
      if bytes[place] == 0x0A { return place }
      place -= 1
    }
    return nil
  }
}
