/// The best row of each key so far: a hash table of numbers of rows, eight bytes a place.
///
/// A place holds half of the key's hash beside the row, so that a look at the wrong row, somewhere far
/// away in memory, is rare.
struct KeyTable {
  private var places: ContiguousArray<UInt64>
  private let mask: Int

  /// For at most so many keys.
  init(capacity: Int) {
    var size = 16
    while size * 3 < capacity * 4 { size *= 2 }
    places = ContiguousArray(repeating: 0, count: size)
    mask = size - 1
  }

  /// The group of the rows that are copies of this one. The first of them is its best row so far.
  mutating func group(of row: Int32, hash: Int, isCopy: (Int32) -> Bool) -> UInt32 {
    let tag = UInt64(truncatingIfNeeded: hash) & ~0xFFFF_FFFF
    var place = hash & mask
    while places[place] != 0 {
      if places[place] & ~0xFFFF_FFFF == tag, isCopy(self[UInt32(place)]) { return UInt32(place) }
      place = (place + 1) & mask
    }
    places[place] = tag | UInt64(UInt32(bitPattern: row) + 1)
    return UInt32(place)
  }

  subscript(group: UInt32) -> Int32 {
    get { Int32(truncatingIfNeeded: places[Int(group)] & 0xFFFF_FFFF) - 1 }
    set {
      let tag = places[Int(group)] & ~0xFFFF_FFFF
      places[Int(group)] = tag | UInt64(UInt32(bitPattern: newValue) + 1)
    }
  }
}
