/// Which item stands at which position, as a docstore's map says it.
struct PositionMap {
  /// -1 where the map names an id that no item has.
  private var items: [Int32] = []
  /// Only where the positions do not come as 0, 1, 2, …
  private var positions: [Int32] = []

  var count: Int { items.count }

  mutating func append(position: Int32, item: Int32) {
    if positions.isEmpty, Int(position) != items.count {
      positions = items.indices.map { Int32($0) }
      items.append(item)
      positions.append(position)
      return
    }
    items.append(item)
    if !positions.isEmpty { positions.append(position) }
  }

  /// Puts the positions in order; nil, or the first position that is there twice or not at all.
  mutating func settle() -> Int? {
    guard !positions.isEmpty else { return nil }
    var settled = Array(repeating: Int32(-2), count: items.count)
    for (position, item) in zip(positions, items) {
      guard Int(position) < settled.count, settled[Int(position)] == -2 else {
        return firstHole(settled, blamed: Int(position))
      }
      settled[Int(position)] = item
    }
    items = settled
    positions = []
    return nil
  }

  private func firstHole(_ settled: [Int32], blamed: Int) -> Int {
    if blamed < settled.count { return blamed }
    let there = Set(positions)
    return settled.indices.first { !there.contains(Int32($0)) } ?? blamed
  }

  /// How many of so many items are at no position.
  func unused(of count: Int) -> Int {
    var isUsed = Array(repeating: false, count: count)
    for item in items where item >= 0 { isUsed[Int(item)] = true }
    return isUsed.count { !$0 }
  }

  /// The item at a position of the settled map; nil for an id that no item has.
  subscript(position: Int) -> Int? {
    items[position] < 0 ? nil : Int(items[position])
  }
}
