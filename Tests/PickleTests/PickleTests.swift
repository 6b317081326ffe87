import Model
import StoreBytes
import Testing

@testable import Pickle

@Suite(.timeLimit(.minutes(15))) struct `A pickle` {
  private let scratch = PickleScratch()

  private func value(_ made: HandMade) throws -> PickleValue {
    try PickleReader.value(of: scratch.file(made.bytes))
  }

  private static let plain: [(HandMade, PayloadValue)] = [
    ("N.", .null), ("I01\n.", .bool(true)), ("I00\n.", .bool(false)), ("I-7\n.", .int(-7)),
    ("L12L\n.", .int(12)), ("L-36893488147419103232L\n.", .string("-36893488147419103232")),
    ("F-1.5e3\n.", .double(-1500)), ("Fnan\n.", .null),
    ("Vl\\u00f6we \\U0001f642\n.", .string("löwe 🙂")), ("V\\ud800\n.", .string("\u{FFFD}")),
    ("S'old'\n.", .string("old")),
    (HandMade("BININT1", ["K", 255, "."]), .int(255)),
    (HandMade("BININT2", ["M", 255, 255, "."]), .int(65535)),
    (HandMade("BININT", ["J", 255, 255, 255, 255, "."]), .int(-1)),
    (HandMade("LONG1 of nothing", [0x8A, 0, "."]), .int(0)),
    (HandMade("LONG1", [0x8A, 2, 0, 0xFF, "."]), .int(-256)),
    (
      HandMade("LONG1 of nine bytes", [0x8A, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1, "."]),
      .string("18446744073709551616")
    ),
    (HandMade("BINFLOAT", ["G", 0x3F, 0xF8, 0, 0, 0, 0, 0, 0, "."]), .double(1.5)),
    (HandMade("surrogates", [0x8C, 4, "a", 0xED, 0xA0, 0x80, "."]), .string("a\u{FFFD}")),
    (
      "cdatetime\ndate\n(c_codecs\nencode\n(V\\u0007\\u00d0\\u000c\\u001f\nVlatin1\ntRtR.",
      .string("2000-12-31")
    ),
    ("cdecimal\nDecimal\n(V1.20\ntR.", .string("1.20")),
    ("cpathlib\nPosixPath\n(V/\nVa\nVb.txt\ntR.", .string("/a/b.txt")),
    ("cpathlib\nWindowsPath\n(VC:\\u005c\nVa\ntR.", .string("C:\\a")),
    ("cpathlib\nPosixPath\n(tR.", .string(".")),
    ("cdatetime\ntimedelta\n(I-1\nI3600\nI5\ntR.", .string("-1 day, 1:00:00.000005")),
    (
      "cpandas._libs.tslibs.timestamps\n_unpickle_timestamp\n(I1709251199123456789\nNNI10\ntR.",
      .string("2024-02-29T23:59:59.123456789")
    ),
    (
      "cpandas._libs.tslibs.timestamps\n_unpickle_timestamp\n(I-1\nNNI7\ntR.",
      .string("1969-12-31T23:59:59")
    ),
  ]

  @Test(arguments: plain)
  func `holds plain values`(made: HandMade, expected: PayloadValue) throws {
    #expect(try value(made) == .plain(expected))
  }

  @Test func `shares what it refers to`() throws {
    let shared = try value("(lp0\nVx\np1\nag1\na(g1\ng1\ntp2\nag2\na.")
    let x = PickleValue.plain(.string("x"))
    #expect(shared == .list([x, x, .list([x, x]), .list([x, x])]))
  }

  @Test func `keeps dictionaries in their order, and the last of equal keys is found`() throws {
    let found = try value("(dVa\nI1\nsVb\nI2\nsVa\nI3\ns.")
    #expect(found["a"] == .plain(.int(3)))
    #expect(found["c"] == nil)
  }

  @Test func `may begin anywhere in a file and end before its end`() throws {
    let file = try scratch.file(Array("xxI5\n.yy".utf8))
    #expect(try PickleReader.value(of: file, from: 2) == .plain(.int(5)))
    let error = #expect(throws: FormatError.self) {
      try PickleReader.value(of: file, from: 2, to: 5)
    }
    #expect(error?.code == .truncated)
  }

  @Test func `finds the items of a long list again, one by one`() throws {
    var bytes = Array("(lp0\n".utf8)
    for number in 0..<3000 { bytes += Array("(Vtext \(number)\ntp\(number + 1)\na".utf8) }
    bytes += Array(".".utf8)
    let items = try PickledItems(try scratch.file(bytes))
    #expect(items.count == 3000)
    var doubts = PickleDoubts()
    for number in [2999, 0, 1500] {
      let found = try items.items([number], &doubts)
      #expect(found[0].value == .list([.plain(.string("text \(number)"))]))
    }
  }

  @Test func `finds what an item refers to in items long before it`() throws {
    // Item n is (its own text, the text of item 0, the text of item n - 1, a list of item 0).
    var bytes: [UInt8] = [0x80, 4] + Array("]".utf8) + [0x94]
    func get(_ number: Int) -> [UInt8] {
      [0x6A] + (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    var memo = 1
    var before = 0
    for batch in 0..<5 {
      bytes += Array("(".utf8)
      for number in batch * 100..<batch * 100 + 100 {
        let own = memo
        bytes += Array("(".utf8) + HandMade.text("text \(number)") + [0x94]
        bytes +=
          number == 0
          ? Array("]".utf8) + [0x94] + HandMade.text("in") + Array("aN".utf8)
          : get(1) + get(before) + get(2)
        memo += number == 0 ? 2 : 1
        bytes += Array("t".utf8)
        before = own
      }
      bytes += Array("e".utf8)
    }
    bytes += Array(".".utf8)
    let items = try PickledItems(try scratch.file(bytes))
    var doubts = PickleDoubts()
    let found = try items.items([450], &doubts)
    #expect(
      found[0].value
        == .list(
          ["text 450", "text 0", "text 449"].map { .plain(.string($0)) }
            + [.list([.plain(.string("in"))])]))
  }
}
