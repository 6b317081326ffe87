import Model
import Testing

@testable import Intake

@Suite struct `What dedupe compares` {
  private func column(_ rule: DedupeRule, _ row: SourceRow) throws -> RuleColumn {
    var column = RuleColumn()
    var scratch = HashScratch()
    try DedupeColumns(rules: [rule]).append([row], of: 0, to: &column, &scratch)
    return column
  }

  private let fixture = MappingFixture()

  @Test func `is evened out as the rule says`() throws {
    let rule = DedupeRule(by: .text, normalize: [.trim, .casefold, .nfc, .whitespace])
    let composed = try column(rule, fixture.row(text: "  Caf\u{E9}\n\tBAR "))
    let decomposed = try column(rule, fixture.row(text: "cafe\u{301} bar"))
    #expect(composed.keys == decomposed.keys)
    let plain = DedupeRule(by: .text)
    #expect(
      try column(plain, fixture.row(text: "caf\u{E9}")).keys
        != column(plain, fixture.row(text: "cafe\u{301}")).keys)
  }

  @Test func `is nothing for a row without the field`() throws {
    let rule = DedupeRule(by: .fields(["source", "chunk"]))
    #expect(try column(rule, fixture.row()).keys == [nil])
    #expect(try column(DedupeRule(by: .text), fixture.row(text: nil)).keys == [nil])
  }

  @Test(arguments: [
    (PayloadValue.string("2026-11-20T09:00:00Z"), 1_795_165_200.0),
    (.string("2026-11-20T10:00:00.5+01:00"), 1_795_165_200.5),
    (.string("2026-11-20"), 1_795_132_800),
    (.int(1_795_165_200), 1_795_165_200), (.int(1_795_165_200_000), 1_795_165_200),
    (.double(0.5), 0.5), (.string("1795165200"), 1_795_165_200),
    (.string("1795165200000"), 1_795_165_200), (.string(" 2026/11/20 09:00 "), 1_795_165_200),
    (.string("20261120"), 1_795_132_800), (.string("2026/11/20"), 1_795_132_800),
    (.string("Fri, 20 Nov 2026 09:00:00 GMT"), 1_795_165_200),
    (.string("20 November 2026"), 1_795_132_800), (.string("Nov 20, 2026"), 1_795_132_800),
    (.string("Fri Nov 20 09:00:00 2026"), 1_795_165_200),
    (.string("20 Nov 2026 10:00:00 +0100"), 1_795_165_200),
  ])
  func `reads moments in their common forms`(value: PayloadValue, seconds: Double) throws {
    let rule = DedupeRule(by: .id, keep: .newest, order: "at")
    #expect(try column(rule, fixture.row(["at": value])).orders == [.number(seconds)])
  }

  @Test(arguments: [
    "", "11/20/2026", "20-11-2026", "Nov 2026", "31 Nov 2026", "Fri, 20 Nov", "20 Foo 2026",
    "12345678x",
    "99999999", "2026/13/01", "20 Nov 2026 25:00:00 GMT", "20 Nov 2026 09:00:00 GMT again",
  ])
  func `takes no moment from a text that is none, or more than one`(text: String) {
    let rule = DedupeRule(by: .id, keep: .newest, order: "at")
    #expect(throws: MappingError.self) { try column(rule, fixture.row(["at": .string(text)])) }
  }

  @Test(arguments: [
    ("STRASSE", "stra\u{DF}e"), ("\u{39F}\u{394}\u{39F}\u{3A3}", "\u{3BF}\u{3B4}\u{3BF}\u{3C2}"),
  ])
  func `folds case as Unicode has it`(left: String, right: String) throws {
    let rule = DedupeRule(by: .text, normalize: [.casefold])
    #expect(
      try column(rule, fixture.row(text: left)).keys
        == column(rule, fixture.row(text: right)).keys)
  }

  @Test(arguments: [
    ([Float](repeating: 0, count: 3), "its vector is all zeros, which has no direction to compare"),
    (nil, "has no vector to compare"),
  ])
  func `refuses a vector without a direction, by row and rule`(vector: [Float]?, message: String) {
    var row = fixture.row()
    row.vector = vector
    let error = #expect(throws: MappingError.self) {
      try column(DedupeRule(by: .similarity(0.5)), row)
    }
    #expect(error?.message == "dedupe rule 1 (similarity 0.5): " + message)
  }

  @Test func `refuses a moment that cannot be read`() {
    let rule = DedupeRule(by: .id, keep: .newest, order: "at")
    let error = #expect(throws: MappingError.self) {
      try column(rule, fixture.row(["at": .string("yesterday")]))
    }
    #expect(
      error?.message
        == "dedupe rule 1 (id): field \"at\" is not a date that can be read: \"yesterday\"")
  }

  @Test func `treats a missing order as declared`() throws {
    var rule = DedupeRule(by: .id, keep: .newest, order: "at", missing: .drop)
    #expect(try column(rule, fixture.row()).orders == [.missing])
    rule.missing = .error
    #expect(throws: MappingError.self) { try column(rule, fixture.row()) }
  }
}
