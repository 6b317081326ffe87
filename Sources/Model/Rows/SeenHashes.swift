/// A set of hashes, which need not be hashed again.
struct SeenHashes: Sendable {
  private var count = 0
  /// As many as a power of two; 0 is free.
  private var slots: [Int] = []

  /// False for a hash that is there already.
  mutating func insert(_ hash: Int) -> Bool {
    if 3 * (count + 1) > 2 * slots.count { grow() }
    // Two hashes are one here, which is less than what other hashes have in common.
    let wanted = hash == 0 ? 1 : hash
    let place = place(of: wanted)
    guard slots[place] == 0 else { return false }
    slots[place] = wanted
    count += 1
    return true
  }

  /// Where the hash is, or where it belongs.
  private func place(of hash: Int) -> Int {
    var place = hash & (slots.count - 1)
    while slots[place] != 0, slots[place] != hash { place = (place + 1) & (slots.count - 1) }
    return place
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: max(64, 2 * old.count))
    for hash in old where hash != 0 { slots[place(of: hash)] = hash }
  }
}
