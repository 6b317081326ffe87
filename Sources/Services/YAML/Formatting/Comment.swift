/// A comment of a text, which the parser does not tell of.
struct Comment: Hashable {
  /// From the number sign on, without white space at its end.
  let text: String
  let offset: Int
  /// 1-based.
  let line: Int
  let column: Int
  /// Whether nothing stands before it on its line.
  let isAlone: Bool
  /// Whether the line above is blank.
  let followsBlank: Bool
}

/// Finds comments in what the scalars of a text leave over.
struct CommentScanner {
  private let bytes: [UInt8]
  private var offset: Int
  private var line = 1
  private var lineStart: Int
  private var isBlankSoFar = true
  private var lastWasBlank = false
  private(set) var comments: [Comment] = []
  /// Lines without anything on them, scalars' own lines aside.
  private(set) var blankLines: Set<Int> = []

  /// `scalars` are the byte ranges that hold no comments, in order.
  init(_ text: SourceText, scalars: [Range<Int>]) {
    bytes = text.bytes
    offset = text.start
    lineStart = text.start
    for range in scalars {
      scan(to: range.lowerBound)
      skip(to: range.upperBound)
    }
    scan(to: bytes.count)
  }

  private mutating func scan(to end: Int) {
    while offset < end {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "#") && isComment {
        takeComment()
      } else if byte == 0x0A || byte == 0x0D {
        endLine()
      } else {
        if byte != 0x20 && byte != 0x09 { isBlankSoFar = false }
        offset += 1
      }
    }
  }

  private mutating func skip(to end: Int) {
    while offset < end {
      isBlankSoFar = false
      if bytes[offset] == 0x0A || bytes[offset] == 0x0D { endLine() } else { offset += 1 }
    }
    if lineStart < offset { isBlankSoFar = false }
  }

  private var isComment: Bool {
    offset == lineStart || bytes[offset - 1] == 0x20 || bytes[offset - 1] == 0x09
  }

  private mutating func takeComment() {
    var end = offset
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    let column = bytes[lineStart..<offset].count { $0 & 0xC0 != 0x80 } + 1
    var shown = bytes[offset..<end]
    while let last = shown.last, last == 0x20 || last == 0x09 { shown.removeLast() }
    comments.append(
      Comment(
        text: String(decoding: shown, as: UTF8.self), offset: offset, line: line, column: column,
        isAlone: isBlankSoFar, followsBlank: lastWasBlank))
    isBlankSoFar = false
    offset = end
  }

  private mutating func endLine() {
    if isBlankSoFar { blankLines.insert(line) }
    lastWasBlank = isBlankSoFar
    if bytes[offset] == 0x0D, offset + 1 < bytes.count, bytes[offset + 1] == 0x0A { offset += 1 }
    offset += 1
    line += 1
    lineStart = offset
    isBlankSoFar = true
  }
}
