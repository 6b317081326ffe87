internal import Model
internal import Wire

/// Settings as people read them: "size 768, distance Cosine" instead of JSON.
enum SettingWords {
  /// A value by itself. Plain words stand bare; everything that could be misread is quoted.
  static func value(_ value: PayloadValue) -> String {
    switch value {
    case .string(let text): isPlain(text) ? text : JSONWriter.text(value)
    case .object(let object) where !object.isEmpty: members(object)
    case .null, .bool, .int, .double, .list, .object: JSONWriter.text(value)
    }
  }

  /// One line for each section, and for each part of a section that has parts of its own.
  static func lines(_ settings: PayloadObject) -> [String] {
    settings.flatMap { key, value -> [String] in
      guard case .object(let section) = value, !section.isEmpty,
        section.allSatisfy({ isObject($0.1) })
      else { return ["\(key)  \(self.value(value))"] }
      return section.map { "\(key).\($0)  \(self.value($1))" }
    }
  }

  private static func members(_ object: PayloadObject) -> String {
    // The size is what people look for.
    let sorted = object.filter { $0.0 == "size" } + object.filter { $0.0 != "size" }
    return sorted.map { key, value in
      if case .object(let inner) = value, !inner.isEmpty { return "\(key) {\(members(inner))}" }
      return "\(key) \(self.value(value))"
    }.joined(separator: ", ")
  }

  private static func isObject(_ value: PayloadValue) -> Bool {
    if case .object = value { true } else { false }
  }

  private static func isPlain(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      }
  }
}
