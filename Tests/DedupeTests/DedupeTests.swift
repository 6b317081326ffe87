import Model
import TestSupport
import Testing

@testable import Dedupe

/// Generated candidates with many copies: few ids, few contents, few keys, ties everywhere.
struct CandidateCase {
  var candidates = Candidates()
  let rules: [DedupeRule]

  init(seed: UInt64, rows: Int = 60) {
    var random = SeededGenerator(seed: seed)
    rules = (0..<1 + random.below(3)).map { _ in CandidateCase.rule(&random) }
    candidates.rules = rules.map { _ in RuleColumn() }
    for row in 0..<rows {
      let content = UInt64(random.below(20))
      let fingerprint = Fingerprint(
        vector: Hash128(high: 0, low: content % 7), payload: Hash128(high: 1, low: content))
      let id: PointID =
        random.chance(50)
        ? .number(UInt64(random.below(25)))
        : .uuid(UUID(high: UInt64(random.below(5)), low: UInt64(random.below(5))))
      candidates.points.append(DesiredPoint(id: id, fingerprint: fingerprint, row: row))
      for (index, rule) in rules.enumerated() { append(row, rule, index, content, &random) }
    }
  }

  private static func rule(_ random: inout SeededGenerator) -> DedupeRule {
    let criteria: [DedupeRule.Criterion] = [.id, .text, .vector, .fields(["source", "chunk"])]
    let keep = DedupeRule.Keep.allCases[random.below(DedupeRule.Keep.allCases.count)]
    let missing: DedupeRule.Missing = random.chance(50) ? .keep : .drop
    return DedupeRule(by: criteria[random.below(4)], keep: keep, order: "at", missing: missing)
  }

  private mutating func append(
    _ row: Int, _ rule: DedupeRule, _ index: Int, _ content: UInt64,
    _ random: inout SeededGenerator
  ) {
    switch rule.by {
    case .text, .fields:
      let key = Hash128(high: 9, low: content % 6)
      candidates.rules[index].keys.append(random.chance(15) ? nil : key)
    case .id, .vector, .similarity: break
    }
    switch rule.keep {
    case .any, .first, .last: break
    case .newest, .oldest, .highest, .longest:
      let value: OrderValue =
        random.chance(20)
        ? .missing
        : random.chance(70) ? .number(Double(random.below(4))) : .text("v\(random.below(3))")
      candidates.rules[index].orders.append(value)
    }
  }

  func survivors() async throws -> Survivors {
    try await Deduplication(rules).survivors(of: candidates)
  }

  func key(_ row: Int, _ rule: Int) -> String? {
    switch rules[rule].by {
    case .id: return "\(candidates.points[row].id)"
    case .vector: return "\(candidates.points[row].fingerprint.vector)"
    case .text, .fields: return candidates.rules[rule].keys[row].map { "\($0)" }
    case .similarity: return nil
    }
  }

  func order(_ row: Int, _ rule: Int) -> OrderValue? {
    candidates.rules[rule].orders.isEmpty ? nil : candidates.rules[rule].orders[row]
  }

  /// The same rows in another order.
  func shuffled(seed: UInt64) -> (CandidateCase, original: [Int]) {
    var random = SeededGenerator(seed: seed)
    let order = Array(candidates.points.indices).shuffled(using: &random)
    var copy = self
    copy.candidates.points = ContiguousArray(
      order.enumerated().map { place, row in
        DesiredPoint(
          id: candidates.points[row].id, fingerprint: candidates.points[row].fingerprint, row: place
        )
      })
    for index in rules.indices {
      let column = candidates.rules[index]
      copy.candidates.rules[index] = RuleColumn(
        keys: column.keys.isEmpty ? [] : ContiguousArray(order.map { column.keys[$0] }),
        orders: column.orders.isEmpty ? [] : ContiguousArray(order.map { column.orders[$0] }))
    }
    return (copy, order)
  }
}

@Suite struct `Dedupe, on generated rows` {
  @Test(arguments: 0..<300)
  func `survivors and dropped rows together are the input`(seed: UInt64) async throws {
    let input = CandidateCase(seed: seed)
    let result = try await input.survivors()
    let all = Set(result.kept).union(result.drops.map(\.row))
    #expect(all == Set(input.candidates.points.indices.map(Int32.init)))
    #expect(result.kept.count + result.drops.count == input.candidates.points.count)
    #expect(result.report.input == input.candidates.points.count)
    #expect(result.report.dropped == result.drops.count)
  }

  @Test(arguments: 0..<300)
  func `every dropped row names a copy that was there and is preferred`(seed: UInt64) async throws {
    let input = CandidateCase(seed: seed)
    let result = try await input.survivors()
    var gone: [Int32: Int32] = [:]
    for drop in result.drops { gone[drop.row] = drop.rule }
    for drop in result.drops {
      let rule = Int(drop.rule)
      #expect(input.key(Int(drop.row), rule) == input.key(Int(drop.survivor), rule))
      #expect(input.key(Int(drop.row), rule) != nil)
      // The survivor fell to no rule up to this one.
      #expect((gone[drop.survivor] ?? Int32.max) > drop.rule)
      #expect(isPreferred(input, Int(drop.survivor), over: Int(drop.row), rule))
    }
  }

  @Test(arguments: 0..<300)
  func `no two survivors are copies by the last rule`(seed: UInt64) async throws {
    let input = CandidateCase(seed: seed)
    let rule = input.rules.count - 1
    var seen: Set<String> = []
    for row in try await input.survivors().kept {
      if input.rules[rule].missing == .keep, input.order(Int(row), rule) == .missing { continue }
      if let key = input.key(Int(row), rule) { #expect(seen.insert(key).inserted) }
    }
  }

  @Test(arguments: 0..<300)
  func `the order of the input changes nothing unless first or last ask for it`(seed: UInt64)
    async throws
  {
    let input = CandidateCase(seed: seed)
    guard !input.rules.contains(where: { $0.keep == .first || $0.keep == .last }) else { return }
    let (shuffled, original) = input.shuffled(seed: seed &+ 1)
    let (left, right) = (try await shuffled.survivors(), try await input.survivors())
    #expect(contents(shuffled, left.kept) == contents(input, right.kept))
    #expect(drops(shuffled, left.drops) == drops(input, right.drops))
    #expect(left.report == right.report)
    #expect(original.count == input.candidates.points.count)
  }

  @Test(arguments: 0..<500)
  func `agrees with a comparison of all pairs, rule after rule`(seed: UInt64) async throws {
    let input = CandidateCase(seed: seed, rows: 1 + Int(seed % 300))
    let result = try await input.survivors()
    var left = Array(input.candidates.points.indices)
    for rule in input.rules.indices {
      let takePart = left.filter { row in
        input.key(row, rule) != nil
          && !(input.rules[rule].missing == .keep && input.order(row, rule) == .missing)
      }
      let fallen = result.drops.filter { $0.rule == Int32(rule) }
      let named = Dictionary(grouping: takePart) { input.key($0, rule) }.values.filter {
        $0.count > 1
      }
      #expect(fallen.count == named.reduce(0) { $0 + $1.count - 1 })
      #expect(zip(fallen, fallen.dropFirst()).allSatisfy { $0.row < $1.row })
      for group in named {
        // One of them stays, and all the others name it.
        let survivors = Set(fallen.filter { group.contains(Int($0.row)) }.map(\.survivor))
        #expect(survivors.count == 1 && survivors.allSatisfy { group.contains(Int($0)) })
      }
      let gone = Set(fallen.map { Int($0.row) })
      left.removeAll { gone.contains($0) }
    }
    #expect(result.kept.map(Int.init) == left)
  }

  @Test(arguments: 0..<100)
  func `a second pass over the survivors drops nothing`(seed: UInt64) async throws {
    let input = CandidateCase(seed: seed)
    let kept = try await input.survivors().kept
    var again = input
    again.candidates.points = ContiguousArray(
      kept.enumerated().map { place, row in
        DesiredPoint(
          id: input.candidates.points[Int(row)].id,
          fingerprint: input.candidates.points[Int(row)].fingerprint, row: place)
      })
    for index in input.rules.indices {
      let column = input.candidates.rules[index]
      again.candidates.rules[index] = RuleColumn(
        keys: column.keys.isEmpty ? [] : ContiguousArray(kept.map { column.keys[Int($0)] }),
        orders: column.orders.isEmpty ? [] : ContiguousArray(kept.map { column.orders[Int($0)] }))
    }
    #expect(try await again.survivors().drops.isEmpty)
  }

  private func contents(_ input: CandidateCase, _ kept: ContiguousArray<Int32>) -> [String] {
    kept.map {
      let point = input.candidates.points[Int($0)]
      return "\(point.id) \(point.fingerprint.payload)"
    }.sorted()
  }

  private func drops(_ input: CandidateCase, _ drops: ContiguousArray<Drop>) -> [String] {
    drops.map { drop in
      "\(drop.rule): " + contents(input, [drop.row])[0] + " for "
        + contents(input, [drop.survivor])[0]
    }.sorted()
  }

  private func isPreferred(_ input: CandidateCase, _ left: Int, over right: Int, _ rule: Int)
    -> Bool
  {
    switch input.rules[rule].keep {
    case .any: return true
    case .first: return left < right
    case .last: return left > right
    case .newest, .highest, .longest:
      return rank(input.order(left, rule)) >= rank(input.order(right, rule))
    case .oldest:
      let (a, b) = (input.order(left, rule), input.order(right, rule))
      return b == .missing || (a != .missing && rank(a) <= rank(b))
    }
  }

  private func rank(_ value: OrderValue?) -> Double {
    switch value {
    case .none, .some(.missing): -1
    case .some(.number(let number)): number
    case .some(.text(let text)): 1000 + Double(text.utf8.last ?? 0)
    }
  }
}

@Suite struct `Dedupe, by example` {
  private func candidates(_ rows: [(UInt64, Hash128?, OrderValue)]) -> Candidates {
    var candidates = Candidates(rules: [RuleColumn()])
    for (row, entry) in rows.enumerated() {
      let fingerprint = Fingerprint(
        vector: Hash128(high: 0, low: 0), payload: Hash128(high: 0, low: UInt64(row)))
      candidates.points.append(
        DesiredPoint(id: .number(entry.0), fingerprint: fingerprint, row: row))
      candidates.rules[0].keys.append(entry.1)
      candidates.rules[0].orders.append(entry.2)
    }
    return candidates
  }

  private let same = Hash128(high: 1, low: 1)

  @Test func `the newest copy stays and the others name it`() async throws {
    let input = candidates([(1, same, .number(10)), (2, same, .number(30)), (3, same, .number(20))])
    let result = try await Deduplication([DedupeRule(by: .text, keep: .newest, order: "at")])
      .survivors(of: input)
    #expect(result.kept == [1])
    #expect(
      result.drops == [Drop(row: 0, survivor: 1, rule: 0), Drop(row: 2, survivor: 1, rule: 0)])
  }

  @Test func `a row without the field falls, unless it is kept or errors are asked for`()
    async throws
  {
    let input = candidates([(1, same, .missing), (2, same, .number(1))])
    let drop = DedupeRule(by: .text, keep: .newest, order: "at", missing: .drop)
    let keep = DedupeRule(by: .text, keep: .newest, order: "at", missing: .keep)
    #expect(try await Deduplication([drop]).survivors(of: input).kept == [1])
    #expect(try await Deduplication([keep]).survivors(of: input).kept == [0, 1])
  }

  @Test func `rows without a key are nobody's copies`() async throws {
    let input = candidates([(1, nil, .missing), (2, nil, .missing)])
    let result = try await Deduplication([DedupeRule(by: .text)]).survivors(of: input)
    #expect(result.drops.isEmpty)
  }

  @Test func `rules are named as a person would`() {
    let rules = [
      DedupeRule(by: .id), DedupeRule(by: .fields(["source", "chunk"])), DedupeRule(by: .text),
    ]
    #expect(rules.map(\.name) == ["id", "fields source, chunk", "text"])
  }
}
