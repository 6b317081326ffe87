public import StoreBytes
public import Wire

/// Goes through a file of JSON from front to back, of which it holds one window. Its calls block.
///
/// A value is read where it lies in the window; one that is cut by the window's end is read again from
/// a larger window, up to `limit`.
public struct JSONCursor: Sendable {
  public let file: PinnedFile
  /// Where the text ends.
  public let end: UInt64
  private var window: [UInt8] = []
  /// Of the window's first byte, in the file.
  private var start: UInt64
  private var scanner = JSONScanner()

  /// No single value may be longer.
  public var limit = 64 << 20
  /// How much is read at once where reading goes on from where it was.
  private static let block = 1 << 20
  /// How much is read at once behind a jump, where perhaps only one value is wanted.
  private static let jump = 32 << 10
  /// An error so near the window's end may come from the end.
  private static let doubt = 64 << 10

  public init(_ file: PinnedFile, at offset: UInt64 = 0) {
    self.file = file
    end = file.size
    start = min(offset, file.size)
  }

  /// Of the next byte, in the file.
  public var offset: UInt64 { start + UInt64(scanner.offset) }

  /// Goes to another place in the file; nothing is read again that is in the window.
  public mutating func move(to offset: UInt64) throws(FormatError) {
    let target = min(offset, end)
    if target >= start && target - start < UInt64(window.count) {
      scanner.offset = Int(target - start)
      return
    }
    let isNext = target == start + UInt64(window.count)
    scanner.offset = 0
    start = target
    window = []
    if !isNext { try refill(JSONCursor.jump) }
  }

  /// The next byte that is not white space; nil at the end of the file.
  public mutating func peek() throws(FormatError) -> UInt8? {
    while true {
      var ahead = scanner
      ahead.skipSpace(in: window.span)
      scanner = ahead
      if scanner.offset < window.count { return window[scanner.offset] }
      guard offset < end else { return nil }
      try refill(JSONCursor.block)
    }
  }

  /// Steps over this byte, if it comes next.
  public mutating func take(_ byte: UInt8) throws(FormatError) -> Bool {
    guard try peek() == byte else { return false }
    scanner.offset += 1
    return true
  }

  /// Steps over this byte, which has to come next.
  public mutating func require(_ byte: UInt8, _ what: String) throws(FormatError) {
    guard try take(byte) else { throw try unexpected(what) }
  }

  /// A key and its colon.
  public mutating func key() throws(FormatError) -> String {
    try parse { (scanner, bytes) throws(JSONError) in try scanner.key(in: bytes) }
  }

  /// A string of the text.
  public mutating func string() throws(FormatError) -> String {
    try parse { (scanner, bytes) throws(JSONError) in try scanner.string(in: bytes) }
  }

  /// Reads one value with `body`, which may be called again from the beginning of the value with more
  /// of the text.
  public mutating func parse<Value>(
    row: Int? = nil, _ body: (inout JSONScanner, Span<UInt8>) throws(JSONError) -> Value
  ) throws(FormatError) -> Value {
    _ = try peek()
    while true {
      let isWhole = start + UInt64(window.count) == end
      var ahead = scanner
      do throws(JSONError) {
        let value = try body(&ahead, window.span)
        // A number that touches the window's end may go on behind it.
        if isWhole || ahead.offset < window.count {
          scanner = ahead
          return value
        }
      } catch {
        let isCut = error.kind == .endedEarly || window.count - error.offset < JSONCursor.doubt
        if isWhole || !isCut { throw failure(error, row: row) }
      }
      try grow(row)
    }
  }

  /// Reads more of the text behind what is left of the window.
  private mutating func grow(_ row: Int?) throws(FormatError) {
    let kept = window.count - scanner.offset
    guard kept < limit else {
      throw failure(
        .tooLarge, row: row, "a value of more than \(limit >> 20) MB, which is not read")
    }
    try refill(max(JSONCursor.block, min(kept * 4, limit)))
  }

  /// The window begins at the scanner and has `count` bytes, or what is left.
  private mutating func refill(_ count: Int) throws(FormatError) {
    start = offset
    scanner.offset = 0
    window = try file.read(at: start, count: Int(min(UInt64(count), end - start)))
  }

  /// Steps over one value, of which only the brackets and quotes are looked at.
  public mutating func skip() throws(FormatError) {
    guard let first = try peek() else { throw try unexpected("a value") }
    var extent = JSONExtent()
    while true {
      let passed = extent.advance(over: window.span.extracting(scanner.offset..<window.count))
      scanner.offset += passed
      if extent.isOver { break }
      guard offset < end else {
        guard extent.mayEnd else {
          throw failure(.truncated, "the text ends in the middle of a value")
        }
        break
      }
      try refill(JSONCursor.block)
    }
    if extent.isEmpty {
      throw failure(.corrupt, "expected a value, found \"\(Unicode.Scalar(first))\"")
    }
  }
}

extension JSONCursor {
  /// The beginning of a file, behind a byte order mark if it has one. What cannot be JSON is refused
  /// before a parser stumbles over it.
  public static func behindMark(_ file: PinnedFile) throws(FormatError) -> JSONCursor {
    let head = try file.read(at: 0, count: Int(min(file.size, 32)))
    if let reason = refusal(head) { throw FormatError(.wrongContent, file.path, reason) }
    return JSONCursor(file, at: head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
  }

  private static func refusal(_ head: [UInt8]) -> String? {
    if head.starts(with: [0x1F, 0x8B]) { return "the file is compressed with gzip; unpack it" }
    if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      return "the file is compressed with zstd; unpack it"
    }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      return "the file is UTF-16; save it as UTF-8"
    }
    if head.starts(with: "version https://git-lfs".utf8) {
      return "the file is a pointer of Git LFS, not the rows; fetch it with git lfs pull"
    }
    return head.first == UInt8(ascii: "<") ? "the file is a web page or XML, not JSON" : nil
  }

  /// An error about the next byte.
  public func failure(_ code: FormatError.Code, row: Int? = nil, _ message: String) -> FormatError {
    FormatError(code, file.path, offset: offset, row: row, message)
  }

  /// An error of the scanner, which counts from the window's start.
  private func failure(_ error: JSONError, row: Int?) -> FormatError {
    FormatError(
      error.kind == .endedEarly ? .truncated : .corrupt, file.path,
      offset: start + UInt64(error.offset), row: row, error.message)
  }

  /// What stands here is something else.
  public mutating func unexpected(_ what: String) throws(FormatError) -> FormatError {
    guard let byte = try peek() else {
      return failure(.truncated, "expected \(what), and the text ends here")
    }
    let found = (0x21...0x7E).contains(byte) ? "\"\(Unicode.Scalar(byte))\"" : "another byte"
    return failure(.corrupt, "expected \(what), found \(found)")
  }
}
