/// The best row of each key so far: a hash table of numbers of rows, eight bytes a place.
///
/// A place holds half of the key's hash beside the row, so that a look at the wrong row, somewhere far
/// away in memory, is rare.
struct KeyTable {
  private var places: ContiguousArray<UInt64>
  private let mask: Int
  /// Kept only so that looking ahead is not optimised away.
  private var lastTouch: UInt64 = 0

  /// For at most so many keys.
  init(capacity: Int) {
    var size = 16
    while size * 3 < capacity * 4 { size *= 2 }
    places = ContiguousArray(repeating: 0, count: size)
    mask = size - 1
  }

  /// How many rows are looked up together: their places are far apart in memory, and a processor waits
  /// for many of them no longer than for one.
  private static let stride = 128

  /// Takes rows in; `meet` is called for each that is a copy of one before it, with their group. The
  /// first of a group is its best row so far.
  mutating func walk(
    _ rows: some Sequence<Int32>, _ keys: some RowKeys,
    _ meet: (inout KeyTable, _ row: Int32, _ group: UInt32) -> Void
  ) {
    var batch = ContiguousArray<(row: Int32, hash: UInt64)>()
    batch.reserveCapacity(KeyTable.stride)
    for row in rows {
      batch.append((row, keys.hash(Int(row))))
      guard batch.count == KeyTable.stride else { continue }
      take(batch, keys, meet)
      batch.removeAll(keepingCapacity: true)
    }
    take(batch, keys, meet)
  }

  private mutating func take(
    _ batch: ContiguousArray<(row: Int32, hash: UInt64)>, _ keys: some RowKeys,
    _ meet: (inout KeyTable, _ row: Int32, _ group: UInt32) -> Void
  ) {
    var touched: UInt64 = 0
    for entry in batch { touched &+= places[Int(truncatingIfNeeded: entry.hash) & mask] }
    lastTouch = touched
    for entry in batch {
      let (group, isNew) = group(of: entry.row, hash: entry.hash) {
        keys.areEqual(Int($0), Int(entry.row))
      }
      if !isNew { meet(&self, entry.row, group) }
    }
  }

  /// The group of the rows that are copies of this one.
  mutating func group(
    of row: Int32, hash: UInt64, isCopy: (Int32) -> Bool
  ) -> (group: UInt32, isNew: Bool) {
    let tag = hash & ~0xFFFF_FFFF
    var place = Int(truncatingIfNeeded: hash) & mask
    while places[place] != 0 {
      if places[place] & ~0xFFFF_FFFF == tag, isCopy(self[UInt32(place)]) {
        return (UInt32(place), false)
      }
      place = (place + 1) & mask
    }
    places[place] = tag | UInt64(UInt32(bitPattern: row) + 1)
    return (UInt32(place), true)
  }

  subscript(group: UInt32) -> Int32 {
    get { Int32(truncatingIfNeeded: places[Int(group)] & 0xFFFF_FFFF) - 1 }
    set {
      let tag = places[Int(group)] & ~0xFFFF_FFFF
      places[Int(group)] = tag | UInt64(UInt32(bitPattern: newValue) + 1)
    }
  }
}
