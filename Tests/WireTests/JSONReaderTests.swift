import Model
import Testing

@testable import Wire

@Suite struct `JSON is read strictly` {
  @Test(
    arguments: [
      ("null", .null), (" true ", .bool(true)), ("false", .bool(false)), ("0", .int(0)),
      ("-0", .int(0)), ("-0.0", .double(-0.0)), ("12", .int(12)),
      ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
      ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("1.0", .double(1)),
      ("1e3", .double(1000)), ("1E+3", .double(1000)), ("25e-1", .double(2.5)),
      ("5e-324", .double(.leastNonzeroMagnitude)),
      ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)),
      ("0.1", .double(0.1)), ("1e-400", .double(0)), (#""""#, .string("")),
      (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{c}\n\r\t")), (#""\u0041""#, .string("A")),
      (#""\ud83c\udf88""#, .string("🎈")), (#""\u0000""#, .string("\0")),
      ("\"\u{2028}é\u{7F}\"", .string("\u{2028}é\u{7F}")), ("[]", .list([])), ("{}", .object([:])),
      ("[1,[2],{}]", .list([.int(1), .list([.int(2)]), .object([:])])),
      ("\t{ \"a\" : 1 ,\n\"A\":\r2 }", .object(["a": .int(1), "A": .int(2)])),
      (#"{"":null}"#, .object(["": .null])),
      (#"{"é":1,"e\u0301":2}"#, .object(["é": .int(1), "e\u{301}": .int(2)])),
    ] as [(String, PayloadValue)])
  func `well-formed text is read as what it says`(text: String, value: PayloadValue) throws {
    #expect(try JSONReader.value(text) == value)
  }

  @Test(arguments: [
    ("", "the text ends in the middle of a value at byte 0"),
    ("  ", "the text ends in the middle of a value at byte 2"),
    ("nul", "expected a value, found \"n\" at byte 0"),
    ("True", "expected a value, found \"T\" at byte 0"),
    ("01", "a number that starts with a zero at byte 0"),
    ("-", "expected a value, found the end of the text at byte 1"),
    ("+1", "expected a value, found \"+\" at byte 0"),
    (".5", "expected a value, found \".\" at byte 0"),
    ("1.", "a number that ends in a point at byte 0"),
    ("1.e3", "a number that ends in a point at byte 0"),
    ("1e", "a number that ends in an exponent at byte 0"),
    ("1e+", "a number that ends in an exponent at byte 0"),
    ("NaN", "a number that is not finite (NaN or Infinity) at byte 0"),
    ("[-Infinity]", "a number that is not finite (NaN or Infinity) at byte 1"),
    ("1e309", "a number beyond the range of 64-bit floats at byte 0"),
    (
      "18446744073709551615",
      "an integer that does not fit 64 signed bits; write it as a string at byte 0"
    ),
    (
      "123456789012345678901234567890",
      "an integer that does not fit 64 signed bits; write it as a string at byte 0"
    ),
    ("\"a", "a string that is never closed at byte 0"),
    ("\"a\\", "the text ends in the middle of an escape at byte 2"),
    ("\"\\x\"", "an escape that JSON does not have at byte 1"),
    ("\"\\u12\"", "the text ends in the middle of an escape at byte 1"),
    ("\"\\u12G4\"", "an escape without four hexadecimal digits at byte 1"),
    ("\"\\ud800\"", "half of a surrogate pair at byte 1"),
    ("\"\\ud800\\u0041\"", "half of a surrogate pair at byte 1"),
    ("\"\\udc00\"", "half of a surrogate pair at byte 1"),
    ("\"a\nb\"", "the control character 0x0a in a string, which has to be escaped at byte 2"),
    ("[1,]", "a comma with nothing after it at byte 3"),
    ("[,1]", "expected a value, found \",\" at byte 1"),
    ("[1 2]", "expected a comma, found \"2\" at byte 3"),
    ("[1", "the text ends in the middle of a value at byte 2"),
    ("{\"a\":1,}", "a comma with nothing after it at byte 7"),
    ("{a:1}", "expected a key in quotes, found \"a\" at byte 1"),
    ("{\"a\" 1}", "expected a colon, found \"1\" at byte 5"),
    ("{\"a\":1,\"b\":2,\"a\":3}", "the key \"a\" comes twice in one object at byte 13"),
    ("1 2", "\"2\" after the end of the value at byte 2"),
    ("[] x", "\"x\" after the end of the value at byte 3"),
    ("// c\n1", "expected a value, found \"/\" at byte 0"),
    ("'a'", "expected a value, found \"'\" at byte 0"),
    ("\u{FEFF}1", "expected a value, found the byte 0xef at byte 0"),
    ("\u{A0}1", "expected a value, found the byte 0xc2 at byte 0"),
  ])
  func `everything else is refused where it goes wrong`(text: String, message: String) {
    let error = #expect(throws: JSONError.self) { try JSONReader.value(text) }
    #expect(error?.description == message)
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xE2, 0x82, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
      [0x22, 0x5C, 0x6E, 0x80, 0x22],
    ] as [[UInt8]])
  func `text that is not UTF-8 is refused`(bytes: [UInt8]) {
    let error = #expect(throws: JSONError.self) { try JSONReader.value(bytes) }
    #expect(error?.description == "a string that is not valid UTF-8 at byte 0")
  }

  @Test func `nesting ends at a documented depth`() throws {
    let deep = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    #expect(throws: Never.self) { try JSONReader.value(deep) }
    let bomb = #expect(throws: JSONError.self) {
      try JSONReader.value(String(repeating: "[{\"a\":", count: 100_000))
    }
    #expect(bomb?.description == "nested deeper than 128 levels at byte 384")
  }

  @Test func `an id of 64 unsigned bits keeps its digits`() throws {
    var scanner = JSONScanner()
    let bytes = Array("18446744073709551615".utf8)
    #expect(try scanner.unsigned(in: bytes.span) == UInt64.max)
    for other in ["-1", "1.0", "18446744073709551616", "1e2"] {
      scanner = JSONScanner()
      let bytes = Array(other.utf8)
      #expect(try scanner.unsigned(in: bytes.span) == nil)
      #expect(scanner.offset == 0)
    }
  }
}
