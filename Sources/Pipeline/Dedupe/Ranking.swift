internal import Model

/// How one rule sees the rows: which are copies, and which of two copies stays.
struct Ranking {
  let rule: DedupeRule
  let column: RuleColumn
  /// Of all rules: what they will compare later is part of what a row is.
  let columns: [RuleColumn]
  let points: ContiguousArray<DesiredPoint>

  /// The rows that fall, ascending: of rows with equal keys all but the best.
  func drops(among rows: ContiguousArray<Int32>, rule number: Int32) -> ContiguousArray<Drop> {
    switch rule.by {
    case .id: drops(among: rows, number, IDKeys(points: points))
    case .vector: drops(among: rows, number, VectorKeys(points: points))
    case .text, .fields: drops(among: rows, number, ColumnKeys(keys: column.keys))
    case .similarity: []
    }
  }

  /// One walk over the rows and a table of keys, because sorting many rows costs more than looking each
  /// up. Of a row and the best of its group so far one falls, whatever comes later.
  private func drops(
    among rows: ContiguousArray<Int32>, _ number: Int32, _ keys: some RowKeys
  ) -> ContiguousArray<Drop> {
    var best = KeyTable(capacity: rows.count)
    var fallen: ContiguousArray<(row: Int32, group: UInt32)> = []
    best.walk(rows.lazy.filter { takesPart(Int($0), keys) }, keys) { best, row, group in
      let other = best[group]
      if precedes(Int(row), Int(other)) {
        best[group] = row
        fallen.append((other, group))
      } else {
        fallen.append((row, group))
      }
    }
    var drops = ContiguousArray(
      fallen.lazy.map { Drop(row: $0.row, survivor: best[$0.group], rule: number) })
    // Of rows that come in the order of preference, those that fall are in order already.
    let isSorted = zip(drops, drops.dropFirst()).allSatisfy { $0.row < $1.row }
    if !isSorted { drops.sort { $0.row < $1.row } }
    return drops
  }

  /// The rows that a rule by similarity compares, the best first.
  func ranked(_ rows: ContiguousArray<Int32>) -> ContiguousArray<Int32> {
    var ranked = ContiguousArray(rows.lazy.filter { takesPart(Int($0)) })
    ranked.sort { precedes(Int($0), Int($1)) }
    return ranked
  }

  /// A row without a key is nobody's copy; one without the order field stays when so declared.
  private func takesPart(_ row: Int, _ keys: some RowKeys) -> Bool {
    keys.has(row) && takesPart(row)
  }

  private func takesPart(_ row: Int) -> Bool {
    rule.missing != .keep || column.orders.isEmpty || column.orders[row] != .missing
  }

  /// Of two rows that may stay for each other, whether the left one does.
  private func precedes(_ left: Int, _ right: Int) -> Bool {
    let preference = comparePreference(left, right)
    if preference != 0 { return preference < 0 }
    return canonicallyPrecedes(left, right)
  }

  /// Negative when the left one stays.
  func comparePreference(_ left: Int, _ right: Int) -> Int {
    switch rule.keep {
    case .any: return 0
    case .first: return left - right
    case .last: return right - left
    case .oldest: return compareOrders(left, right, ascending: true)
    case .newest, .highest, .longest: return compareOrders(left, right, ascending: false)
    }
  }

  private func compareOrders(_ left: Int, _ right: Int, ascending: Bool) -> Int {
    let (a, b) = (column.orders[left], column.orders[right])
    switch (a == .missing, b == .missing) {
    case (true, true): return 0
    case (true, false): return 1
    case (false, true): return -1
    case (false, false): return ascending ? a.compared(to: b) : b.compared(to: a)
    }
  }

  /// The order that decides every tie: id, then content, then what the rules compare. Rows that are
  /// equal in all of it are told apart by position, which then makes no difference to the result.
  private func canonicallyPrecedes(_ left: Int, _ right: Int) -> Bool {
    let (a, b) = (points[left], points[right])
    if DesiredPoint.precedes(a, b) { return true }
    if DesiredPoint.precedes(b, a) { return false }
    if a.fingerprint.payload != b.fingerprint.payload {
      return a.fingerprint.payload < b.fingerprint.payload
    }
    if a.fingerprint.vector != b.fingerprint.vector {
      return a.fingerprint.vector < b.fingerprint.vector
    }
    for column in columns {
      let order = column.compare(left, right)
      if order != 0 { return order < 0 }
    }
    return left < right
  }
}

extension RuleColumn {
  func compare(_ left: Int, _ right: Int) -> Int {
    if !keys.isEmpty, keys[left] != keys[right] {
      guard let a = keys[left] else { return -1 }
      guard let b = keys[right] else { return 1 }
      return a < b ? -1 : 1
    }
    return orders.isEmpty ? 0 : orders[left].compared(to: orders[right])
  }
}

extension OrderValue {
  /// Numbers before texts; texts by their bytes.
  func compared(to other: OrderValue) -> Int {
    switch (self, other) {
    case (.number(let a), .number(let b)): a < b ? -1 : a > b ? 1 : 0
    case (.text(let a), .text(let b)): a.precedesInBytes(b) ? -1 : b.precedesInBytes(a) ? 1 : 0
    case (.missing, .missing): 0
    case (.missing, _), (.number, .text): -1
    case (_, .missing), (.text, .number): 1
    }
  }
}
