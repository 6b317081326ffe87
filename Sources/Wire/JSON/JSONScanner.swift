public import Model

/// A position in JSON text, and the steps that move it on.
///
/// The text is lent to every call instead of being kept, so that a reader can own its buffer, refill
/// it, and scan rows in place without copying them.
public struct JSONScanner: Sendable {
  public var offset: Int

  public init(offset: Int = 0) {
    self.offset = offset
  }

  /// Any value, with everything inside it.
  public mutating func value(in bytes: Span<UInt8>, depth: Int = 0) throws(JSONError)
    -> PayloadValue
  {
    guard depth < JSONReader.depth else {
      throw JSONError(.tooDeep, "nested deeper than \(JSONReader.depth) levels", at: offset)
    }
    switch try peek(in: bytes) {
    case UInt8(ascii: "{"): return .object(try object(in: bytes, depth: depth))
    case UInt8(ascii: "["): return .list(try list(in: bytes, depth: depth))
    case UInt8(ascii: "\""): return .string(try string(in: bytes))
    case UInt8(ascii: "t"):
      try word("true", in: bytes)
      return .bool(true)
    case UInt8(ascii: "f"):
      try word("false", in: bytes)
      return .bool(false)
    case UInt8(ascii: "n"):
      try word("null", in: bytes)
      return .null
    default: return try number(in: bytes)
    }
  }

  public mutating func object(in bytes: Span<UInt8>, depth: Int = 0) throws(JSONError)
    -> PayloadObject
  {
    var object = PayloadObject()
    var members = try begin(UInt8(ascii: "{"), in: bytes)
    while try next(&members, until: UInt8(ascii: "}"), in: bytes) {
      let start = offset
      let key = try key(in: bytes)
      let value = try value(in: bytes, depth: depth + 1)
      guard object.insert(key, value) else {
        throw JSONError(.duplicateKey, "the key \"\(key)\" comes twice in one object", at: start)
      }
    }
    return object
  }

  private mutating func list(in bytes: Span<UInt8>, depth: Int) throws(JSONError) -> [PayloadValue]
  {
    var values: [PayloadValue] = []
    var members = try begin(UInt8(ascii: "["), in: bytes)
    while try next(&members, until: UInt8(ascii: "]"), in: bytes) {
      values.append(try value(in: bytes, depth: depth + 1))
    }
    return values
  }

  /// The state of a walk over the members of a list or an object.
  public struct Members: Sendable {
    var isFirst = true
  }

  /// Steps over the opening bracket.
  public mutating func begin(_ open: UInt8, in bytes: Span<UInt8>) throws(JSONError) -> Members {
    guard try peek(in: bytes) == open else {
      let wanted = open == UInt8(ascii: "{") ? "an object" : "a list"
      throw JSONError(.wrongKind, "expected \(wanted), found \(found(in: bytes))", at: offset)
    }
    offset += 1
    return Members()
  }

  /// Stands before the next member, or has stepped over the closing bracket and says false.
  public mutating func next(
    _ members: inout Members, until close: UInt8, in bytes: Span<UInt8>
  ) throws(JSONError) -> Bool {
    let byte = try peek(in: bytes)
    if byte == close {
      offset += 1
      return false
    }
    if !members.isFirst {
      guard byte == UInt8(ascii: ",") else {
        throw JSONError(.unexpectedByte, "expected a comma, found \(found(in: bytes))", at: offset)
      }
      offset += 1
      guard try peek(in: bytes) != close else {
        throw JSONError(.unexpectedByte, "a comma with nothing after it", at: offset)
      }
    }
    members.isFirst = false
    return true
  }

  /// A key and its colon.
  public mutating func key(in bytes: Span<UInt8>) throws(JSONError) -> String {
    guard try peek(in: bytes) == UInt8(ascii: "\"") else {
      throw JSONError(
        .unexpectedByte, "expected a key in quotes, found \(found(in: bytes))", at: offset)
    }
    let key = try string(in: bytes)
    guard try peek(in: bytes) == UInt8(ascii: ":") else {
      throw JSONError(.unexpectedByte, "expected a colon, found \(found(in: bytes))", at: offset)
    }
    offset += 1
    return key
  }

  /// The next byte that is not white space.
  public mutating func peek(in bytes: Span<UInt8>) throws(JSONError) -> UInt8 {
    skipSpace(in: bytes)
    guard offset < bytes.count else {
      throw JSONError(.endedEarly, "the text ends in the middle of a value", at: offset)
    }
    return bytes[offset]
  }

  public mutating func skipSpace(in bytes: Span<UInt8>) {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x0A, 0x0D, 0x09: offset += 1
      default: return
      }
    }
  }

  /// Makes sure that nothing but white space is left.
  public mutating func end(in bytes: Span<UInt8>) throws(JSONError) {
    skipSpace(in: bytes)
    guard offset == bytes.count else {
      throw JSONError(.trailingText, "\(found(in: bytes)) after the end of the value", at: offset)
    }
  }

  mutating func word(_ word: StaticString, in bytes: Span<UInt8>) throws(JSONError) {
    let text = word.description
    guard bytes.count - offset >= text.utf8.count,
      text.utf8.enumerated().allSatisfy({ bytes[offset + $0.offset] == $0.element })
    else {
      throw JSONError(.unexpectedByte, "expected a value, found \(found(in: bytes))", at: offset)
    }
    offset += text.utf8.count
  }

  /// What stands here, for a message.
  func found(in bytes: Span<UInt8>) -> String {
    guard offset < bytes.count else { return "the end of the text" }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return "an object"
    case UInt8(ascii: "["): return "a list"
    case UInt8(ascii: "\""): return "a string"
    case 0x21...0x7E: return "\"\(Unicode.Scalar(bytes[offset]))\""
    default: return "the byte 0x\(Hex.text([bytes[offset]]))"
    }
  }
}
