internal import GRPC
internal import Model

extension ProtoShape {
  /// Writes an object that was checked. A null is as good as absent: it changes nothing.
  func write(_ object: PayloadObject, to writer: inout ProtoWriter) {
    for field in fields {
      guard let value = object[field.name], value != .null else { continue }
      field.kind.write(value, as: field.number, to: &writer)
    }
  }
}

extension ProtoShape.Kind {
  fileprivate func write(_ value: PayloadValue, as number: Int, to writer: inout ProtoWriter) {
    switch (self, value) {
    case (.uint, .int(let value)): writer.number(number, value)
    case (.bool, .bool(let flag)), (.flag, .bool(let flag)): writer.bool(number, flag)
    case (.float, .int(let value)): writer.float(number, Float(value))
    case (.float, .double(let value)): writer.float(number, Float(value))
    case (.double, .int(let value)): writer.double(number, Double(value))
    case (.double, .double(let value)): writer.double(number, value)
    case (.text, .string(let text)): writer.string(number, text)
    case (.texts, .list(let values)):
      for case .string(let text) in values { writer.string(number, text) }
    case (.word(let words), .string(let word)):
      writer.number(number, UInt64(words.firstIndex(of: word) ?? 0))
    case (.firstOr(let words), .string(let word)):
      guard let index = words.firstIndex(of: word), index > 0 else { return }
      writer.number(number, UInt64(index))
    case (.shape(let shape), .object(let object)):
      writer.message(number) { shape.write(object, to: &$0) }
    case (.map(let shape), .object(let object)): Self.write(object, shape, number, to: &writer)
    case (.wrapped(let inner, let kind), _):
      writer.message(number) { kind.write(value, as: inner, to: &$0) }
    case (.payload, .object(let object)): writer.payload(number, object)
    case (.presence, .bool(false)): break
    case (.presence, _): writer.message(number) { _ in }
    default: writeSpecial(value, as: number, to: &writer)
    }
  }

  private func writeSpecial(_ value: PayloadValue, as number: Int, to writer: inout ProtoWriter) {
    switch (self, value) {
    case (.tagged(let kinds), .object(let object)):
      guard let kind = kinds.first(where: { .string($0.type) == object["type"] }) else { return }
      writer.message(number) { writer in
        writer.message(kind.number) { kind.shape.write(object.without("type"), to: &$0) }
      }
    case (.numberOr(let place, _, _), .int(let value)):
      writer.message(number) { $0.number(place, value) }
    case (.numberOr(_, _, let place), _):
      writer.message(number) { $0.number(place, 0 as UInt64) }
    case (.oneOrMap(let one, let map, let shape, let key), .object(let object)):
      writer.message(number) { writer in
        if object[key] != nil {
          writer.message(one) { shape.write(object, to: &$0) }
        } else {
          writer.message(map) { Self.write(object, shape, 1, to: &$0) }
        }
      }
    case (.textsOrShape(let shape, let key), .string):
      writer.message(number) { shape.write([key: .list([value])], to: &$0) }
    case (.textsOrShape(let shape, _), .object(let object)):
      writer.message(number) { shape.write(object, to: &$0) }
    default: break
    }
  }

  private static func write(
    _ object: PayloadObject, _ shape: ProtoShape, _ number: Int, to writer: inout ProtoWriter
  ) {
    for (name, value) in object {
      guard case .object(let inner) = value else { continue }
      writer.message(number) { writer in
        writer.string(1, name)
        writer.message(2) { shape.write(inner, to: &$0) }
      }
    }
  }
}
