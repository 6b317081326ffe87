internal import StoreBytes

/// The bytes of a pickle through a window, which grows while it moves forward.
struct PickleBytes: ~Copyable {
  let file: PinnedFile
  let end: UInt64
  private(set) var window: [UInt8] = []
  private(set) var windowStart: UInt64
  /// In the window.
  private(set) var place = 0
  private var size = smallest

  private static let smallest = 8 << 10
  private static let largest = 256 << 10

  init(_ file: PinnedFile, from start: UInt64 = 0, to end: UInt64? = nil) {
    self.file = file
    self.end = min(end ?? file.size, file.size)
    windowStart = min(start, self.end)
  }

  var offset: UInt64 { windowStart + UInt64(place) }
  var left: UInt64 { end - offset }

  mutating func seek(_ offset: UInt64) {
    let windowEnd = windowStart + UInt64(window.count)
    if offset >= windowStart, offset <= windowEnd {
      place = Int(offset - windowStart)
      return
    }
    let isNear = offset > windowEnd && offset - windowEnd < UInt64(PickleBytes.largest)
    size = isNear ? size : PickleBytes.smallest
    window = []
    windowStart = min(offset, end)
    place = 0
  }

  mutating func skip(_ count: UInt64, _ what: StaticString) throws(FormatError) {
    guard count <= left else { throw tooFew(count, what) }
    seek(offset + count)
  }

  mutating func u8() throws(FormatError) -> UInt8 {
    if place == window.count { try refill(1, "an opcode") }
    defer { place += 1 }
    return window[place]
  }

  mutating func peek() throws(FormatError) -> UInt8 {
    if place == window.count { try refill(1, "an opcode") }
    return window[place]
  }

  /// Little-endian.
  mutating func number(_ width: Int, _ what: StaticString) throws(FormatError) -> UInt64 {
    if window.count - place < width { try refill(width, what) }
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(window[place + index]) << (8 * UInt64(index)) }
    place += width
    return value
  }

  /// Where a line that ends in a line feed is, without it; the line is passed.
  mutating func line(_ limit: Int, _ what: StaticString) throws(FormatError) -> (UInt64, UInt32) {
    let start = offset
    while true {
      let from = place
      while place < window.count {
        if window[place] == 0x0A {
          let length = offset - start
          place += 1
          return (start, UInt32(length))
        }
        place += 1
      }
      guard offset - start <= UInt64(limit) else {
        throw failure(.tooLarge, at: start, "\(what) is longer than \(limit) bytes")
      }
      guard left > 0 else {
        throw failure(.truncated, at: start, "expected \(what) that ends in a line feed")
      }
      if from == place || place == window.count { try refill(1, what) }
    }
  }

  /// Lends bytes of the file, from the window if they are in it.
  borrowing func lend<Value>(
    _ start: UInt64, _ count: Int, _ body: (Span<UInt8>) throws(FormatError) -> Value
  ) throws(FormatError) -> Value {
    if start >= windowStart, start + UInt64(count) <= windowStart + UInt64(window.count) {
      let first = Int(start - windowStart)
      return try body(window.span.extracting(first..<first + count))
    }
    let bytes = try file.read(at: start, count: count)
    return try body(bytes.span)
  }

  /// Whether the window has these bytes from here on, or could be made to have them.
  mutating func hold(_ count: UInt64) throws(FormatError) -> Bool {
    guard count <= UInt64(PickleBytes.largest), count <= left else { return false }
    if window.count - place < Int(count) { try refill(Int(count), "an item") }
    return true
  }

  /// Whether there is more of the pickle behind the window, which begins here then.
  mutating func advanceWindow() throws(FormatError) -> Bool {
    guard place > 0 || window.count < PickleBytes.largest,
      windowStart + UInt64(window.count) < end
    else { return false }
    try refill(1, "an item")
    return true
  }

  func failure(_ code: FormatError.Code, at offset: UInt64, _ message: String) -> FormatError {
    FormatError(code, file.path, offset: offset, message)
  }

  private mutating func refill(_ count: Int, _ what: StaticString) throws(FormatError) {
    guard UInt64(count) <= left else { throw tooFew(UInt64(count), what) }
    let start = offset
    let wanted = min(UInt64(max(size, count)), left)
    size = min(2 * size, PickleBytes.largest)
    window = []
    window = try file.read(at: start, count: Int(wanted))
    windowStart = start
    place = 0
  }

  private func tooFew(_ count: UInt64, _ what: StaticString) -> FormatError {
    failure(.truncated, at: offset, "expected \(what) (\(count) bytes), and \(left) bytes are left")
  }
}
