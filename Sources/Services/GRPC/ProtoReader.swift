internal import Wire

/// Reads protocol buffers, field after field, whatever the bytes are: nothing traps, and nothing is
/// allocated that the bytes do not fill.
public struct ProtoReader: Sendable {
  private let bytes: [UInt8]
  private var offset: Int
  private let end: Int

  public init(_ bytes: [UInt8]) {
    self.init(bytes, 0..<bytes.count)
  }

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    offset = range.lowerBound
    end = range.upperBound
  }

  /// A field's number and how its value is laid out. The value is read, or skipped, next.
  public struct Field: Hashable, Sendable {
    public let number: Int
    public let wire: ProtoWire
  }

  /// How many bytes are left.
  public var count: Int { end - offset }

  /// The next field; nil at the end of the message.
  public mutating func next() throws(ProtoError) -> Field? {
    guard offset < end else { return nil }
    let key = try varint()
    guard key >> 3 != 0, key >> 3 < 1 << 29, let wire = ProtoWire(rawValue: UInt8(key & 7)) else {
      throw ProtoError("a field that no message can have", at: offset)
    }
    return Field(number: Int(key >> 3), wire: wire)
  }

  public mutating func skip(_ field: Field) throws(ProtoError) {
    switch field.wire {
    case .varint: _ = try varint()
    case .fixed64: try advance(8)
    case .fixed32: try advance(4)
    case .counted: _ = try counted(field)
    }
  }

  /// uint32, uint64, enum.
  public mutating func number(_ field: Field) throws(ProtoError) -> UInt64 {
    try expect(.varint, field)
    return try varint()
  }

  /// int32, int64.
  public mutating func signed(_ field: Field) throws(ProtoError) -> Int64 {
    Int64(bitPattern: try number(field))
  }

  public mutating func bool(_ field: Field) throws(ProtoError) -> Bool { try number(field) != 0 }

  public mutating func double(_ field: Field) throws(ProtoError) -> Double {
    try expect(.fixed64, field)
    return Double(bitPattern: try fixed(8))
  }

  public mutating func float(_ field: Field) throws(ProtoError) -> Float {
    try expect(.fixed32, field)
    return Float(bitPattern: UInt32(truncatingIfNeeded: try fixed(4)))
  }

  public mutating func string(_ field: Field) throws(ProtoError) -> String {
    let range = try counted(field)
    guard let text = String(validating: bytes[range], as: UTF8.self) else {
      throw ProtoError("text that is not UTF-8", at: range.lowerBound)
    }
    return text
  }

  /// The bytes of a text, or of anything else that is counted, where they lie.
  public mutating func bytes(_ field: Field) throws(ProtoError) -> ArraySlice<UInt8> {
    bytes[try counted(field)]
  }

  /// A message inside this one.
  public mutating func message(_ field: Field) throws(ProtoError) -> ProtoReader {
    ProtoReader(bytes, try counted(field))
  }

  /// Adds floats, packed or one by one as older encoders have them.
  public mutating func floats(_ field: Field, to values: inout [Float]) throws(ProtoError) {
    guard field.wire == .counted else {
      values.append(try float(field))
      return
    }
    let range = try counted(field)
    guard range.count.isMultiple(of: 4) else {
      throw ProtoError("packed floats that end in the middle of one", at: range.lowerBound)
    }
    let found = FloatBytes.floats(range.count / 4, from: range.lowerBound, in: bytes)
    if values.isEmpty { values = found } else { values += found }
  }

  /// Adds uint32 numbers, packed or one by one.
  public mutating func numbers(_ field: Field, to values: inout [UInt32]) throws(ProtoError) {
    guard field.wire == .counted else {
      values.append(UInt32(truncatingIfNeeded: try number(field)))
      return
    }
    var inner = try message(field)
    while inner.offset < inner.end {
      values.append(UInt32(truncatingIfNeeded: try inner.varint()))
    }
  }

  // MARK: - Private

  private func expect(_ wire: ProtoWire, _ field: Field) throws(ProtoError) {
    guard field.wire == wire else {
      throw ProtoError("field \(field.number) is not of the expected type", at: offset)
    }
  }

  private mutating func counted(_ field: Field) throws(ProtoError) -> Range<Int> {
    try expect(.counted, field)
    let length = try varint()
    guard length <= UInt64(end - offset) else {
      throw ProtoError("field \(field.number) is longer than its message", at: offset)
    }
    let start = offset
    offset += Int(length)
    return start..<offset
  }

  private mutating func advance(_ count: Int) throws(ProtoError) {
    guard count <= end - offset else { throw ProtoError("the message ends early", at: offset) }
    offset += count
  }

  private mutating func fixed(_ count: Int) throws(ProtoError) -> UInt64 {
    let start = offset
    try advance(count)
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(bytes[start + index]) << UInt64(8 * index) }
    return value
  }

  private mutating func varint() throws(ProtoError) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<10 {
      guard offset < end else { throw ProtoError("the message ends early", at: offset) }
      let byte = bytes[offset]
      offset += 1
      // The tenth byte has room for one bit only.
      guard index < 9 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7F) << UInt64(7 * index)
      if byte < 0x80 { return value }
    }
    throw ProtoError("a number of more than 64 bits", at: offset)
  }
}

/// Bytes that are not the message they should be.
public struct ProtoError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was found: "text that is not UTF-8".
  public let text: String
  public let offset: Int

  public init(_ text: String, at offset: Int) {
    self.text = text
    self.offset = offset
  }

  public var description: String { "\(text), at byte \(offset)" }
}
