import Testing

@testable import Wire

@Suite struct `Lines end at line feeds` {
  @Test func `and at nothing else`() {
    let bytes = Array("a\r\u{2028}\n\nb".utf8)
    #expect(LineFeed.first(in: bytes.span, from: 0) == 5)
    #expect(LineFeed.first(in: bytes.span, from: 6) == 6)
    #expect(LineFeed.first(in: bytes.span, from: 7) == nil)
    #expect(LineFeed.first(in: bytes.span, from: 99) == nil)
    #expect(LineFeed.last(in: bytes.span) == 6)
    #expect(LineFeed.last(in: [UInt8]().span) == nil)
  }
}

@Suite struct `Instants` {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0, 0), ("2026-11-20T09:00:00Z", 1_795_165_200, 0),
      ("2026-11-20t10:30:00.25+01:30", 1_795_165_200, 250_000_000),
      ("2026-11-20T00:00:00-09:00", 1_795_165_200, 0), ("2000-02-29T23:59:59Z", 951_868_799, 0),
      ("1969-12-31T23:59:59.999999999Z", -1, 999_999_999),
      ("0000-03-01T00:00:00Z", -62_162_035_200, 0),
      ("9999-12-31T23:59:59Z", 253_402_300_799, 0), ("1900-03-01T00:00:00Z", -2_203_891_200, 0),
      ("2016-12-31T23:59:60Z", 1_483_228_800, 0),
      ("2026-11-20T09:00:00.1234567899Z", 1_795_165_200, 123_456_789),
    ] as [(String, Int64, Int32)])
  func `of RFC 3339 are read`(text: String, seconds: Int64, nanoseconds: Int32) {
    #expect(Instant(rfc3339: text) == Instant(seconds: seconds, nanoseconds: nanoseconds))
    #expect(Instant(lenient: text) == Instant(rfc3339: text))
  }

  @Test(arguments: [
    "2026-11-20 09:00:00", "2026-11-20T09:00:00", "2026-11-20T09:00Z", "2026-11-20T09:00:00+0000",
    "20261120T090000Z", "2026-11-20T09-00-00Z", "2026-11-20T09:00:00.000",
    "2026-11-20T10:00:00+01", "20261120T0900Z",
  ])
  func `of looser spellings are read when asked for`(text: String) {
    #expect(Instant(rfc3339: text) == nil)
    #expect(Instant(lenient: text) == Instant(seconds: 1_795_165_200))
  }

  @Test func `of a day alone begin it`() {
    #expect(Instant(lenient: "2026-11-20") == Instant(seconds: 1_795_132_800))
    #expect(Instant(lenient: "20261120") == Instant(seconds: 1_795_132_800))
  }

  @Test(arguments: [
    "", "2026", "2026-11", "2026-13-01", "2026-02-29", "1900-02-29", "2026-00-10", "2026-11-00",
    "2026-11-20T24:00:00Z", "2026-11-20T09:60:00Z", "2026-11-20T09:00:61Z", "2026-11-20T09:00:00.Z",
    "2026-11-20T09:00:00ZZ", "2026-11-20T09:00:00+24:00", "2026-11-20T", "-026-11-20", "v1.2",
    "2026-11-20T09:00:00 UTC", "٢٠٢٦-11-20",
  ])
  func `that are none are refused`(text: String) {
    #expect(Instant(lenient: text) == nil)
    #expect(Instant(rfc3339: text) == nil)
  }

  @Test func `are printed so that they read back`() {
    #expect(Instant(seconds: 1_795_165_200).description == "2026-11-20T09:00:00Z")
    #expect(
      Instant(seconds: -1, nanoseconds: 500_000_000).description == "1969-12-31T23:59:59.5Z")
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let instant = Instant(
        seconds: Int64.random(in: -62_167_219_200...253_402_300_799, using: &generator),
        nanoseconds: Int32.random(in: 0...999_999_999, using: &generator))
      #expect(Instant(rfc3339: instant.description) == instant)
    }
  }

  @Test func `follow one another as in time`() throws {
    let texts = ["2026-11-20T09:00:00Z", "2026-11-20T09:00:00.001Z", "2026-11-20T09:00:00-00:01"]
    let instants = texts.compactMap { Instant(rfc3339: $0) }
    #expect(instants.count == 3 && instants == instants.sorted())
  }
}
