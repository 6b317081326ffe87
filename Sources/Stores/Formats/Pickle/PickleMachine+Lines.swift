internal import StoreBytes

/// The opcodes of protocol 0, whose arguments are lines of text.
extension PickleMachine {
  mutating func lineStep(_ opcode: Opcode) throws(FormatError) {
    switch opcode {
    case .int, .long: try pushDigits()
    case .float: push(.double(try floatLine()))
    case .unicode:
      let (start, length) = try bytes.line(PickleLimits.text, "a text")
      push(Cell(kind: .escapedText, length: length, bits: start))
    case .string: try pushQuoted()
    case .put: try remember(try memoLine())
    case .get: try recall(try memoLine())
    default: try globalLines()
    }
  }

  private mutating func shortLine(_ what: StaticString) throws(FormatError) -> String {
    let (start, length) = try bytes.line(PickleLimits.line, what)
    return try utf8(start, Int(length))
  }

  private mutating func pushDigits() throws(FormatError) {
    let (start, length) = try bytes.line(PickleLimits.line, "an integer")
    var text = try utf8(start, Int(length))
    if text == "00" || text == "01" {
      push(.bool(text == "01"))
      return
    }
    if text.hasSuffix("L") { text.removeLast() }
    if let value = Int64(text) {
      push(.int(value))
    } else if DecimalDigits.isNumber(text.utf8) {
      push(Cell(kind: .digits, length: UInt32(text.utf8.count), bits: start))
    } else {
      throw failure(.corrupt, "expected an integer, found \(Excerpt.of(text))")
    }
  }

  private mutating func floatLine() throws(FormatError) -> Double {
    let text = try shortLine("a float")
    switch text {
    case "nan": return .nan
    case "inf": return .infinity
    case "-inf": return -.infinity
    default: break
    }
    guard let value = Double(text), !text.utf8.contains(0x78) else {
      throw failure(.corrupt, "expected a float, found \(Excerpt.of(text))")
    }
    return value
  }

  /// A string of Python 2, in quotes.
  private mutating func pushQuoted() throws(FormatError) {
    let (start, length) = try bytes.line(PickleLimits.text, "a text")
    let isPlain = try bytes.lend(start, Int(length)) { (line) throws(FormatError) in
      guard line.count >= 2, line[0] == line[line.count - 1], line[0] == 0x27 || line[0] == 0x22
      else { return false }
      return !line.indices.contains { line[$0] == 0x5C }
    }
    guard isPlain else {
      throw failure(.unsupported, "a string of Python 2 with escapes in it, or without quotes")
    }
    push(Cell(kind: .text, length: length - 2, bits: start + 1))
  }

  private mutating func memoLine() throws(FormatError) -> Int {
    let text = try shortLine("a memo number")
    guard let number = Int(text), number >= 0 else {
      throw failure(.corrupt, "expected a memo number, found \(Excerpt.of(text))")
    }
    return number
  }

  private mutating func globalLines() throws(FormatError) {
    let module = try shortLine("the module of a global")
    let name = try shortLine("the name of a global")
    push(.global(try known(name, in: module)))
  }
}

/// A piece of foreign text for a message: short, and without what would upset a terminal.
enum Excerpt {
  static func of(_ text: String) -> String {
    let shown = text.unicodeScalars.prefix(80).map { scalar in
      scalar.value < 0x20 || scalar.value == 0x7F ? "?" : String(Character(scalar))
    }
    return "\"\(shown.joined())\"" + (text.unicodeScalars.count > 80 ? "…" : "")
  }
}
