internal import Wire

/// Finds streamed items by the hash of their key: 20 to 32 bytes an item.
///
/// A hash stands for a key. Two of ten million keys have one hash in one of 300,000 stores, and the
/// store is refused then.
struct KeyTable {
  private var hashes: [Int] = []
  /// A power of two. An item in the lower half, and the upper half of its hash, so that an item of
  /// another hash is told apart without a look at its own, which is far away in memory.
  private var slots: [UInt64] = []

  private static let free = UInt64.max

  /// The item with that key; nil where there is none.
  func item(_ hash: Int) -> Int? {
    guard !slots.isEmpty else { return nil }
    let slot = slots[place(of: hash)]
    return slot == KeyTable.free ? nil : KeyTable.item(slot)
  }

  /// Appends the next item; false if the key is there already.
  mutating func append(_ hash: Int) -> Bool {
    if 3 * (hashes.count + 1) > 2 * slots.count {
      slots = Array(repeating: KeyTable.free, count: max(64, 2 * slots.count))
      for item in hashes.indices { put(item, hashes[item]) }
    }
    let place = place(of: hash)
    guard slots[place] == KeyTable.free else { return false }
    slots[place] = KeyTable.slot(hashes.count, hash)
    hashes.append(hash)
    return true
  }

  /// Where the item with that key is, or would be.
  private func place(of hash: Int) -> Int {
    let upper = KeyTable.slot(0, hash)
    var place = hash & (slots.count - 1)
    while slots[place] != KeyTable.free {
      let slot = slots[place]
      if slot & ~0xFFFF_FFFF == upper, hashes[KeyTable.item(slot)] == hash { return place }
      place = (place + 1) & (slots.count - 1)
    }
    return place
  }

  /// All of them are different.
  private mutating func put(_ item: Int, _ hash: Int) {
    var place = hash & (slots.count - 1)
    while slots[place] != KeyTable.free { place = (place + 1) & (slots.count - 1) }
    slots[place] = KeyTable.slot(item, hash)
  }

  private static func slot(_ item: Int, _ hash: Int) -> UInt64 {
    UInt64(bitPattern: Int64(hash)) & ~0xFFFF_FFFF | UInt64(item)
  }

  private static func item(_ slot: UInt64) -> Int { Int(slot & 0xFFFF_FFFF) }

  /// Seeded anew in every process, so that no store can be made of colliding keys.
  static func hash(_ text: Span<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(text.count)
    var place = 0
    while place + 8 <= text.count {
      hasher.combine(WordBytes.word(text, at: place))
      place += 8
    }
    var rest: UInt64 = 0
    while place < text.count {
      rest = rest << 8 | UInt64(text[place])
      place += 1
    }
    hasher.combine(rest)
    return hasher.finalize()
  }
}
