import Model
import TestSupport
import Testing

@testable import Engine

@Suite struct `A dedupe preview tells the truth` {
  private static func rules(_ random: inout SeededGenerator) -> [DedupeRule] {
    let criteria: [DedupeRule.Criterion] = [
      .id, .text, .vector, .fields(["source", "at"]), .similarity(0.99),
    ]
    return (0..<1 + random.below(3)).map { _ in
      DedupeRule(
        by: criteria[random.below(5)], keep: DedupeRule.Keep.allCases[random.below(7)],
        order: "at", missing: random.chance(50) ? .keep : .drop)
    }
  }

  @Test(arguments: 1...60)
  func `every dropped row agrees with its survivor, which was rightly preferred`(seed: Int)
    async throws
  {
    var random = SeededGenerator(seed: UInt64(seed))
    let rules = Self.rules(&random)
    let bench = try Bench(dedupe: rules)
    let rows = (0..<random.below(60)).map { _ in BenchRow(&random, ids: 20) }
    bench.write(rows)
    let preview = try await bench.reconciler.dedupePreview(limit: 1000)
    let dropped = Set(preview.drops.map(\.row.position))
    #expect(preview.hidden == 0)
    #expect(preview.report.input == rows.count)
    #expect(preview.drops.count == preview.report.dropped)
    #expect(dropped.count == preview.drops.count, "no row falls twice")
    for drop in preview.drops {
      let rule = rules[drop.rule]
      let (fallen, survivor) = (rows[drop.row.position], rows[drop.survivor.position])
      #expect(areCopies(fallen, survivor, rule), "\(drop)")
      #expect(!dropped.contains((drop.final ?? drop.survivor).position), "\(drop)")
      if case .similarity = rule.by {
        #expect(abs((drop.similarity ?? 0) - cosine(fallen, survivor)) < 1e-9)
      } else {
        #expect(drop.similarity == nil)
      }
      #expect(isRight(drop, fallen, survivor, rule), "\(drop)")
    }
  }

  /// More than is read at once, so that rows are counted on from one part to the next.
  @Test func `a row far into the store is found and named by its place`() async throws {
    let filler = String(repeating: "x", count: 2000)
    var lines = (0..<4000).map {
      #"{"id":\#($0 % 3999),"text":"\#(filler)","metadata":{"at":\#($0)},"vector":[1,\#($0)]}"#
    }
    let bench = try Bench(dedupe: [DedupeRule(by: .id, keep: .newest, order: "at")])
    bench.scratch.write("rows.jsonl", lines.joined(separator: "\n"))
    let drop = try #require(try await bench.reconciler.dedupePreview(limit: 2).drops.first)
    #expect(drop.row.position == 0 && drop.survivor.position == 3999)
    lines[3990] = #"{"id":5,"text":"a","metadata":{"at":"soon"},"vector":[1,1]}"#
    bench.scratch.write("rows.jsonl", lines.joined(separator: "\n"))
    let error = await #expect(throws: (any Error).self) {
      try await bench.reconciler.dedupePreview(limit: 1)
    }
    #expect(
      (error as? any ExplainedError)?.sentence
        == "row 3990 (id 5): dedupe rule 1 (id): field \"at\" is not a date that can be read: "
        + "\"soon\"")
  }

  @Test func `a limit bounds what is explained, and nothing else`() async throws {
    var random = SeededGenerator(seed: 7)
    let bench = try Bench(dedupe: [DedupeRule(by: .id)])
    bench.write((0..<50).map { _ in BenchRow(&random, ids: 5) })
    let whole = try await bench.reconciler.dedupePreview(limit: 1000)
    let part = try await bench.reconciler.dedupePreview(limit: 3)
    #expect(whole.drops.count == 45)
    #expect(part.drops == Array(whole.drops.prefix(3)))
    #expect(part.hidden == 42)
    #expect(part.report == whole.report)
  }

  private func areCopies(_ a: BenchRow, _ b: BenchRow, _ rule: DedupeRule) -> Bool {
    switch rule.by {
    case .id: a.id == b.id
    case .text: a.text != nil && a.text == b.text
    case .vector: a.angle == b.angle
    case .fields: a.source != nil && a.at != nil && a.source == b.source && a.at == b.at
    case .similarity(let threshold): cosine(a, b) >= threshold
    }
  }

  /// Of vectors that are 1 and the angle.
  private func cosine(_ a: BenchRow, _ b: BenchRow) -> Double {
    let (x, y) = (Double(a.angle), Double(b.angle))
    return (1 + x * y) / ((1 + x * x) * (1 + y * y)).squareRoot()
  }

  /// Compares the rows themselves, and the words with them.
  private func isRight(
    _ drop: DroppedRow, _ fallen: BenchRow, _ survivor: BenchRow, _ rule: DedupeRule
  ) -> Bool {
    let isLength = rule.keep == .longest
    let (a, b) = isLength ? (fallen.text?.count, survivor.text?.count) : (fallen.at, survivor.at)
    switch drop.decision {
    case .position:
      let (a, b) = (drop.row.position, drop.survivor.position)
      return rule.keep == .first
        ? b < a && drop.reason == "an earlier row stays"
        : rule.keep == .last && a < b && drop.reason == "a later row stays"
    case .missing:
      return a == nil && b != nil && drop.reason == (isLength ? "no text" : "no at")
    case .order:
      guard let a, let b else { return false }
      switch rule.keep {
      case .newest: return a < b && drop.reason == "older at: \(a), not \(b)"
      case .highest: return a < b && drop.reason == "lower at: \(a), not \(b)"
      case .oldest: return b < a && drop.reason == "newer at: \(a), not \(b)"
      case .longest:
        return a < b && drop.reason == "shorter text: \(a) characters, not \(b) characters"
      case .any, .first, .last: return false
      }
    case .tie(let tie):
      let preferred: Bool = [.newest, .oldest, .highest, .longest].contains(rule.keep)
      guard !preferred || a == b, rule.keep != .first, rule.keep != .last else { return false }
      switch tie {
      case .id: return survivor.id < fallen.id && drop.reason.hasSuffix("the lower id stays")
      case .content: return survivor.id == fallen.id && survivor != fallen
      case .nothing: return survivor == fallen
      }
    }
  }
}
