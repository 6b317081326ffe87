import Model
import TestSupport
import Testing

@testable import RowIndexes

@Suite struct `A row index` {
  private let rows = [
    SourceRow(position: 0, id: .text("a"), text: "one", metadata: ["k": .int(1)], vector: [1, 2]),
    SourceRow(position: 1, id: .number(7), text: nil, vector: [0, 0]),
    SourceRow(position: 5, vector: [.nan, 1]),
    SourceRow(position: 6, id: .text("e\u{301}"), text: "e\u{301}"),
  ]

  private var document: RowIndexDocument {
    var document = RowIndexDocument()
    for row in rows { document.append(row) }
    return document
  }

  @Test func `has 64 bytes a row, and reads back`() throws {
    let bytes = document.bytes
    #expect(bytes.count == 32 + 4 * 64 + 16)
    #expect(Array(bytes[..<8]) == Array("PLUMBROW".utf8))
    #expect(Array(bytes[8..<24]) == [1, 0, 0, 0, 64, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0])
    #expect(try #require(RowIndexDocument(bytes)).rows == document.rows)
  }

  @Test func `says what is doubtful about a vector`() {
    #expect(
      document.rows.map(\.flags) == [
        [], [.zero, .withoutText], [.notFinite, .withoutID, .withoutText], [.withoutVector],
      ])
    #expect(document.rows.map(\.dimensions) == [2, 2, 2, 0])
    #expect(document.rows.map(\.position) == [0, 1, 5, 6])
  }

  @Test func `tells apart what is spelt in other bytes`() {
    let composed = RowFacts(SourceRow(position: 6, id: .text("\u{e9}"), text: "\u{e9}"))
    #expect(composed.id != document.rows[3].id)
    #expect(composed.payload != document.rows[3].payload)
  }

  @Test func `is none when any of its bytes is wrong`() {
    let bytes = document.bytes
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 0x10
      #expect(RowIndexDocument(damaged) == nil)
    }
    for count in 0..<bytes.count { #expect(RowIndexDocument(Array(bytes[..<count])) == nil) }
    #expect(RowIndexDocument(bytes + [0]) == nil)
  }
}
