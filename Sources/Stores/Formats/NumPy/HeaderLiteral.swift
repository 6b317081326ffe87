/// The part of Python's literals that headers of arrays are written in.
indirect enum HeaderLiteral: Hashable {
  case text(String)
  case bool(Bool)
  case number(UInt64)
  case none
  /// A tuple or a list.
  case list([HeaderLiteral])
  case dictionary([Entry])

  struct Entry: Hashable {
    let key: HeaderLiteral
    let value: HeaderLiteral
  }

  subscript(key: String) -> HeaderLiteral? {
    guard case .dictionary(let entries) = self else { return nil }
    return entries.first { $0.key == .text(key) }?.value
  }
}

/// Reads one literal; says in words what is wrong with a text that is none.
struct HeaderLiteralReader {
  struct Failure: Error {
    let message: String
    let offset: Int
  }

  private let bytes: [UInt8]
  private var place = 0
  private static let depth = 16

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func whole() throws(Failure) -> HeaderLiteral {
    let literal = try literal(depth: 0)
    skipSpace()
    guard place == bytes.count else { throw failure("text behind the header's end") }
    return literal
  }

  private mutating func literal(depth: Int) throws(Failure) -> HeaderLiteral {
    guard depth < HeaderLiteralReader.depth else { throw failure("brackets nested too deeply") }
    skipSpace()
    guard place < bytes.count else { throw failure("a header that ends in the middle") }
    switch bytes[place] {
    case UInt8(ascii: "{"): return .dictionary(try entries(depth: depth))
    case UInt8(ascii: "("): return .list(try items(until: UInt8(ascii: ")"), depth: depth))
    case UInt8(ascii: "["): return .list(try items(until: UInt8(ascii: "]"), depth: depth))
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try text())
    case 0x30...0x39: return .number(try number())
    default: return try word()
    }
  }

  private mutating func entries(depth: Int) throws(Failure) -> [HeaderLiteral.Entry] {
    place += 1
    var entries: [HeaderLiteral.Entry] = []
    while !take(UInt8(ascii: "}")) {
      let key = try literal(depth: depth + 1)
      guard take(UInt8(ascii: ":")) else { throw failure("a key without a colon") }
      let value = try literal(depth: depth + 1)
      guard !entries.contains(where: { $0.key == key }) else {
        throw failure("a key that comes twice")
      }
      entries.append(HeaderLiteral.Entry(key: key, value: value))
      guard take(UInt8(ascii: ",")) else {
        guard take(UInt8(ascii: "}")) else { throw failure("an entry without a comma") }
        break
      }
    }
    return entries
  }

  private mutating func items(until close: UInt8, depth: Int) throws(Failure) -> [HeaderLiteral] {
    place += 1
    var items: [HeaderLiteral] = []
    while !take(close) {
      items.append(try literal(depth: depth + 1))
      guard take(UInt8(ascii: ",")) else {
        guard take(close) else { throw failure("an item without a comma") }
        break
      }
    }
    return items
  }

  private mutating func text() throws(Failure) -> String {
    let quote = bytes[place]
    place += 1
    let start = place
    while place < bytes.count && bytes[place] != quote {
      guard bytes[place] != UInt8(ascii: "\\"), bytes[place] >= 0x20 else {
        throw failure("a string with an escape")
      }
      place += 1
    }
    guard place < bytes.count else { throw failure("a string that is never closed") }
    defer { place += 1 }
    guard let text = String(validating: bytes[start..<place], as: UTF8.self) else {
      throw failure("a string that is not UTF-8")
    }
    return text
  }

  /// Digits; Python 2 wrote an L behind them.
  private mutating func number() throws(Failure) -> UInt64 {
    var value: UInt64 = 0
    while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
      let (tens, isTooMuch) = value.multipliedReportingOverflow(by: 10)
      let (sum, isTooMuchStill) = tens.addingReportingOverflow(UInt64(bytes[place] - 0x30))
      guard !isTooMuch && !isTooMuchStill else { throw failure("a number beyond 64 bits") }
      value = sum
      place += 1
    }
    if place < bytes.count && bytes[place] == UInt8(ascii: "L") { place += 1 }
    return value
  }

  private mutating func word() throws(Failure) -> HeaderLiteral {
    for (word, literal) in [
      ("True", HeaderLiteral.bool(true)), ("False", .bool(false)), ("None", .none),
    ] where bytes[place...].starts(with: word.utf8) {
      place += word.utf8.count
      return literal
    }
    throw failure("neither a string, a number, True, False nor a bracket")
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
