extension YAMLScalar {
  /// The prefix of the tags that YAML itself defines.
  static let coreTag = "tag:yaml.org,2002:"

  /// What the scalar means under the core schema of YAML 1.2.
  ///
  /// A quoted scalar is text, an explicit tag overrides the form. A whole number beyond 64 bits is a
  /// double; `text` still holds every digit.
  public var resolved: YAMLValue {
    if let tag { return resolved(as: tag) ?? .string(text) }
    return style == .plain ? Self.plainValue(text) : .string(text)
  }

  /// Nil when the text is none of the tag's values, or the tag is not one of a scalar.
  func resolved(as tag: String) -> YAMLValue? {
    guard tag.hasPrefix(Self.coreTag) else { return nil }
    let name = String(tag.dropFirst(Self.coreTag.count))
    if name == "str" { return .string(text) }
    switch (name, Self.plainValue(text)) {
    case ("null", .null): return .null
    case ("bool", let value) where value.isBool: return value
    case ("int", .int(let value)): return .int(value)
    case ("int", .double(let value)) where Self.isWhole(Array(text.utf8)): return .double(value)
    case ("float", .double(let value)): return .double(value)
    case ("float", .int(let value)): return .double(Double(value))
    default: return nil
    }
  }

  /// What a plain scalar of this text means.
  static func plainValue(_ text: String) -> YAMLValue {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    case ".nan", ".NaN", ".NAN": return .double(.nan)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .double(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .double(-.infinity)
    default: return number(text) ?? .string(text)
    }
  }

  private static func number(_ text: String) -> YAMLValue? {
    guard let first = text.utf8.first, first <= 0x39 else { return nil }
    let bytes = Array(text.utf8)
    if let (digits, radix) = based(bytes) {
      let written = String(decoding: digits, as: UTF8.self)
      return Int64(written, radix: radix).map { .int($0) } ?? .double(magnitude(digits, radix))
    }
    if isWhole(bytes) {
      return Int64(text).map { .int($0) } ?? Double(text).map { .double($0) }
    }
    return isFloat(bytes) ? Double(text).map { .double($0) } : nil
  }

  /// The digits of `0o17` or `0x1F`.
  private static func based(_ bytes: [UInt8]) -> (ArraySlice<UInt8>, radix: Int)? {
    guard bytes.count > 2, bytes[0] == UInt8(ascii: "0") else { return nil }
    let digits = bytes[2...]
    switch bytes[1] {
    case UInt8(ascii: "o") where digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x37 }): return (digits, 8)
    case UInt8(ascii: "x") where digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }):
      return (digits, 16)
    default: return nil
    }
  }

  private static func magnitude(_ digits: ArraySlice<UInt8>, _ radix: Int) -> Double {
    digits.reduce(0) { sum, digit in
      sum * Double(radix)
        + Double(Character(Unicode.Scalar(digit)).hexDigitValue ?? 0)
    }
  }

  private static func isWhole(_ bytes: [UInt8]) -> Bool {
    let digits = bytes.first.map { $0 == 0x2B || $0 == 0x2D } == true ? bytes[1...] : bytes[...]
    return !digits.isEmpty && digits.allSatisfy(isDigit)
  }

  /// `[-+]? ( . digits | digits ( . digits? )? ) ( [eE] [-+]? digits )?`
  private static func isFloat(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    if rest.first == 0x2B || rest.first == 0x2D { rest.removeFirst() }
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      let fraction = rest.prefix(while: isDigit)
      rest = rest.dropFirst(fraction.count)
      guard !whole.isEmpty || !fraction.isEmpty else { return false }
    } else if whole.isEmpty {
      return false
    }
    guard rest.first == 0x65 || rest.first == 0x45 else { return rest.isEmpty }
    rest.removeFirst()
    return isWhole(Array(rest))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}

extension YAMLValue {
  fileprivate var isBool: Bool {
    if case .bool = self { return true }
    return false
  }
}
