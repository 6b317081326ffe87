internal import Model
internal import StoreBytes

/// Instances that have a plain form.
extension PickleMachine {
  func plain(_ cell: Cell, _ conversion: inout Conversion) throws(FormatError) -> PayloadValue {
    let parts = heap.items(cell.number)
    let global = heap[cell.number].global
    guard let first = parts.first, isNode(first, .tuple) else { throw unreadable(global) }
    if global == .path || global == .windowsPath {
      return .string(try path(first.number, global, &conversion))
    }
    let given = heap.items(first.number)
    switch global {
    case .datetime, .date, .time, .timedelta, .timezone, .timestamp, .notATime:
      return try moment(global, given)
    case .uuid: return .string(try uuid(parts.last ?? .none))
    case .safeUUID where given.count == 1: return try payload(given[0], &conversion)
    case .decimal where given.count == 1 && given[0].isText:
      return .string(try countedText(given[0], &conversion))
    case .fraction: return .string(try fraction(given, &conversion))
    case .complex where given.count == 2:
      return .string(try complex(try number(given[0]), try number(given[1])))
    case .range: return .list(try range(given, &conversion))
    case .scalar, .reconstruct, .frombuffer:
      return try numpyPayload(cell, &conversion)
    default: throw unreadable(global)
    }
  }

  func unreadable(_ global: PickleGlobal) -> FormatError {
    failure(.unsupported, "a value of the class \(global), of a kind that is not read")
  }

  func number(_ cell: Cell) throws(FormatError) -> Double {
    switch cell.kind {
    case .int, .bool: return Double(cell.int)
    case .double: return Double(bitPattern: cell.bits)
    default: throw failure(.corrupt, "expected a number, found \(describe(cell))")
    }
  }

  private func path(_ number: Int, _ global: PickleGlobal, _ conversion: inout Conversion)
    throws(FormatError) -> String
  {
    let separator = global == .windowsPath ? "\\" : "/"
    var text = ""
    var walk = heap.walk(number)
    while let part = heap.next(&walk) {
      try count(part, &conversion)
      if !text.isEmpty, !text.hasSuffix(separator) { text += separator }
      text += try countedText(part, &conversion)
    }
    return text.isEmpty ? "." : text
  }

  private func uuid(_ state: Cell) throws(FormatError) -> String {
    guard isNode(state, .dict) else { throw unreadable(.uuid) }
    var value: Cell?
    var walk = heap.walk(state.number)
    while let key = heap.next(&walk), let found = heap.next(&walk) {
      if isText(key, "int") { value = found }
    }
    guard let value, value.kind == .int || value.kind == .integer || value.kind == .digits
    else { throw unreadable(.uuid) }
    var bytes: [UInt8]
    switch value.kind {
    case .int: bytes = (0..<8).map { UInt8(truncatingIfNeeded: value.bits >> (8 * UInt64($0))) }
    case .integer:
      bytes = try self.bytes.lend(value.bits, Int(value.length)) {
        (span) throws(FormatError) in span.copied
      }
    default: bytes = DecimalDigits.bytes(try integerText(value))
    }
    while bytes.count > 16, bytes.last == 0 { bytes.removeLast() }
    guard bytes.count <= 16, value.kind != .int || value.int >= 0 else { throw unreadable(.uuid) }
    let padded = Array((bytes + Array(repeating: 0, count: 16 - bytes.count)).reversed())
    return UUIDText.of(padded)
  }

  private func fraction(_ given: [Cell], _ conversion: inout Conversion) throws(FormatError)
    -> String
  {
    if given.count == 1, given[0].isText { return try countedText(given[0], &conversion) }
    guard given.count == 2 else { throw unreadable(.fraction) }
    let above = try keyText(given[0], &conversion)
    let below = try keyText(given[1], &conversion)
    return below == "1" ? above : "\(above)/\(below)"
  }

  private func complex(_ real: Double, _ imaginary: Double) throws(FormatError) -> String {
    func part(_ value: Double) -> String {
      if value.isNaN { return "nan" }
      if value.isInfinite { return value < 0 ? "-inf" : "inf" }
      let text = PythonText.float(value)
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    let second = part(imaginary) + "j"
    if real == 0, real.sign == .plus { return second }
    return "(" + part(real) + (second.hasPrefix("-") ? "" : "+") + second + ")"
  }

  private func range(_ given: [Cell], _ conversion: inout Conversion) throws(FormatError)
    -> [PayloadValue]
  {
    guard given.count == 3, given.allSatisfy({ $0.kind == .int }), given[2].int != 0 else {
      throw unreadable(.range)
    }
    var values: [PayloadValue] = []
    for value in stride(from: given[0].int, to: given[1].int, by: Int(given[2].int)) {
      try count(.none, &conversion)
      values.append(.int(value))
    }
    return values
  }
}

enum UUIDText {
  /// Of 16 bytes, the highest first.
  static func of(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for (place, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(place) { text.append(UInt8(ascii: "-")) }
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
