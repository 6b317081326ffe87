/// Text as protocol 0 writes it: Latin-1 with `\u` and `\U` escapes.
enum EscapedText {
  /// nil where an escape is cut or no character.
  static func decoded(_ bytes: Span<UInt8>) -> (text: String, isRepaired: Bool)? {
    var scalars = String.UnicodeScalarView()
    var isRepaired = false
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      guard byte == 0x5C, place < bytes.count else {
        scalars.append(Unicode.Scalar(byte))
        continue
      }
      let letter = bytes[place]
      place += 1
      guard letter == 0x75 || letter == 0x55 else {
        scalars.append(Unicode.Scalar(byte))
        scalars.append(Unicode.Scalar(letter))
        continue
      }
      guard let value = hexadecimal(bytes, &place, digits: letter == 0x75 ? 4 : 8) else {
        return nil
      }
      if let scalar = Unicode.Scalar(value) {
        scalars.append(scalar)
      } else if (0xD800...0xDFFF).contains(value) {
        scalars.append("\u{FFFD}")
        isRepaired = true
      } else {
        return nil
      }
    }
    return (String(scalars), isRepaired)
  }

  private static func hexadecimal(_ bytes: Span<UInt8>, _ place: inout Int, digits: Int) -> UInt32?
  {
    guard bytes.count - place >= digits else { return nil }
    var value: UInt32 = 0
    for _ in 0..<digits {
      let byte = bytes[place]
      place += 1
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(byte - 0x41 + 10)
      case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
      default: return nil
      }
    }
    return value
  }
}
