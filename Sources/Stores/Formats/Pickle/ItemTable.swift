/// Where the items of a streamed list or dictionary begin, and which memo number was next there.
struct ItemTable {
  private var starts: [UInt64] = []
  /// The highest bit says that the key is the first entry of its item.
  private var memos: [UInt32] = []

  /// Behind the last item that was found by its key.
  private var hint = 0

  private static let keyBit: UInt32 = 1 << 31

  var count: Int { starts.count }

  mutating func append(start: UInt64, memo: Int, keyIsFirst: Bool) {
    starts.append(start)
    memos.append(UInt32(truncatingIfNeeded: memo) | (keyIsFirst ? ItemTable.keyBit : 0))
  }

  func start(_ item: Int) -> UInt64 { starts[item] }
  func memo(_ item: Int) -> Int { Int(memos[item] & ~ItemTable.keyBit) }

  /// The item that entry was made in, or a later place without items.
  func item(of number: Int) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if memo(middle) <= number { low = middle + 1 } else { high = middle }
    }
    // Items without an entry of their own share a number; the entry is in the last of them.
    return low == 0 ? nil : low - 1
  }

  /// The item whose key that entry is. A map mostly has items in their own order.
  mutating func itemKeyed(_ number: Int) -> Int? {
    if hint < count, memos[hint] == UInt32(truncatingIfNeeded: number) | ItemTable.keyBit {
      hint += 1
      return hint - 1
    }
    guard let item = item(of: number), memos[item] == UInt32(number) | ItemTable.keyBit else {
      return nil
    }
    hint = item + 1
    return item
  }
}
