internal import Model

/// One payload index as a manifest declares it: which payloads have a value that must be in it.
///
/// Only what is certain counts. What the server may read in one way or another, such as a date in words
/// or a text that is cut into no words, is not expected to be there.
struct IndexExpectation: Hashable, Sendable {
  let field: String
  private let type: String
  private let path: [Substring]
  /// A text index drops words by these, and in the end perhaps all of them.
  private let dropsWords: Bool

  /// All that the manifest declares, in the order of the declaration.
  static func all(_ collection: CollectionSpec) -> [IndexExpectation] {
    guard case .object(let indexes) = collection.declared["payload_indexes"] else { return [] }
    return indexes.compactMap { IndexExpectation($0, $1) }
  }

  /// Nil for a field that is written in a way that is not understood here.
  init?(_ field: String, _ schema: PayloadValue) {
    guard !field.contains("\"") else { return nil }
    self.field = field
    path = field.split(separator: ".", omittingEmptySubsequences: false)
    switch schema {
    case .string(let word):
      type = word
      dropsWords = false
    case .object(let parameters):
      guard case .string(let word) = parameters["type"] else { return nil }
      type = word
      dropsWords = ["tokenizer", "stopwords", "stemmer", "min_token_len", "max_token_len"]
        .contains { parameters[$0] != nil }
    default: return nil
    }
  }

  func holds(_ payload: PayloadObject) -> Bool { holds(.object(payload), path[...]) }

  private func holds(_ value: PayloadValue, _ rest: ArraySlice<Substring>) -> Bool {
    guard let key = rest.first else {
      if case .list(let values) = value { return values.contains { fits($0) } }
      return fits(value)
    }
    guard case .object(let object) = value else { return false }
    guard key.hasSuffix("[]") else {
      return object[String(key)].map { holds($0, rest.dropFirst()) } ?? false
    }
    guard case .list(let values) = object[String(key.dropLast(2))] else { return false }
    return values.contains { holds($0, rest.dropFirst()) }
  }

  private func fits(_ value: PayloadValue) -> Bool {
    switch (type, value) {
    case ("keyword", .string), ("integer", .int), ("float", .int), ("float", .double),
      ("bool", .bool):
      true
    case ("uuid", .string(let text)): UUID(text) != nil
    case ("datetime", .string(let text)): IndexExpectation.isInstant(text)
    case ("text", .string(let text)): !dropsWords && text.contains { $0.isASCII && $0.isLetter }
    case ("geo", .object(let place)):
      IndexExpectation.isWithin(180, place["lon"]) && IndexExpectation.isWithin(90, place["lat"])
    default: false
    }
  }

  /// "2026-01-02T03:04:05Z", with any digits that make a day of every month.
  private static func isInstant(_ text: String) -> Bool {
    let pattern = Array("dddd-dd-ddTdd:dd:ddZ".utf8)
    let bytes = Array(text.utf8)
    guard bytes.count == pattern.count else { return false }
    let isAlike = zip(bytes, pattern).allSatisfy { byte, wanted in
      wanted == UInt8(ascii: "d") ? (0x30...0x39).contains(byte) : byte == wanted
    }
    func number(_ place: Int) -> Int {
      Int(bytes[place] - 0x30) * 10 + Int(bytes[place + 1] - 0x30)
    }
    return isAlike && (1...12).contains(number(5)) && (1...28).contains(number(8))
      && number(11) < 24 && number(14) < 60 && number(17) < 60
  }

  private static func isWithin(_ bound: Double, _ value: PayloadValue?) -> Bool {
    switch value {
    case .int(let number): abs(Double(number)) <= bound
    case .double(let number): abs(number) <= bound
    default: false
    }
  }
}

/// A payload index with fewer points than have a value for it.
public struct IndexGap: Hashable, Sendable {
  public let field: String
  public let indexed: Int
  /// At least so many were seen that should be in it.
  public let expected: Int
}
