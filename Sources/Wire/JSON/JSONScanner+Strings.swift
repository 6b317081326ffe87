internal import Model

extension JSONScanner {
  /// A string, with its escapes undone and its UTF-8 checked.
  public mutating func string(in bytes: Span<UInt8>) throws(JSONError) -> String {
    guard try peek(in: bytes) == UInt8(ascii: "\"") else {
      throw JSONError(.wrongKind, "expected a string, found \(found(in: bytes))", at: offset)
    }
    let opening = offset
    offset += 1
    let start = offset
    offset = ByteRuns.plainEnd(in: bytes, from: start)
    guard offset < bytes.count else {
      throw JSONError(.endedEarly, "a string that is never closed", at: opening)
    }
    switch bytes[offset] {
    case UInt8(ascii: "\""):
      let text = bytes.extracting(start..<offset)
      offset += 1
      return try checked(text, from: opening)
    case UInt8(ascii: "\\"): return try unescaped(in: bytes, from: start, opening)
    case let byte: throw controlCharacter(byte)
    }
  }

  private func checked(_ text: Span<UInt8>, from opening: Int) throws(JSONError) -> String {
    guard let span = try? UTF8Span(validating: text) else {
      throw JSONError(.badText, "a string that is not valid UTF-8", at: opening)
    }
    return String(copying: span)
  }

  private func controlCharacter(_ byte: UInt8) -> JSONError {
    JSONError(
      .badText, "the control character 0x\(Hex.text([byte])) in a string, which has to be escaped",
      at: offset)
  }

  private mutating func unescaped(
    in bytes: Span<UInt8>, from start: Int, _ opening: Int
  ) throws(JSONError) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * (offset - start) + 64)
    ByteRuns.append(bytes.extracting(start..<offset), to: &text)
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\"") {
        offset += 1
        return try checked(text.span, from: opening)
      }
      guard byte == UInt8(ascii: "\\") else { throw controlCharacter(byte) }
      try appendEscape(in: bytes, to: &text)
      let run = offset
      offset = ByteRuns.plainEnd(in: bytes, from: run)
      ByteRuns.append(bytes.extracting(run..<offset), to: &text)
    }
    throw JSONError(.endedEarly, "a string that is never closed", at: opening)
  }

  private mutating func appendEscape(in bytes: Span<UInt8>, to text: inout [UInt8])
    throws(JSONError)
  {
    guard offset + 1 < bytes.count else {
      throw JSONError(.endedEarly, "the text ends in the middle of an escape", at: offset)
    }
    let letter = bytes[offset + 1]
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      text.append(contentsOf: String(try scalar(in: bytes)).utf8)
      return
    default: throw JSONError(.badEscape, "an escape that JSON does not have", at: offset)
    }
    offset += 2
  }

  /// One `\uXXXX`, or two where they are the halves of one character.
  private mutating func scalar(in bytes: Span<UInt8>) throws(JSONError) -> Character {
    let start = offset
    let first = try codeUnit(in: bytes)
    if let scalar = Unicode.Scalar(UInt32(first)) { return Character(scalar) }
    guard first < 0xDC00, offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
      bytes[offset + 1] == UInt8(ascii: "u")
    else { throw JSONError(.badEscape, "half of a surrogate pair", at: start) }
    let second = try codeUnit(in: bytes)
    guard (0xDC00...0xDFFF).contains(second) else {
      throw JSONError(.badEscape, "half of a surrogate pair", at: start)
    }
    let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    guard let scalar = Unicode.Scalar(value) else {
      throw JSONError(.badEscape, "half of a surrogate pair", at: start)
    }
    return Character(scalar)
  }

  private mutating func codeUnit(in bytes: Span<UInt8>) throws(JSONError) -> UInt16 {
    let start = offset
    guard bytes.count - offset >= 6 else {
      throw JSONError(.endedEarly, "the text ends in the middle of an escape", at: offset)
    }
    offset += 2
    var unit: UInt16 = 0
    for _ in 0..<4 {
      let byte = bytes[offset]
      switch byte {
      case 0x30...0x39: unit = unit << 4 | UInt16(byte - 0x30)
      case 0x41...0x46: unit = unit << 4 | UInt16(byte - 0x41 + 10)
      case 0x61...0x66: unit = unit << 4 | UInt16(byte - 0x61 + 10)
      default: throw JSONError(.badEscape, "an escape without four hexadecimal digits", at: start)
      }
      offset += 1
    }
    return unit
  }
}
