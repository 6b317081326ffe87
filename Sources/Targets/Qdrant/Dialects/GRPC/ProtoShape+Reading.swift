internal import GRPC
internal import Model

extension ProtoShape {
  /// Reads a message into the words of REST. Fields without a name here are skipped.
  func read(_ message: ProtoReader) throws(ProtoError) -> PayloadObject {
    var reader = message
    var object = PayloadObject()
    while let field = try reader.next() {
      guard let known = self[field.number] else {
        try reader.skip(field)
        continue
      }
      object[known.name] = try known.kind.read(field, from: &reader, after: object[known.name])
    }
    for field in fields where object[field.name] == nil {
      switch field.kind {
      case .firstOr(let words): object[field.name] = .string(words[0])
      case .flag: object[field.name] = .bool(false)
      default: break
      }
    }
    return object
  }
}

extension ProtoShape.Kind {
  /// `before` is what the same field held already: maps and lists come entry by entry.
  fileprivate func read(
    _ field: ProtoReader.Field, from reader: inout ProtoReader, after before: PayloadValue?
  ) throws(ProtoError) -> PayloadValue? {
    switch self {
    case .uint: return .int(Int64(clamping: try reader.number(field)))
    case .bool, .flag: return .bool(try reader.bool(field))
    // The shortest spelling of a float32, as REST prints it: 0.99 and not 0.9900000095367432.
    case .float: return .double(Double(try reader.float(field).description) ?? 0)
    case .double: return .double(try reader.double(field))
    case .text: return .string(try reader.string(field))
    case .texts: return .list((before?.list ?? []) + [.string(try reader.string(field))])
    case .word(let words), .firstOr(let words):
      let number = try reader.number(field)
      guard number < UInt64(words.count), !words[Int(number)].isEmpty else { return nil }
      return .string(words[Int(number)])
    case .shape(let shape): return .object(try shape.read(reader.message(field)))
    case .map(let shape): return try Self.entry(field, shape, from: &reader, into: before)
    case .payload:
      var object = before?.object ?? PayloadObject()
      try reader.payload(field, into: &object)
      return .object(object)
    case .presence:
      try reader.skip(field)
      return .bool(true)
    default: return try readSpecial(reader.message(field))
    }
  }

  private func readSpecial(_ message: ProtoReader) throws(ProtoError) -> PayloadValue? {
    var inner = message
    switch self {
    case .wrapped(let number, let kind):
      var value: PayloadValue?
      while let field = try inner.next() {
        if field.number == number {
          value = try kind.read(field, from: &inner, after: value)
        } else {
          try inner.skip(field)
        }
      }
      return value ?? (kind.isMap ? .object([:]) : nil)
    case .tagged(let kinds):
      while let field = try inner.next() {
        guard let kind = kinds.first(where: { $0.number == field.number }) else {
          try inner.skip(field)
          continue
        }
        var object = try kind.shape.read(inner.message(field))
        object["type"] = .string(kind.type)
        return .object(object)
      }
      return nil
    case .numberOr(let place, let word, let wordPlace):
      var value: PayloadValue?
      while let field = try inner.next() {
        switch field.number {
        case place: value = .int(Int64(clamping: try inner.number(field)))
        case wordPlace:
          try inner.skip(field)
          value = .string(word)
        default: try inner.skip(field)
        }
      }
      return value
    case .oneOrMap(let one, let map, let shape, _):
      return try readOneOrMap(&inner, one, map, shape)
    case .textsOrShape(let shape, _): return .object(try shape.read(inner))
    default: return nil
    }
  }

  private func readOneOrMap(
    _ inner: inout ProtoReader, _ one: Int, _ map: Int, _ shape: ProtoShape
  ) throws(ProtoError) -> PayloadValue {
    var value = PayloadValue.object([:])
    while let field = try inner.next() {
      switch field.number {
      case one: value = .object(try shape.read(inner.message(field)))
      case map: value = try Self.wrapped(1, .map(shape)).readSpecial(inner.message(field)) ?? value
      default: try inner.skip(field)
      }
    }
    return value
  }

  private var isMap: Bool { if case .map = self { true } else { false } }

  private static func entry(
    _ field: ProtoReader.Field, _ shape: ProtoShape, from reader: inout ProtoReader,
    into before: PayloadValue?
  ) throws(ProtoError) -> PayloadValue {
    var object = before?.object ?? PayloadObject()
    var entry = try reader.message(field)
    var name = ""
    var value = PayloadObject()
    while let field = try entry.next() {
      switch field.number {
      case 1: name = try entry.string(field)
      case 2: value = try shape.read(entry.message(field))
      default: try entry.skip(field)
      }
    }
    object[name] = .object(value)
    return .object(object)
  }
}

extension PayloadValue {
  var object: PayloadObject? { if case .object(let object) = self { object } else { nil } }
  var list: [PayloadValue]? { if case .list(let values) = self { values } else { nil } }
  var text: String? { if case .string(let text) = self { text } else { nil } }
  var number: Int64? { if case .int(let number) = self { number } else { nil } }
}
