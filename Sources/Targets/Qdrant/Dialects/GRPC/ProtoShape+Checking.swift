internal import Model

// Whether values fit a shape is looked at first, so that writing cannot fail.
extension ProtoShape {
  func check(_ object: PayloadObject) throws(ShapeFault) {
    for (key, value) in object where value != .null {
      guard let field = self[key] else {
        throw ShapeFault(path: key, reason: "there is no such setting over gRPC")
      }
      do throws(ShapeFault) {
        try field.kind.check(value)
      } catch {
        throw error.under(key)
      }
    }
  }
}

extension ProtoShape.Kind {
  fileprivate func check(_ value: PayloadValue) throws(ShapeFault) {
    switch (self, value) {
    case (.uint, .int(let number)) where number >= 0: return
    case (.bool, .bool), (.flag, .bool), (.text, .string), (.presence, _), (.payload, .object):
      return
    case (.float, .int), (.float, .double), (.double, .int), (.double, .double): return
    case (.word(let words), .string(let word)) where words.contains(word) && !word.isEmpty: return
    case (.firstOr(let words), .string(let word)) where words.contains(word): return
    case (.texts, .list(let values)) where values.allSatisfy(\.isText): return
    case (.shape(let shape), .object(let object)): try shape.check(object)
    case (.map(let shape), .object(let object)): try ProtoShape.Kind.check(object, shape)
    case (.wrapped(_, let kind), _): try kind.check(value)
    case (.tagged(let kinds), .object(let object)):
      guard case .string(let type) = object["type"],
        let kind = kinds.first(where: { $0.type == type })
      else { throw ShapeFault(path: "type", reason: "not a known type") }
      try kind.shape.check(object.without("type"))
    case (.numberOr(_, let word, _), .string(let text)) where text == word: return
    case (.numberOr, .int(let number)) where number >= 0: return
    case (.oneOrMap(_, _, let shape, let key), .object(let object)):
      if object[key] != nil { try shape.check(object) } else { try Self.check(object, shape) }
    case (.textsOrShape, .string): return
    case (.textsOrShape(let shape, _), .object(let object)): try shape.check(object)
    default: throw ShapeFault(path: "", reason: "\(value.kind) is not expected here")
    }
  }

  private static func check(_ object: PayloadObject, _ shape: ProtoShape) throws(ShapeFault) {
    for (name, value) in object where value != .null {
      do throws(ShapeFault) {
        try ProtoShape.Kind.shape(shape).check(value)
      } catch {
        throw error.under(name)
      }
    }
  }
}

extension PayloadValue {
  fileprivate var isText: Bool { if case .string = self { true } else { false } }
}

extension PayloadObject {
  func without(_ key: String) -> PayloadObject {
    var rest = self
    rest[key] = nil
    return rest
  }
}
