/// One line of a text as a person sees it.
struct SourceLine {
  /// 1-based.
  let number: Int
  /// Without the line break.
  let bytes: ArraySlice<UInt8>

  /// Spaces and tabs at its beginning.
  var indentation: ArraySlice<UInt8> { bytes.prefix { $0 == 0x20 || $0 == 0x09 } }
  var indent: Int { indentation.count }
  /// Neither blank nor a comment.
  var hasContent: Bool {
    let rest = bytes.dropFirst(indent)
    return !rest.isEmpty && rest.first != UInt8(ascii: "#")
  }

  /// The offset of a colon that has no space behind it and may have been meant to end a key.
  var tightColon: Int? {
    bytes.indices.first { index in
      bytes[index] == UInt8(ascii: ":") && index > bytes.startIndex
        && bytes.indices.contains(index + 1) && bytes[index + 1] != 0x20
        && !bytes[(index + 1)...].starts(with: Array("//".utf8))
    }
  }

  /// Whether a colon ends a key on this line before `offset`.
  func endsKey(before offset: Int) -> Bool {
    bytes.indices.contains { index in
      index < offset && bytes[index] == UInt8(ascii: ":")
        && (index + 1 == bytes.endIndex || bytes[index + 1] == 0x20)
    }
  }
}

extension SourceText {
  func line(at mark: Mark) -> SourceLine {
    line(number: mark.line, at: min(mark.offset, bytes.count))
  }

  /// The nearest line above with content that satisfies `condition`.
  func line(above line: SourceLine, where condition: (SourceLine) -> Bool) -> SourceLine? {
    var line = line
    while line.number > 1 {
      var end = line.bytes.startIndex - 1
      if bytes[end] == 0x0A, end > start, bytes[end - 1] == 0x0D { end -= 1 }
      line = self.line(number: line.number - 1, at: end)
      if line.hasContent && condition(line) { return line }
    }
    return nil
  }

  private func line(number: Int, at offset: Int) -> SourceLine {
    var first = offset
    while first > start, bytes[first - 1] != 0x0A, bytes[first - 1] != 0x0D { first -= 1 }
    var end = offset
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    return SourceLine(number: number, bytes: bytes[first..<end])
  }
}
