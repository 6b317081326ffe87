public import Model

/// Applies the rules of a manifest, in order, each to the survivors of the one before.
///
/// Sorting indices instead of building tables keeps memory at a few bytes a row, and makes the result
/// independent of everything but the rows themselves.
public struct Deduplication: Sendable {
  let rules: [DedupeRule]

  public init(_ rules: [DedupeRule]) {
    self.rules = rules
  }

  public func survivors(of candidates: Candidates) -> Survivors {
    var kept = ContiguousArray(candidates.points.indices.map(Int32.init))
    var drops: ContiguousArray<Drop> = []
    var report = DedupeReport(input: candidates.points.count)
    for (index, rule) in rules.enumerated() {
      let ranking = Ranking(
        rule: rule, column: candidates.rules[index], columns: candidates.rules,
        points: candidates.points)
      let fallen = ranking.drops(among: kept, rule: Int32(index))
      report.rules.append(DedupeReport.Rule(name: rule.name, dropped: fallen.count))
      if !fallen.isEmpty { kept = Deduplication.removing(fallen, from: kept) }
      drops.append(contentsOf: fallen)
    }
    return Survivors(kept: kept, drops: drops, report: report)
  }

  /// Both are ascending by row.
  private static func removing(
    _ drops: ContiguousArray<Drop>, from kept: ContiguousArray<Int32>
  ) -> ContiguousArray<Int32> {
    var next = 0
    return kept.filter { row in
      guard next < drops.count, drops[next].row == row else { return true }
      next += 1
      return false
    }
  }
}

extension DedupeRule {
  /// The rule in words, as reports and plans show it.
  public var name: String {
    switch by {
    case .id: "id"
    case .text: "text"
    case .vector: "vector"
    case .fields(let paths): "fields " + paths.joined(separator: ", ")
    case .similarity(let threshold): "similarity \(threshold)"
    }
  }
}
