public import Model

extension Deduplication {
  /// Why the survivor of a drop stays and not the row that fell, by the same comparisons that
  /// decided it.
  public func decision(_ drop: Drop, among candidates: Candidates) -> DropDecision {
    let number = Int(drop.rule)
    let ranking = Ranking(
      rule: rules[number], column: candidates.rules[number], columns: candidates.rules,
      points: candidates.points)
    return ranking.decision(survivor: Int(drop.survivor), fallen: Int(drop.row))
  }

  /// Who stays in the end: the survivor of a drop may itself have fallen to a later rule.
  public static func last(after drop: Drop, among drops: [Int32: Drop]) -> Int32 {
    var row = drop.survivor
    while let next = drops[row] { row = next.survivor }
    return row
  }
}

extension Ranking {
  func decision(survivor: Int, fallen: Int) -> DropDecision {
    if comparePreference(survivor, fallen) != 0 {
      if rule.keep == .first || rule.keep == .last { return .position }
      return column.orders[fallen] == .missing ? .missing : .order
    }
    let (a, b) = (points[survivor], points[fallen])
    if DesiredPoint.precedes(a, b) || DesiredPoint.precedes(b, a) { return .tie(.id) }
    let isEqual =
      a.fingerprint == b.fingerprint && columns.allSatisfy { $0.compare(survivor, fallen) == 0 }
    return .tie(isEqual ? .nothing : .content)
  }
}
