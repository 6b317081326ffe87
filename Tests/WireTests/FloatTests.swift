import Glibc
import Model
import TestSupport
import Testing

@testable import Wire

@Test(arguments: [
  Float.infinity, -.infinity, .nan, -.nan, .signalingNaN, .greatestFiniteMagnitude,
  -.greatestFiniteMagnitude, 0, -0.0, .leastNonzeroMagnitude, 1,
])
func `one value that is not finite is found among many`(value: Float) {
  for count in [1, 3, 8, 100] {
    for place in 0..<count {
      var values = [Float](repeating: .greatestFiniteMagnitude, count: count)
      values[place] = value
      #expect(FloatBytes.areFinite(values) == value.isFinite)
    }
  }
}

@Suite struct `Decimals become the nearest float` {
  /// What Python does: the nearest double, rounded to float32.
  private func expected(_ text: String) -> Double { strtod(text, nil) }

  private func check(_ texts: [String]) throws {
    let bytes = Array(("[" + texts.joined(separator: ",") + "]").utf8)
    var scanner = JSONScanner()
    let floats = try scanner.floats(in: bytes.span, expecting: texts.count)
    #expect(scanner.offset == bytes.count)
    #expect(floats.count == texts.count)
    var wrong: [String] = []
    for (text, float) in zip(texts, floats)
    where float.bitPattern != Float(expected(text)).bitPattern {
      wrong.append("\(text) became \(float)")
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    #expect(try wrongDoubles(texts).isEmpty)
  }

  private func wrongDoubles(_ texts: [String]) throws -> [String] {
    try texts.filter { text in
      let bytes = Array(text.utf8)
      var scanner = JSONScanner()
      let value: Double
      switch try scanner.number(in: bytes.span) {
      case .int(let int): value = Double(int)
      case .double(let double): value = double
      default: return true
      }
      return value.bitPattern != expected(text).bitPattern && value != 0
    }
  }

  private static let rounds = 16
  private static let perRound = 130_000

  /// Sixteen rounds of 130 000: a little over two million decimals of every kind.
  @Test(arguments: 0..<rounds)
  func `as the C library rounds it`(round: Int) throws {
    var generator = SeededGenerator(seed: UInt64(round))
    try check((0..<Self.perRound).map { decimal(kind: $0 % 9, &generator) })
  }

  private func decimal(kind: Int, _ generator: inout SeededGenerator) -> String {
    switch kind {
    case 0: return Double.random(in: -1...1, using: &generator).description
    case 1: return Double(Float.random(in: -0.2...0.2, using: &generator)).description
    case 2: return Float.random(in: -100...100, using: &generator).description
    case 3:
      // Any double that fits a float32, down to subnormal ones.
      let bits = generator.next()
      let value = Double(bitPattern: bits)
      return value.isFinite && value.magnitude < 3e38 ? value.description : "1.5e-310"
    case 4: return halfway(&generator)
    case 5:
      let digits = (0..<Int.random(in: 1...25, using: &generator)).map { _ in
        Character(String(Int.random(in: 0...9, using: &generator)))
      }
      return "0." + String(digits) + "e-\(Int.random(in: 0...70, using: &generator))"
    case 6:
      let mantissa = generator.next() >> UInt64.random(in: 0..<64, using: &generator)
      return "\(mantissa)e\(Int.random(in: -80...18, using: &generator))"
    case 7: return betweenFloats(&generator)
    default:
      return "-\(Int.random(in: 0...999, using: &generator)).\(generator.next() % 1_000_000)"
    }
  }

  /// The middle of two neighbouring floats, which has 24 digits or more, cut or followed by others.
  private func betweenFloats(_ generator: inout SeededGenerator) -> String {
    let float = Float.random(in: 0.001..<10, using: &generator)
    var middle = (Double(float) + Double(float.nextUp)) / 2
    if Int.random(in: 0..<4, using: &generator) == 0 { middle = middle.nextUp }
    let digits = Int32.random(in: 14...30, using: &generator)
    var text = [CChar](repeating: 0, count: 64)
    _ = withVaList([digits, middle]) { vsnprintf(&text, 64, "%.*f", $0) }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The middle of two neighbouring doubles, to its last digit or one beside it.
  private func halfway(_ generator: inout SeededGenerator) -> String {
    let mantissa = (generator.next() & (1 << 53 - 1)) | 1 << 52
    // 2m+1 halves lie between the doubles m and m+1, and have at most 17 digits.
    let (whole, half) = (mantissa, Bool.random(using: &generator) ? "5" : "50000000000000000001")
    return Bool.random(using: &generator) ? "\(whole).\(half)" : "\(whole).4\(half)"
  }

  @Test func `also at the edges`() throws {
    try check(
      [
        "0", "-0", "0.0", "-0.0", "0e99999", "1e-400", "9007199254740993", "9007199254740993.0",
        "9007199254740992.5", "1e22", "1e23", "8.5e22", "1.0e-22", "1e-23", "4.9e-324",
        "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308",
        "1.401298464324817e-45", "7.006492321624085e-46", "7.006492321624086e-46",
        "1.1754943508222875e-38", "3.4028234663852886e38", "3.4028235677973362e38",
        "0.000000000000000000000000000000000000000000000000000000000000000000000000001e75",
        "100000000000000000000000000000000000000", "18446744073709551615", "18446744073709551616.0",
        "1234567890123456789.5", "12345678901234567890.5", "0.1234567890123456789012345",
        "6.02214076e23", "1.00000005960464477539062500", "1.00000005960464477539062501",
        "1E5", "1e+5", "1e00005", "1e-00005",
      ].filter { !["0", "-0", "18446744073709551615"].contains($0) && !$0.allSatisfy(\.isNumber) })
  }

  @Test(arguments: [
    ("[1e39]", "a number beyond the range of 32-bit floats at byte 1"),
    ("[0, -3.5e38]", "a number beyond the range of 32-bit floats at byte 4"),
    ("[1e999]", "a number beyond the range of 64-bit floats at byte 1"),
    ("[1e99999999999999999999]", "a number beyond the range of 64-bit floats at byte 1"),
    ("[NaN]", "a number that is not finite (NaN or Infinity) at byte 1"),
    ("[1, -Infinity]", "a number that is not finite (NaN or Infinity) at byte 4"),
    ("[1, null]", "expected a value, found \"n\" at byte 4"),
    ("[1, \"2\"]", "expected a value, found a string at byte 4"),
    ("[1,, 2]", "expected a value, found \",\" at byte 3"),
    ("[1, ]", "a comma with nothing after it at byte 4"),
    ("[01]", "a number that starts with a zero at byte 1"),
    ("[-01.5]", "a number that starts with a zero at byte 1"),
    ("[00.5]", "a number that starts with a zero at byte 1"),
    ("[1.]", "a number that ends in a point at byte 1"),
    ("[1.e5]", "a number that ends in a point at byte 1"),
    ("[1e]", "a number that ends in an exponent at byte 1"),
    ("[1", "the text ends in the middle of a value at byte 2"),
    ("[1,", "the text ends in the middle of a value at byte 3"),
    ("[1.2.3]", "expected a comma, found \".\" at byte 4"),
    ("[--1]", "expected a value, found \"-\" at byte 2"),
    ("[[1]]", "expected a value, found a list at byte 1"),
  ])
  func `what is no list of floats is refused`(text: String, message: String) {
    let bytes = Array(text.utf8)
    let error = #expect(throws: JSONError.self) {
      var scanner = JSONScanner()
      _ = try scanner.floats(in: bytes.span)
    }
    #expect(error?.description == message)
  }

  /// Among numbers in the usual spelling, where the fast path is, and in a list that nothing was expected of.
  @Test(
    arguments: [
      "1.", "-0.", "-1.,", "0.5.", ".5", "+0.5", "-.5", "--0.5", "-", "- 0.5", "0 .5", "0. 5",
      "0.5 5",
      "0.5e", "0.5e+", "0.5E-", "0.x", "00.5", "-00.5", "0.5\u{0}", "0.5/", "0.5:", "/.5", ":.5",
      "0,5.",
      "0.12345678901234567890123x", "0.1234567890123456x", "-0.1234567890123456", "0.12345678:",
      "1e39",
      "0.\u{e9}5", "\u{b0}.5", "0.5]", "0.5,,0.5", "0.5, ,0.5", "0.5,  0.5", "0.5 ,0.5", "",
      "1-0.5", "1e5-0.5", " ",
      "null",
      "12.5", "1", "-1", "0", "-0.0", "0.00000000000000000000000", "-0.0000000000000000",
      "0.00000000000000001", "0.0000000000000001", "-0.000006999999999999999999",
      "1.0000000596046447753906", "1.00000005960464477", "1.0000000596046448", "9.9999999999999999",
      "9.99999999999999999999999999", "0.5e3", "0.5E-3", "1.5e-45", "0.1234567890123456789012",
      "0.12345678901234567890123", "0.123456789012345678901234",
    ], [",", ", ", " , ", ",\t"])
  func `what stands among usual numbers is read as anywhere else`(text: String, comma: String) {
    for before in [0, 1, 2, 40] {
      let numbers =
        Array(repeating: "0.25", count: before) + [text] + ["-0.125", "0.0625", "3.5", "4.75"]
      let bytes = Array(("[" + numbers.joined(separator: comma) + "]" + padding).utf8)
      let (plain, expected) = (read(bytes, expecting: 0), read(bytes, expecting: 60))
      #expect(plain == expected, "\(before) before \(text)")
    }
  }

  private let padding = String(repeating: " ", count: 64)

  /// The numbers, and the offset behind them; or what is wrong, and where.
  private func read(_ bytes: [UInt8], expecting count: Int) -> [String] {
    var scanner = JSONScanner()
    do throws(JSONError) {
      let floats = try scanner.floats(in: bytes.span, expecting: count)
      return floats.map { "\($0.bitPattern)" } + ["\(scanner.offset)"]
    } catch { return [error.description] }
  }

  /// Only usual numbers, as a vector has them, with either comma, and with more or fewer than expected.
  @Test(arguments: 0..<8)
  func `vectors are rounded as the C library does it`(round: Int) throws {
    var generator = SeededGenerator(seed: UInt64(round + 100))
    let texts = (0..<60_000).map { usual(kind: $0 % 4, &generator) }
    let bytes = Array(("[" + texts.joined(separator: round % 2 == 0 ? "," : ", ") + "]").utf8)
    var scanner = JSONScanner()
    let floats = try scanner.floats(in: bytes.span, expecting: round < 4 ? texts.count : 50_000)
    #expect(scanner.offset == bytes.count)
    #expect(floats.count == texts.count)
    let wrong = zip(texts, floats).filter { Float(expected($0)).bitPattern != $1.bitPattern }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  private func usual(kind: Int, _ generator: inout SeededGenerator) -> String {
    switch kind {
    case 0: return Double(Float.random(in: -0.2...0.2, using: &generator)).description
    case 1: return Float.random(in: -9.9...9.9, using: &generator).description
    case 2: return betweenFloats(&generator)
    default:
      let digits = (0..<Int.random(in: 1...24, using: &generator)).map { _ in
        Character(String(Int.random(in: 0...9, using: &generator)))
      }
      let zeros = String(repeating: "0", count: Int.random(in: 0...6, using: &generator))
      return (Bool.random(using: &generator) ? "-" : "") + "0." + zeros + String(digits)
    }
  }

  @Test func `white space may stand anywhere between`() throws {
    let bytes = Array("[ 1 ,2\t,\r\n 3.5,4 ]".utf8)
    var scanner = JSONScanner()
    #expect(try scanner.floats(in: bytes.span) == [1, 2, 3.5, 4])
  }

  @Test func `the table of powers is what its script writes`() throws {
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    let written = try #require(runPython("powers_of_five.py"))
    let file = try #require(fopen(root + "/Sources/Wire/JSON/PowersOfFive+Generated.swift", "r"))
    defer { fclose(file) }
    var kept = [UInt8](repeating: 0, count: 1 << 16)
    kept.removeLast(kept.count - fread(&kept, 1, kept.count, file))
    #expect(kept == written)
  }
}

@Suite struct `Floats of 16 bits` {
  @Test func `are widened as the machine does it`() {
    let all = Array(UInt16.min...UInt16.max)
    var bytes: [UInt8] = [0]
    for half in all { bytes += [UInt8(truncatingIfNeeded: half), UInt8(half >> 8)] }
    let floats = FloatBytes.halves(all.count, from: 1, in: bytes)
    #expect(floats.count == all.count)
    var wrong: [UInt16] = []
    for (half, float) in zip(all, floats) {
      let right = Float(Float16(bitPattern: half))
      if right.isNaN ? !float.isNaN : right.bitPattern != float.bitPattern { wrong.append(half) }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  @Test(
    arguments: [
      (0x0000, 0), (0x8000, -0.0), (0x3C00, 1), (0xC000, -2), (0x7BFF, 65504), (0x0001, 0x1p-24),
      (0x03FF, 1023 * 0x1p-24), (0x3555, 0.333251953125), (0x7C00, .infinity), (0xFC00, -.infinity),
    ] as [(UInt16, Float)])
  func `are these`(bits: UInt16, value: Float) {
    #expect(FloatBytes.widened(bits).bitPattern == value.bitPattern)
  }
}
