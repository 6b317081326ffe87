internal import Model

/// Looking into checked data. Every look gives nil where the data is not as the language says, so a
/// slip between the definition and a builder can never become a crash.
extension PayloadValue {
  subscript(key: String) -> PayloadValue? {
    if case .object(let object) = self { return object[key] }
    return nil
  }

  var text: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  var flag: Bool? {
    if case .bool(let flag) = self { return flag }
    return nil
  }

  var integer: Int? {
    if case .int(let value) = self { return Int(value) }
    return nil
  }

  var number: Double? {
    if case .double(let value) = self { return value }
    return nil
  }

  var list: [PayloadValue]? {
    if case .list(let values) = self { return values }
    return nil
  }

  var texts: [String]? { list?.compactMap(\.text) }

  var object: PayloadObject? {
    if case .object(let object) = self { return object }
    return nil
  }

  /// Key to text, for mappings of texts.
  var words: [String: String]? {
    guard let object else { return nil }
    return Dictionary(
      object.compactMap { key, value in value.text.map { (key, $0) } }, uniquingKeysWith: { $1 })
  }

  func word<Word: RawRepresentable>(_ key: String, _ type: Word.Type = Word.self) -> Word?
  where Word.RawValue == String {
    self[key]?.text.flatMap(Word.init(rawValue:))
  }
}
