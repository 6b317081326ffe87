/// One value of a payload. Integers and doubles stay what they were; nothing is turned into text.
public enum PayloadValue: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case string(String)
  case list([PayloadValue])
  case object(PayloadObject)
}

extension PayloadValue: Hashable {
  /// Equality to the bit: 1 is not 1.0, -0.0 is not 0.0, "é" composed is not "é" decomposed.
  /// Key order never matters, because an object keeps its keys sorted.
  public static func == (left: PayloadValue, right: PayloadValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.double(let a), .double(let b)): a.bitPattern == b.bitPattern
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.list(let a), .list(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    case (.null, _), (.bool, _), (.int, _), (.double, _), (.string, _), (.list, _), (.object, _):
      false
    }
  }

  public func hash(into hasher: inout Hasher) {
    var sink: [UInt8] = []
    writeCanonically(into: &sink)
    hasher.combine(sink)
  }
}

extension PayloadValue {
  /// Appends the one byte string that stands for this value, and for no other.
  ///
  /// A kind byte, then: numbers as 8 little-endian bytes of their bits; text as its length and its
  /// UTF-8; lists and objects as their count and their parts. Stored fingerprints depend on it, so
  /// it never changes without a new fingerprint version.
  public func writeCanonically(into bytes: inout [UInt8]) {
    switch self {
    case .null:
      bytes.append(0)
    case .bool(let value):
      bytes.append(value ? 2 : 1)
    case .int(let value):
      bytes.append(3)
      bytes.appendLittleEndian(UInt64(bitPattern: value))
    case .double(let value):
      bytes.append(4)
      bytes.appendLittleEndian(value.bitPattern)
    case .string(let value):
      bytes.append(5)
      bytes.appendCounted(value)
    case .list(let values):
      bytes.append(6)
      bytes.appendLittleEndian(UInt64(values.count))
      for value in values { value.writeCanonically(into: &bytes) }
    case .object(let object):
      bytes.append(7)
      bytes.appendLittleEndian(UInt64(object.count))
      for (key, value) in object {
        bytes.appendCounted(key)
        value.writeCanonically(into: &bytes)
      }
    }
  }

  /// The word for this kind of value in a sentence: "a string", "a list".
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .int: "an integer"
    case .double: "a number"
    case .string: "a string"
    case .list: "a list"
    case .object: "an object"
    }
  }
}

extension PayloadObject {
  /// Appends the canonical bytes of this object with a text under one more key, which it has not yet.
  public func writeCanonically(with key: String, _ text: String, into bytes: inout [UInt8]) {
    bytes.append(7)
    bytes.appendLittleEndian(UInt64(count + 1))
    var isOpen = true
    for (other, value) in self {
      if isOpen && key.precedesInBytes(other) {
        bytes.append(key, text)
        isOpen = false
      }
      bytes.appendCounted(other)
      value.writeCanonically(into: &bytes)
    }
    if isOpen { bytes.append(key, text) }
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ key: String, _ text: String) {
    appendCounted(key)
    append(5)
    appendCounted(text)
  }

  package mutating func appendLittleEndian(_ value: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  package mutating func appendCounted(_ text: String) {
    let start = count
    appendLittleEndian(0)
    append(contentsOf: text.utf8)
    var length = UInt64(count - start - 8)
    for index in start..<start + 8 {
      self[index] = UInt8(truncatingIfNeeded: length)
      length >>= 8
    }
  }
}
