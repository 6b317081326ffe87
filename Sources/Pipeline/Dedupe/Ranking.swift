internal import Model

/// The order in which one rule sees the rows: copies side by side, the one that stays first.
struct Ranking {
  let rule: DedupeRule
  let column: RuleColumn
  /// Of all rules: what they will compare later is part of what a row is.
  let columns: [RuleColumn]
  let points: ContiguousArray<DesiredPoint>

  /// The rows that fall, ascending.
  func drops(among rows: ContiguousArray<Int32>, rule number: Int32) -> ContiguousArray<Drop> {
    var compared = rows.filter { takesPart(Int($0)) }
    compared.sort { precedes(Int($0), Int($1)) }
    var drops: ContiguousArray<Drop> = []
    var best = compared.first
    for row in compared.dropFirst() {
      if let survivor = best, areCopies(Int(survivor), Int(row)) {
        drops.append(Drop(row: row, survivor: survivor, rule: number))
      } else {
        best = row
      }
    }
    drops.sort { $0.row < $1.row }
    return drops
  }

  /// A row without a key is nobody's copy; one without the order field stays when so declared.
  private func takesPart(_ row: Int) -> Bool {
    if !column.keys.isEmpty && column.keys[row] == nil { return false }
    if rule.missing == .keep && !column.orders.isEmpty && column.orders[row] == .missing {
      return false
    }
    if case .similarity = rule.by { return false }
    return true
  }

  private func areCopies(_ left: Int, _ right: Int) -> Bool {
    compareKeys(left, right) == 0
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    let keys = compareKeys(left, right)
    if keys != 0 { return keys < 0 }
    let preference = comparePreference(left, right)
    if preference != 0 { return preference < 0 }
    return canonicallyPrecedes(left, right)
  }

  private func compareKeys(_ left: Int, _ right: Int) -> Int {
    switch rule.by {
    case .id:
      return order(DesiredPoint.precedes(points[left], points[right])) {
        DesiredPoint.precedes(points[right], points[left])
      }
    case .vector:
      let (a, b) = (points[left].fingerprint.vector, points[right].fingerprint.vector)
      return order(a < b) { b < a }
    case .text, .fields:
      guard let a = column.keys[left], let b = column.keys[right] else { return 0 }
      return order(a < b) { b < a }
    case .similarity:
      return order(left < right) { right < left }
    }
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

  private func order(_ before: Bool, _ after: () -> Bool) -> Int {
    before ? -1 : after() ? 1 : 0
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
