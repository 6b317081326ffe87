internal import GRPC
internal import Model

// Payloads: `map<string, Value>`, where a Value is one of seven.
extension ProtoWriter {
  mutating func payload(_ field: Int, _ object: PayloadObject) {
    for (key, value) in object { entry(field, key, value) }
  }

  /// One entry of a map, which is a message with the key as field 1 and the value as field 2.
  mutating func entry(_ field: Int, _ key: String, _ value: PayloadValue) {
    if let size = value.encodedSize {
      entry(field, key, value, size)
      return
    }
    message(field, around: key.utf8.count + value.roughSize) { writer in
      writer.string(1, key)
      writer.value(2, value)
    }
  }

  /// An entry with a value whose size is known: every length is written once.
  private mutating func entry(
    _ field: Int, _ key: String, _ value: PayloadValue, _ size: Int
  ) {
    let length = key.utf8.count
    message(
      field,
      count: 2 + ProtoWriter.width(UInt64(length)) + length + ProtoWriter.width(UInt64(size)) + size
    )
    string(1, key)
    message(2, count: size)
    content(value)
  }

  private mutating func value(_ field: Int, _ value: PayloadValue) {
    message(field, around: value.roughSize) { $0.content(value) }
  }

  private mutating func content(_ value: PayloadValue) {
    switch value {
    // All of these are written even where they are zero: which one it is, is the content.
    case .null: number(1, 0 as UInt64)
    case .double(let number): double(2, number)
    case .int(let number): self.number(3, number)
    case .string(let text): string(4, text)
    case .bool(let flag): bool(5, flag)
    case .object(let object): message(6, around: value.roughSize) { $0.payload(1, object) }
    case .list(let values):
      message(7, around: value.roughSize) { writer in
        for value in values { writer.value(1, value) }
      }
    }
  }
}

extension PayloadValue {
  /// The exact size of the message that has this value; nil for those with others inside.
  fileprivate var encodedSize: Int? {
    switch self {
    case .null, .bool: 2
    case .double: 9
    case .int(let number): 1 + ProtoWriter.width(UInt64(bitPattern: number))
    case .string(let text): 1 + ProtoWriter.width(UInt64(text.utf8.count)) + text.utf8.count
    case .list, .object: nil
    }
  }

  /// A guess of its encoded size, which is only there to save moving bytes.
  fileprivate var roughSize: Int {
    switch self {
    case .null, .bool, .int: 4
    case .double: 9
    case .string(let text): text.utf8.count + 3
    case .list(let values): values.count * 12
    case .object(let object): object.count * 32
    }
  }
}

extension ProtoReader {
  /// How deep a payload may be: as deep as the server takes it.
  static let depth = 256

  /// One entry of a `map<string, Value>`, into the object.
  mutating func payload(
    _ field: Field, into object: inout PayloadObject, depth: Int = 0
  ) throws(ProtoError) {
    var entry = try message(field)
    var key = ""
    var value = PayloadValue.null
    while let field = try entry.next() {
      switch field.number {
      case 1: key = try entry.string(field)
      case 2: value = try entry.value(field, depth: depth)
      default: try entry.skip(field)
      }
    }
    object[key] = value
  }

  private mutating func value(_ field: Field, depth: Int) throws(ProtoError) -> PayloadValue {
    guard depth < ProtoReader.depth else { throw ProtoError("a payload that is too deep", at: 0) }
    var inner = try message(field)
    var value = PayloadValue.null
    while let field = try inner.next() {
      switch field.number {
      case 1:
        try inner.skip(field)
        value = .null
      case 2: value = .double(try inner.double(field))
      case 3: value = .int(try inner.signed(field))
      case 4: value = .string(try inner.string(field))
      case 5: value = .bool(try inner.bool(field))
      case 6: value = .object(try inner.object(field, depth: depth + 1))
      case 7: value = .list(try inner.list(field, depth: depth + 1))
      default: try inner.skip(field)
      }
    }
    return value
  }

  private mutating func object(_ field: Field, depth: Int) throws(ProtoError) -> PayloadObject {
    var inner = try message(field)
    var object = PayloadObject()
    while let field = try inner.next() {
      guard field.number == 1 else {
        try inner.skip(field)
        continue
      }
      try inner.payload(field, into: &object, depth: depth)
    }
    return object
  }

  private mutating func list(_ field: Field, depth: Int) throws(ProtoError) -> [PayloadValue] {
    var inner = try message(field)
    var values: [PayloadValue] = []
    while let field = try inner.next() {
      guard field.number == 1 else {
        try inner.skip(field)
        continue
      }
      values.append(try inner.value(field, depth: depth))
    }
    return values
  }
}
