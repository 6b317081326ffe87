public import Model

/// Applies the rules of a manifest, in order, each to the survivors of the one before.
///
/// Numbers of rows instead of rows keep memory at a few bytes a row, and a total order of preference
/// makes the result independent of everything but the rows themselves.
public struct Deduplication: Sendable {
  let rules: [DedupeRule]
  /// For tests: rules by similarity get an index beyond so many rows.
  var exactLimit = SimilaritySearch.exactLimit

  public init(_ rules: [DedupeRule]) {
    self.rules = rules
  }

  public func survivors(
    of candidates: Candidates, progress: any ProgressSink = SilentProgress()
  ) async throws -> Survivors {
    var kept = ContiguousArray(candidates.points.indices.map(Int32.init))
    var drops: ContiguousArray<Drop> = []
    var report = DedupeReport(input: candidates.points.count)
    for (index, rule) in rules.enumerated() {
      let fallen = try await fallen(to: index, among: kept, candidates, progress)
      report.rules.append(
        DedupeReport.Rule(name: rule.name, dropped: fallen.drops.count, recall: fallen.recall))
      if !fallen.drops.isEmpty { kept = Deduplication.removing(fallen.drops, from: kept) }
      drops.append(contentsOf: fallen.drops)
    }
    return Survivors(kept: kept, drops: drops, report: report)
  }

  private func fallen(
    to number: Int, among kept: ContiguousArray<Int32>, _ candidates: Candidates,
    _ progress: any ProgressSink
  ) async throws -> (drops: ContiguousArray<Drop>, recall: DedupeReport.Recall?) {
    let rule = rules[number]
    let ranking = Ranking(
      rule: rule, column: candidates.rules[number], columns: candidates.rules,
      points: candidates.points)
    guard case .similarity(let threshold) = rule.by else {
      return (ranking.drops(among: kept, rule: Int32(number)), nil)
    }
    guard let vectors = candidates.vectors else { return ([], nil) }
    let ranked = ranking.ranked(kept)
    var search = SimilaritySearch(threshold: threshold, exact: rule.exact)
    search.exactLimit = exactLimit
    let result = try await search.result(ranked, vectors, progress)
    var drops: ContiguousArray<Drop> = []
    for (rank, owner) in result.owners.enumerated() where owner >= 0 {
      drops.append(
        Drop(row: ranked[rank], survivor: ranked[Int(owner)], rule: Int32(number)))
    }
    drops.sort { $0.row < $1.row }
    return (drops, result.recall)
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
