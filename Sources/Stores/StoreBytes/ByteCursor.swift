/// Goes through a part of a pinned file from front to back, field by field, little-endian.
///
/// Every read says what it is for, so that an error can say what was expected. Its calls block.
public struct ByteCursor: ~Copyable {
  public let file: PinnedFile
  /// Of the next byte, in the file.
  public private(set) var offset: UInt64
  /// Where this part of the file ends.
  public let end: UInt64
  private var window: [UInt8] = []
  private var windowStart: UInt64

  /// Fields are small and many: they are read from the machine so many bytes at once.
  private static let windowSize: UInt64 = 64 << 10

  /// From `start` to `end`, or to the end of the file.
  public init(_ file: PinnedFile, from start: UInt64 = 0, to end: UInt64? = nil) {
    self.file = file
    self.end = min(end ?? file.size, file.size)
    offset = min(start, self.end)
    windowStart = offset
  }

  public var left: UInt64 { end - offset }

  public mutating func u8(_ what: @autoclosure () -> String) throws(FormatError) -> UInt8 {
    UInt8(truncatingIfNeeded: try number(1, what))
  }
  public mutating func u16(_ what: @autoclosure () -> String) throws(FormatError) -> UInt16 {
    UInt16(truncatingIfNeeded: try number(2, what))
  }
  public mutating func u32(_ what: @autoclosure () -> String) throws(FormatError) -> UInt32 {
    UInt32(truncatingIfNeeded: try number(4, what))
  }
  public mutating func u64(_ what: @autoclosure () -> String) throws(FormatError) -> UInt64 {
    try number(8, what)
  }
  public mutating func i32(_ what: @autoclosure () -> String) throws(FormatError) -> Int32 {
    Int32(bitPattern: try u32(what()))
  }
  public mutating func i64(_ what: @autoclosure () -> String) throws(FormatError) -> Int64 {
    Int64(bitPattern: try u64(what()))
  }
  public mutating func f32(_ what: @autoclosure () -> String) throws(FormatError) -> Float {
    Float(bitPattern: try u32(what()))
  }
  public mutating func f64(_ what: @autoclosure () -> String) throws(FormatError) -> Double {
    Double(bitPattern: try u64(what()))
  }

  /// These many bytes; `count` is compared with what is left before anything is allocated.
  public mutating func bytes(_ count: Int, _ what: @autoclosure () -> String) throws(FormatError)
    -> [UInt8]
  {
    try require(count, what)
    defer { offset += UInt64(count) }
    return try file.read(at: offset, count: count)
  }

  public mutating func floats(_ count: Int, _ what: @autoclosure () -> String) throws(FormatError)
    -> [Float]
  {
    guard count >= 0, UInt64(count) <= left / 4 else { throw tooFew(count, of: 4, what()) }
    defer { offset += 4 * UInt64(count) }
    return try file.floats(at: offset, count: count)
  }

  /// Passes over bytes without reading them, and says where they began.
  @discardableResult
  public mutating func skip(_ count: UInt64, _ what: @autoclosure () -> String) throws(FormatError)
    -> UInt64
  {
    guard count <= left else { throw tooFew(Int(clamping: count), of: 1, what()) }
    defer { offset += count }
    return offset
  }

  /// An element count of eight bytes, refused unless that many elements of `size` bytes can follow.
  public mutating func count(of size: Int, _ what: @autoclosure () -> String) throws(FormatError)
    -> Int
  {
    let start = offset
    let count = try u64("the number of \(what())")
    guard size > 0, count <= left / UInt64(size) else {
      throw FormatError(
        .truncated, file.path, offset: start,
        "the file announces \(count) \(what()) of \(size) bytes each, and \(left) bytes are left")
    }
    return Int(count)
  }

  /// An error about the next byte, or about `offset`.
  public func failure(_ code: FormatError.Code, at offset: UInt64? = nil, _ message: String)
    -> FormatError
  {
    FormatError(code, file.path, offset: offset ?? self.offset, message)
  }

  private mutating func number(_ width: Int, _ what: () -> String) throws(FormatError) -> UInt64 {
    try require(width, what)
    if offset < windowStart || offset + UInt64(width) > windowStart + UInt64(window.count) {
      let count = min(ByteCursor.windowSize, left)
      window = try file.read(at: offset, count: Int(count))
      windowStart = offset
    }
    var value: UInt64 = 0
    let start = Int(offset - windowStart)
    for place in 0..<width { value |= UInt64(window[start + place]) << (8 * UInt64(place)) }
    offset += UInt64(width)
    return value
  }

  private func require(_ count: Int, _ what: () -> String) throws(FormatError) {
    guard count >= 0, UInt64(count) <= left else { throw tooFew(count, of: 1, what()) }
  }

  private func tooFew(_ count: Int, of size: Int, _ what: String) -> FormatError {
    let unit = size == 1 ? "bytes" : "values of \(size) bytes"
    return failure(.truncated, "expected \(what) (\(count) \(unit)), and \(left) bytes are left")
  }
}
