/// Reads a map of maps of strings and numbers, in the spelling of JSON or of Python.
struct LiteralReader {
  struct Failure: Error {
    let message: String
    let offset: Int
  }

  enum Scalar: Hashable, Sendable {
    case text(String)
    case whole(Int64)

    /// JSON writes the numbers of keys as text.
    var number: Int64? {
      switch self {
      case .text(let text): Int64(text)
      case .whole(let number): number
      }
    }

    var text: String {
      switch self {
      case .text(let text): text
      case .whole(let number): String(number)
      }
    }
  }

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func mapOfMaps() throws(Failure) -> [String: [(Scalar, Scalar)]] {
    var maps: [String: [(Scalar, Scalar)]] = [:]
    try begin()
    while try next(isFirst: maps.isEmpty) {
      let name = try key().text
      guard maps[name] == nil else { throw failure("a map that comes twice") }
      maps[name] = try map()
    }
    skipSpace()
    guard place == bytes.count else { throw failure("text behind its end") }
    return maps
  }

  private mutating func map() throws(Failure) -> [(Scalar, Scalar)] {
    var map: [(Scalar, Scalar)] = []
    try begin()
    while try next(isFirst: map.isEmpty) { map.append((try key(), try scalar())) }
    return map
  }

  private mutating func begin() throws(Failure) {
    guard take(UInt8(ascii: "{")) else { throw failure("something else than a map") }
  }

  /// Stands before the next key, or has stepped over the end.
  private mutating func next(isFirst: Bool) throws(Failure) -> Bool {
    if take(UInt8(ascii: "}")) { return false }
    guard isFirst || take(UInt8(ascii: ",")) else { throw failure("an entry without a comma") }
    return true
  }

  private mutating func key() throws(Failure) -> Scalar {
    let key = try scalar()
    guard take(UInt8(ascii: ":")) else { throw failure("a key without a colon") }
    return key
  }

  private mutating func scalar() throws(Failure) -> Scalar {
    skipSpace()
    guard place < bytes.count else { throw failure("the end of the text") }
    if bytes[place] == UInt8(ascii: "\"") || bytes[place] == UInt8(ascii: "'") {
      return .text(try text())
    }
    let start = place
    while place < bytes.count, bytes[place] == 0x2D || (0x30...0x39).contains(bytes[place]) {
      place += 1
    }
    guard let number = Int64(String(decoding: bytes[start..<place], as: UTF8.self)) else {
      throw failure("neither a string nor a whole number")
    }
    return .whole(number)
  }

  private mutating func text() throws(Failure) -> String {
    let quote = bytes[place]
    place += 1
    var text: [UInt8] = []
    while place < bytes.count, bytes[place] != quote {
      if bytes[place] == UInt8(ascii: "\\") {
        try escape(into: &text)
      } else {
        text.append(bytes[place])
        place += 1
      }
    }
    guard place < bytes.count else { throw failure("a string that is never closed") }
    place += 1
    guard let valid = String(validating: text, as: UTF8.self) else {
      throw failure("text that is not UTF-8")
    }
    return valid
  }

  private mutating func escape(into text: inout [UInt8]) throws(Failure) {
    guard place + 1 < bytes.count else { throw failure("the end of the text") }
    let letter = bytes[place + 1]
    place += 2
    switch letter {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "/"):
      text.append(letter)
    case UInt8(ascii: "x"): try append(try unit(2), to: &text)
    case UInt8(ascii: "U"): try append(try unit(8), to: &text)
    case UInt8(ascii: "u"): try append(try pair(), to: &text)
    default: throw failure("an escape that is not known")
    }
  }

  /// One `\uXXXX`, or two where they are the halves of one character.
  private mutating func pair() throws(Failure) -> UInt32 {
    let first = try unit(4)
    guard (0xD800..<0xDC00).contains(first) else { return first }
    guard bytes[place...].starts(with: "\\u".utf8) else { throw failure("half of a character") }
    place += 2
    let second = try unit(4)
    guard (0xDC00..<0xE000).contains(second) else { throw failure("half of a character") }
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
  }

  private mutating func unit(_ digits: Int) throws(Failure) -> UInt32 {
    guard bytes.count - place >= digits,
      let value = UInt32(String(decoding: bytes[place..<place + digits], as: UTF8.self), radix: 16)
    else { throw failure("an escape without its digits") }
    place += digits
    return value
  }

  private func append(_ code: UInt32, to text: inout [UInt8]) throws(Failure) {
    guard let scalar = Unicode.Scalar(code) else { throw failure("a character that is none") }
    text.append(contentsOf: String(scalar).utf8)
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard place < bytes.count && bytes[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
  }

  private func failure(_ message: String) -> Failure { Failure(message: message, offset: place) }
}
