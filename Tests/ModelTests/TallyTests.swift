import TestSupport
import Testing

@testable import Model

@Suite struct `Rows are counted` {
  private func row(_ position: Int, _ id: String?, _ vector: [Float]?, _ text: String?) -> SourceRow
  {
    SourceRow(position: position, id: id.map { .text($0) }, text: text, vector: vector)
  }

  private var rows: [SourceRow] {
    [
      row(0, "a", [1, 2], "one"), row(1, nil, [0, 0], nil), row(2, "b", nil, "two"),
      row(3, "a", [.nan, 1], "three"), row(4, "b", [0, -0.0], nil),
      row(5, "a", [-.infinity, 0], ""),
    ]
  }

  private let problems = [
    "1 of 6 rows have no id; theirs will come from their content",
    "3 of 6 rows repeat the id of an earlier row, first \"a\"", "1 of 6 rows have no vector",
    "2 of 6 rows have a vector of zeros, first row 1; it has no direction for cosine",
    "2 of 6 rows have no text",
    "2 of 6 rows have a vector that is not finite in float32, first row 3",
  ]

  @Test(arguments: 1...6)
  func `alike in batches of every size`(size: Int) {
    var (whole, parts) = (RowCensus(), RowCensus())
    for start in stride(from: 0, to: rows.count, by: size) {
      let batch = Array(rows[start..<min(start + size, rows.count)])
      whole.count(batch)
      var moved = batch
      for place in moved.indices { moved[place].position -= start }
      parts.count(RowTally(moved), base: start)
    }
    #expect(whole.problems.map(\.message) == problems)
    #expect(parts.problems.map(\.message) == problems)
    #expect(whole.dimensions == 2 && parts.dimensions == 2 && parts.rows == 6)
  }

  @Test func `alike with their vectors apart`() {
    var census = RowCensus()
    var tally = RowTally()
    for row in rows { tally.count(id: row.id, in: nil, hasText: row.text != nil) }
    census.count(tally)
    var vectors = RowTally()
    vectors.count(vectors: [1, 2, 0, 0], 2, from: 0)
    vectors.count(withoutVector: 1)
    vectors.count(vectors: [.nan, 1, 0, -0.0, -.infinity, 0], 2, from: 3)
    census.count(vectors)
    #expect(census.problems.map(\.message) == problems)
  }

  @Test func `with the ids of each collection apart`() {
    var census = RowCensus()
    for name in [nil, "x", "y"] {
      census.count([SourceRow(position: 0, id: .text("a"), text: "", vector: [1], collection: name)]
      )
    }
    census.count([SourceRow(position: 3, id: .number(1), text: "", vector: [1])])
    #expect(census.problems.isEmpty)
  }
}

@Suite struct `Hashes that were seen` {
  /// Of all bits, of the highest and of the lowest alone.
  @Test(arguments: [0, 48, -56])
  func `are those that a set has`(shift: Int) {
    var generator = SeededGenerator(seed: 7)
    var (seen, set) = (SeenHashes(), Set<Int>())
    for _ in 0..<20_000 {
      let bits = generator.next()
      let hash = Int(truncatingIfNeeded: shift < 0 ? bits >> UInt64(-shift) : bits << UInt64(shift))
      // One of the two that are not told apart.
      guard hash != 1 else { continue }
      let isNew = seen.insert(hash)
      let isNewThere = set.insert(hash).inserted
      #expect(isNew == isNewThere)
    }
  }
}

@Suite struct `Keys of an object` {
  private let keys = [
    "", "a", "aa", "ab", "b", "a key that is longer than fifteen bytes",
    "a key that is longer than fifteen bytes, too", "e\u{301}", "\u{e9}", "z", "\u{1F642}",
    "\u{FFFD}",
  ]

  @Test func `are in the order of their bytes`() {
    for one in keys {
      for other in keys {
        #expect(one.precedesInBytes(other) == one.utf8.lexicographicallyPrecedes(other.utf8))
      }
    }
  }

  @Test func `are put in once`() {
    var object = PayloadObject()
    for (number, key) in keys.enumerated() {
      let isNew = object.insert(key, .int(Int64(number)))
      #expect(isNew)
    }
    for key in keys {
      let isNew = object.insert(key, .null)
      #expect(!isNew)
    }
    let pairs = keys.enumerated().map { ($1, PayloadValue.int(Int64($0))) }
    #expect(object == PayloadObject(pairs))
    #expect(object.map(\.0) == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }
}
