import Testing
import YAML

@Suite struct `Reading valid texts` {
  @Test(arguments: [
    ("", []), ("# only a comment\n", []), ("a: 1", ["{\"a\": 1}"]),
    ("---\n---\nb\n", ["null", "\"b\""]), ("%YAML 1.1\n---\nx\n", ["\"x\""]),
    ("- 1\n- [a, {b: c}]\n- |\n  one\n  two\n", ["[1, [\"a\", {\"b\": \"c\"}], \"one\ntwo\n\"]"]),
    ("a: &x [1]\nb: *x\n", ["{\"a\": [1], \"b\": [1]}"]),
    ("\u{FEFF}a: b\n", ["{\"a\": \"b\"}"]),
    ("a: yes\r\nb: off\r\n", ["{\"a\": \"yes\", \"b\": \"off\"}"]),
    (
      "a: !!str 1\nb: !!int '2'\nc: !!float 3\nd: !!seq []\n",
      ["{\"a\": \"1\", \"b\": 2, \"c\": 3.0, \"d\": []}"]
    ),
  ])
  func `gives the documents`(_ text: String, _ documents: [String]) {
    let stream = read(text)
    #expect(stream.problems.map(outline) == [])
    #expect(stream.documents.map(outline) == documents)
  }

  @Test(
    arguments: [
      ("null", .null), ("~", .null), ("", .null), ("Null", .null), ("nULL", .string("nULL")),
      ("true", .bool(true)), ("TRUE", .bool(true)), ("False", .bool(false)),
      ("tRue", .string("tRue")),
      ("yes", .string("yes")), ("on", .string("on")), ("12", .int(12)), ("-12", .int(-12)),
      ("+12", .int(12)), ("007", .int(7)), ("0o17", .int(15)), ("0x1F", .int(31)),
      ("0o8", .string("0o8")),
      ("0x", .string("0x")), ("-0x1", .string("-0x1")), ("9223372036854775807", .int(.max)),
      ("-9223372036854775808", .int(.min)),
      ("9223372036854775808", .double(9_223_372_036_854_775_808)),
      ("0xFFFFFFFFFFFFFFFF", .double(0x1p64)), ("1.5", .double(1.5)),
      ("1.", .double(1)), (".5", .double(0.5)), ("1e3", .double(1000)), ("-1.5E-1", .double(-0.15)),
      (".inf", .double(.infinity)), ("-.INF", .double(-.infinity)), (".", .string(".")),
      ("1e", .string("1e")), ("1_000", .string("1_000")), ("12:30:45", .string("12:30:45")),
      ("2026-11-20", .string("2026-11-20")), ("+", .string("+")), ("1 2", .string("1 2")),
    ] as [(String, YAMLValue)])
  func `resolves plain scalars by the core schema`(_ text: String, _ value: YAMLValue) {
    #expect(YAMLScalar(text).resolved == value)
    #expect(YAMLScalar(text, style: .doubleQuoted).resolved == .string(text))
  }

  @Test func `knows that .nan is not a number`() {
    guard case .double(let value) = YAMLScalar(".NaN").resolved else {
      Issue.record("not a double")
      return
    }
    #expect(value.isNaN)
  }
}
