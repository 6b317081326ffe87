/// Bytes that are known to be readable text, and the place of every scalar in them.
///
/// The check comes before the parser sees a byte, so that a wrong byte is reported by its own place
/// and in our words, and so that the parser's lines are everybody's lines: the three characters
/// that it alone takes for line breaks are refused.
struct SourceText {
  let bytes: [UInt8]
  /// Behind a byte order mark.
  let start: Int
  /// The byte offset of every 32nd scalar; empty when every scalar is one byte.
  private var checkpoints: [Int] = []
  private static let stride = 32

  init(_ bytes: [UInt8]) throws(YAMLProblem) {
    self.bytes = bytes
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw .utf16(at: Mark(line: 1, column: 1, offset: 0))
    }
    start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if let offset = Self.firstUnreadable(bytes, from: start) { throw complaint(at: offset) }
    if bytes[start...].contains(where: { $0 >= 0x80 }) { checkpoints = markCheckpoints() }
  }

  /// The mark of a scalar by its number, line and column, all counted from 0.
  func mark(scalar: Int, line: Int, column: Int) -> Mark {
    Mark(line: line + 1, column: column + 1, offset: offset(ofScalar: scalar))
  }

  /// The mark of a byte offset, found by walking; for the few places that only know an offset.
  func mark(offset: Int) -> Mark {
    var line = 1
    var lineStart = start
    var index = start
    while index < offset {
      let byte = bytes[index]
      index += 1
      if byte == 0x0D && index < bytes.count && bytes[index] == 0x0A && index < offset {
        index += 1
      }
      if byte == 0x0A || byte == 0x0D {
        line += 1
        lineStart = index
      }
    }
    let column = bytes[min(lineStart, offset)..<offset].count { $0 & 0xC0 != 0x80 }
    return Mark(line: line, column: column + 1, offset: offset)
  }

  private func offset(ofScalar scalar: Int) -> Int {
    if checkpoints.isEmpty { return min(start + scalar, bytes.count) }
    let checkpoint = min(scalar / Self.stride, checkpoints.count - 1)
    var offset = checkpoints[checkpoint]
    var left = scalar - checkpoint * Self.stride
    while left > 0 && offset < bytes.count {
      offset += UTF8Scalar.length(ofLead: bytes[offset])
      left -= 1
    }
    return min(offset, bytes.count)
  }

  private func markCheckpoints() -> [Int] {
    var found: [Int] = []
    found.reserveCapacity(bytes.count / Self.stride + 1)
    var offset = start
    var scalar = 0
    while offset < bytes.count {
      if scalar % Self.stride == 0 { found.append(offset) }
      offset += UTF8Scalar.length(ofLead: bytes[offset])
      scalar += 1
    }
    return found
  }

  private static func firstUnreadable(_ bytes: [UInt8], from start: Int) -> Int? {
    var offset = start
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte >= 0x20 && byte < 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09 {
        offset += 1
        continue
      }
      guard let scalar = UTF8Scalar(bytes, at: offset), scalar.isAllowed else { return offset }
      offset += scalar.length
    }
    return nil
  }

  private func complaint(at offset: Int) -> YAMLProblem {
    let place = mark(offset: offset)
    guard let scalar = UTF8Scalar(bytes, at: offset) else {
      return .notUTF8(bytes[offset], at: place)
    }
    return .forbidden(scalar.value, at: place)
  }
}

extension SourceText {
  /// Where the text of a block scalar ends: the parser goes on to the line behind it.
  func markBehindText(before end: Mark, after start: Mark) -> Mark {
    var offset = end.offset
    while offset > start.offset, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset - 1]) {
      offset -= 1
    }
    var lineStart = offset
    while lineStart > start.offset, bytes[lineStart - 1] != 0x0A, bytes[lineStart - 1] != 0x0D {
      lineStart -= 1
    }
    let length = bytes[lineStart..<offset].count { $0 & 0xC0 != 0x80 }
    if lineStart == start.offset {
      return Mark(line: start.line, column: start.column + length, offset: offset)
    }
    let breaks = lineBreaks(from: start.offset, to: lineStart)
    return Mark(line: start.line + breaks, column: length + 1, offset: offset)
  }

  /// The mark of an offset not far before a known mark.
  func mark(offset: Int, above known: Mark) -> Mark {
    var lineStart = offset
    while lineStart > start, bytes[lineStart - 1] != 0x0A, bytes[lineStart - 1] != 0x0D {
      lineStart -= 1
    }
    let column = bytes[lineStart..<offset].count { $0 & 0xC0 != 0x80 } + 1
    let breaks = lineBreaks(from: offset, to: max(offset, known.offset))
    return Mark(line: known.line - breaks, column: column, offset: offset)
  }

  private func lineBreaks(from start: Int, to end: Int) -> Int {
    var count = 0
    for index in start..<end {
      if bytes[index] == 0x0A && (index == start || bytes[index - 1] != 0x0D) { count += 1 }
      if bytes[index] == 0x0D { count += 1 }
    }
    return count
  }
}
