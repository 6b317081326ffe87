internal import Wire

/// Finds streamed items by the hash of their key: 12 to 20 bytes an item.
///
/// A hash stands for a key. Two of ten million keys have one hash in one of 300,000 stores, and the
/// store is refused then.
struct KeyTable {
  private var hashes: [Int] = []
  /// A power of two; -1 is free.
  private var slots: [Int32] = []

  /// The item with that key; nil where there is none.
  func item(_ hash: Int) -> Int? {
    guard !slots.isEmpty else { return nil }
    var slot = hash & (slots.count - 1)
    while slots[slot] >= 0 {
      if hashes[Int(slots[slot])] == hash { return Int(slots[slot]) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Appends the next item; false if the key is there already.
  mutating func append(_ hash: Int) -> Bool {
    if 3 * (hashes.count + 1) > 2 * slots.count {
      slots = Array(repeating: -1, count: max(64, 2 * slots.count))
      for item in hashes.indices { slots[free(hashes[item])] = Int32(item) }
    }
    var slot = hash & (slots.count - 1)
    while slots[slot] >= 0 {
      if hashes[Int(slots[slot])] == hash { return false }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(hashes.count)
    hashes.append(hash)
    return true
  }

  private func free(_ hash: Int) -> Int {
    var slot = hash & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

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
