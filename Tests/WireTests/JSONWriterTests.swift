import Model
import Testing

@testable import Wire

/// A generator that gives the same values in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func text() -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "Z", "\"", "\\", "/", "\n", "\r", "\t", "\0", "\u{1F}", "\u{7F}", "é", "e\u{301}",
      "東", "🎈", "\u{2028}", "\u{FFFF}", "\u{10FFFF}",
    ].flatMap { String($0).unicodeScalars }
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...9, using: &self) {
      text.append(scalars.randomElement(using: &self) ?? "a")
    }
    return String(text)
  }

  mutating func value(depth: Int = 0) -> PayloadValue {
    switch Int.random(in: 0..<(depth < 4 ? 8 : 6), using: &self) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &self))
    case 2: return .int(Int64(bitPattern: next() >> UInt64.random(in: 0..<64, using: &self)))
    case 3:
      let value = Double(bitPattern: next())
      return .double(value.isFinite ? value : 0.5)
    case 4: return .double(Double(Int64.random(in: -100...100, using: &self)))
    case 5: return .string(text())
    case 6:
      return .list((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth + 1) })
    default:
      var object = PayloadObject()
      for _ in 0..<Int.random(in: 0...4, using: &self) { object[text()] = value(depth: depth + 1) }
      return .object(object)
    }
  }
}

@Suite struct `JSON that is written reads back` {
  @Test func `whatever the value`() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<5_000 {
      let value = generator.value()
      for layout in [JSONWriter.Layout.compact, .pretty] {
        let text = JSONWriter.text(JSON(value), layout)
        let back = try JSONReader.value(text)
        #expect(back == value, "\(text)")
      }
    }
  }

  @Test func `with few bytes`() {
    let value: JSON = ["b": [1, 2.5.json, nil], "a": "x\"\u{1}", "e": [], "o": [:]]
    #expect(JSONWriter.text(value) == #"{"b":[1,2.5,null],"a":"x\"\u0001","e":[],"o":{}}"#)
  }

  @Test func `or with two spaces a level`() {
    let value: JSON = ["b": [1, true], "e": []]
    #expect(
      JSONWriter.text(value, .pretty) == """
        {
          "b": [
            1,
            true
          ],
          "e": []
        }
        """)
  }

  @Test func `a row is one line, and its floats read back to the same bits`() throws {
    var generator = SeededGenerator(seed: 3)
    for position in 0..<500 {
      let vector = (0..<8).map { _ in
        let value = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &generator))
        return value.isFinite ? value : 1
      }
      let row = SourceRow(
        position: position, id: .number(.max), text: generator.text(),
        metadata: ["k": generator.value()], vector: vector)
      var bytes: [UInt8] = []
      RowJSON.append(row, to: &bytes)
      #expect(!bytes.contains(0x0A))
      let start = try #require(bytes.lastIndex(of: UInt8(ascii: "[")))
      var scanner = JSONScanner(offset: start)
      let back = try scanner.floats(in: bytes.span)
      #expect(back.map(\.bitPattern) == vector.map(\.bitPattern))
    }
  }

  @Test func `a row is printed as documented`() {
    var bytes: [UInt8] = []
    RowJSON.append(
      SourceRow(
        position: 3, id: .text("a\"b"), text: nil, metadata: ["n": .int(1)], vector: [0.1, -2]),
      to: &bytes)
    bytes.append(0x0A)
    RowJSON.append(
      SourceRow(position: 4, id: .number(7), text: "t"), collection: "docs", to: &bytes)
    bytes.append(0x0A)
    RowJSON.append(SourceRow(position: 5, vector: [1]), vectors: false, to: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        {"position":3,"id":"a\\"b","text":null,"metadata":{"n":1},"vector":[0.1,-2.0]}
        {"position":4,"collection":"docs","id":7,"text":"t","metadata":{},"vector":null}
        {"position":5,"id":null,"text":null,"metadata":{}}
        """)
  }
}

extension Double {
  fileprivate var json: JSON { .double(self) }
}
