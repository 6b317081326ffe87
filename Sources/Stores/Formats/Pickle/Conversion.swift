internal import Model
internal import StoreBytes

/// How much one row has grown by, and what was doubtful in it.
struct Conversion {
  var values = 0
  var bytes = 0
  var depth = 0
  var doubts = PickleDoubts()
  /// How many values there may be.
  var limit = PickleLimits.expansion

  mutating func enter() -> Bool {
    depth += 1
    return depth <= PickleLimits.depth
  }
}

/// Values of the heap as payload values.
extension PickleMachine {
  func payload(_ cell: Cell, _ conversion: inout Conversion) throws(FormatError) -> PayloadValue {
    try count(cell, &conversion)
    switch cell.kind {
    case .none: return .null
    case .bool: return .bool(cell.bits != 0)
    case .int: return .int(cell.int)
    case .double: return finite(Double(bitPattern: cell.bits), &conversion)
    case .text, .escapedText: return .string(try countedText(cell, &conversion))
    case .bytes, .latinBytes, .escapedBytes: return .string(Base64.text(try byteString(cell)))
    case .integer, .digits: return .string(try integerText(cell))
    case .node: break
    case .global, .itemKey, .reference, .missing:
      throw failure(.unsupported, "\(describe(cell)) in the metadata of a row")
    }
    guard conversion.enter() else { throw tooDeep() }
    defer { conversion.depth -= 1 }
    switch heap[cell.number].kind {
    case .list, .tuple: return .list(try payloads(cell.number, &conversion))
    case .set, .frozenset:
      return .list(PayloadOrder.sorted(try payloads(cell.number, &conversion)))
    case .dict: return .object(try object(cell.number, &conversion))
    case .instance: return try plain(cell, &conversion)
    }
  }

  func count(_ cell: Cell, _ conversion: inout Conversion) throws(FormatError) {
    conversion.values += 1
    conversion.bytes += Int(cell.length)
    guard conversion.values <= conversion.limit,
      conversion.bytes <= PickleLimits.expandedBytes
    else {
      throw failure(
        .tooLarge,
        "it has more than \(conversion.limit) values or \(PickleLimits.expandedBytes) "
          + "bytes of text when what is shared in it is written out")
    }
  }

  func tooDeep() -> FormatError {
    failure(.tooLarge, "values nested deeper than \(PickleLimits.depth) levels, or in themselves")
  }

  func finite(_ value: Double, _ conversion: inout Conversion) -> PayloadValue {
    if value.isFinite { return .double(value) }
    conversion.doubts.nonFinite += 1
    return .null
  }

  func countedText(_ cell: Cell, _ conversion: inout Conversion) throws(FormatError) -> String {
    var isRepaired = false
    let found = try text(cell, &isRepaired)
    if isRepaired { conversion.doubts.repairedTexts += 1 }
    return found
  }

  func integerText(_ cell: Cell) throws(FormatError) -> String {
    if cell.kind == .digits { return try utf8(cell.bits, Int(cell.length)) }
    let bytes = try bytes.lend(cell.bits, Int(cell.length)) { (span) throws(FormatError) in
      span.copied
    }
    return DecimalDigits.text(bytes)
  }

  private func payloads(_ number: Int, _ conversion: inout Conversion) throws(FormatError)
    -> [PayloadValue]
  {
    try requireKept(number)
    var values: [PayloadValue] = []
    var walk = heap.walk(number)
    while let cell = heap.next(&walk) { values.append(try payload(cell, &conversion)) }
    return values
  }

  func requireKept(_ number: Int) throws(FormatError) {
    guard !heap[number].isStreamed else {
      throw failure(.unsupported, "a row that refers to the list of all rows")
    }
  }

  func object(_ number: Int, _ conversion: inout Conversion) throws(FormatError) -> PayloadObject {
    try requireKept(number)
    var object = PayloadObject()
    if heap[number].count > 64 {
      // Appended in order: each key that comes too early would move all after it.
      var pairs: [(String, PayloadValue)] = []
      var walk = heap.walk(number)
      while let key = heap.next(&walk), let value = heap.next(&walk) {
        pairs.append((try keyText(key, &conversion), try payload(value, &conversion)))
      }
      let order = pairs.indices.sorted {
        pairs[$0].0.utf8.elementsEqual(pairs[$1].0.utf8)
          ? $0 < $1 : pairs[$0].0.utf8.lexicographicallyPrecedes(pairs[$1].0.utf8)
      }
      for place in order { object[pairs[place].0] = pairs[place].1 }
      return object
    }
    var walk = heap.walk(number)
    while let key = heap.next(&walk), let value = heap.next(&walk) {
      object[try keyText(key, &conversion)] = try payload(value, &conversion)
    }
    return object
  }

  /// A key as Python's JSON writer has it.
  func keyText(_ key: Cell, _ conversion: inout Conversion) throws(FormatError) -> String {
    try count(key, &conversion)
    switch key.kind {
    case .text, .escapedText: return try countedText(key, &conversion)
    case .none: return "null"
    case .bool: return key.bits != 0 ? "true" : "false"
    case .int: return String(key.int)
    case .integer, .digits: return try integerText(key)
    case .double: return PythonText.float(Double(bitPattern: key.bits))
    case .bytes, .latinBytes, .escapedBytes, .global, .node, .itemKey, .reference,
      .missing:
      break
    }
    guard conversion.enter() else { throw tooDeep() }
    defer { conversion.depth -= 1 }
    return try keyOfParts(key, &conversion)
  }

  /// Tuples and times as keys: their plain form as text.
  private func keyOfParts(_ key: Cell, _ conversion: inout Conversion) throws(FormatError) -> String
  {
    if isNode(key, .tuple) {
      var parts: [String] = []
      var walk = heap.walk(key.number)
      while let part = heap.next(&walk) {
        try count(part, &conversion)
        parts.append(try pythonText(part, &conversion))
      }
      return "(" + parts.joined(separator: ", ") + (parts.count == 1 ? ",)" : ")")
    }
    guard case .string(let text) = try payload(key, &conversion) else {
      throw failure(.unsupported, "a key of metadata is \(describe(key))")
    }
    return text
  }

  private func pythonText(_ part: Cell, _ conversion: inout Conversion) throws(FormatError)
    -> String
  {
    switch part.kind {
    case .none: return "None"
    case .bool: return part.bits != 0 ? "True" : "False"
    case .text, .escapedText: return PythonText.quoted(try countedText(part, &conversion))
    default: return try keyText(part, &conversion)
    }
  }
}
