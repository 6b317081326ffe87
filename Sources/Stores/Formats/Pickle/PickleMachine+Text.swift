internal import StoreBytes

/// Texts and byte strings, which stay in the file until somebody asks.
extension PickleMachine {
  /// Text that has to be right as it is.
  func utf8(_ start: UInt64, _ count: Int) throws(FormatError) -> String {
    let text = try bytes.lend(start, count) { (span) throws(FormatError) -> String? in
      guard let valid = try? UTF8Span(validating: span) else { return nil }
      return String(copying: valid)
    }
    guard let text else { throw bytes.failure(.corrupt, at: start, "text that is not UTF-8") }
    return text
  }

  func text(_ cell: Cell) throws(FormatError) -> String {
    var isRepaired = false
    return try text(cell, &isRepaired)
  }

  /// Lone halves of surrogate pairs, which Python allows in text, become U+FFFD.
  func text(_ cell: Cell, _ isRepaired: inout Bool) throws(FormatError) -> String {
    switch cell.kind {
    case .text:
      let valid = try bytes.lend(cell.bits, Int(cell.length)) {
        (span) throws(FormatError) -> String? in
        guard let valid = try? UTF8Span(validating: span) else { return nil }
        return String(copying: valid)
      }
      if let valid { return valid }
      isRepaired = true
      return try repaired(cell)
    case .escapedText:
      let decoded = try bytes.lend(cell.bits, Int(cell.length)) { (span) throws(FormatError) in
        EscapedText.decoded(span)
      }
      guard let decoded else {
        throw bytes.failure(.corrupt, at: cell.bits, "an escape in a text that is none")
      }
      isRepaired = isRepaired || decoded.isRepaired
      return decoded.text
    default:
      throw failure(.corrupt, "expected text, found \(describe(cell))")
    }
  }

  /// Whether it is text as it stands.
  func isValid(_ cell: Cell) throws(FormatError) -> Bool {
    try bytes.lend(cell.bits, Int(cell.length)) { (span) throws(FormatError) in
      (try? UTF8Span(validating: span)) != nil
    }
  }

  private func repaired(_ cell: Cell) throws(FormatError) -> String {
    var copy: [UInt8] = try bytes.lend(cell.bits, Int(cell.length)) { (span) throws(FormatError) in
      span.copied
    }
    var place = 0
    while place + 2 < copy.count {
      if copy[place] == 0xED, copy[place + 1] >= 0xA0 {
        copy.replaceSubrange(place..<place + 3, with: [0xEF, 0xBF, 0xBD])
        place += 3
      } else {
        place += 1
      }
    }
    guard let valid = try? UTF8Span(validating: copy.span) else {
      throw bytes.failure(.corrupt, at: cell.bits, "text that is not UTF-8")
    }
    return String(copying: valid)
  }

  /// The bytes of a byte string in any of its spellings.
  func byteString(_ cell: Cell) throws(FormatError) -> [UInt8] {
    switch cell.kind {
    case .bytes:
      return try bytes.lend(cell.bits, Int(cell.length)) { (span) throws(FormatError) in
        span.copied
      }
    case .latinBytes, .escapedBytes:
      let text = try self.text(
        Cell(
          kind: cell.kind == .latinBytes ? .text : .escapedText, length: cell.length,
          bits: cell.bits))
      var found: [UInt8] = []
      for scalar in text.unicodeScalars {
        guard let byte = UInt8(exactly: scalar.value) else {
          throw bytes.failure(.corrupt, at: cell.bits, "a character that is no byte")
        }
        found.append(byte)
      }
      return found
    default:
      throw failure(.corrupt, "expected a byte string, found \(describe(cell))")
    }
  }

  /// Whether a cell is exactly that text.
  func isText(_ cell: Cell, _ name: StaticString) -> Bool {
    guard cell.kind == .text ? Int(cell.length) == name.utf8CodeUnitCount : cell.isText else {
      return false
    }
    return (try? text(cell)) == "\(name)"
  }

  func keyHash(_ key: Cell) throws(FormatError) -> Int {
    switch key.kind {
    case .text:
      return try bytes.lend(key.bits, Int(key.length)) { (span) throws(FormatError) in
        KeyTable.hash(span)
      }
    case .escapedText:
      let text = Array(try text(key).utf8)
      return KeyTable.hash(text.span)
    case .int:
      return key.int.hashValue
    case .integer, .digits:
      let digits = Array(try integerText(key).utf8)
      return ~KeyTable.hash(digits.span)
    default:
      throw failure(
        .unsupported, "the key of a document is \(describe(key)); texts and integers are read")
    }
  }

  /// The word for a value in a message.
  func describe(_ cell: Cell) -> String {
    switch cell.kind {
    case .none: return "None"
    case .bool: return "a bool"
    case .int, .integer, .digits: return "an integer"
    case .double: return "a float"
    case .text, .escapedText, .itemKey: return "a text"
    case .bytes, .latinBytes, .escapedBytes: return "a byte string"
    case .global: return "a class"
    case .reference, .missing: return "nothing"
    case .node: break
    }
    let node = heap[cell.number]
    switch node.kind {
    case .list: return "a list"
    case .tuple: return "a tuple"
    case .set, .frozenset: return "a set"
    case .dict: return "a dictionary"
    case .instance: return "an instance of \(node.global)"
    }
  }
}

extension Span<UInt8> {
  var copied: [UInt8] {
    indices.map { self[$0] }
  }
}
