internal import Model
internal import StoreBytes

/// In which order the rows of an inverted file are told: by ascending id, and by slot where ids repeat.
struct ListOrder: Sendable {
  /// Ascending; nil where they are 0, 1, 2, … and so on, as faiss gives them out itself.
  let ids: [Int64]?
  /// The rank of every slot, where ranks ascend in every list, as they do unless somebody gave ids in
  /// another order; else nil.
  let ranks: [UInt32]?
  /// The slot of every rank, where there are no ranks of slots.
  let slots: [UInt32]

  init(_ lists: InvertedLists) throws(FormatError) {
    guard lists.count < Int(UInt32.max) else {
      throw FormatError(
        .tooLarge, lists.file.path, "more than \(UInt32.max - 1) rows in inverted lists")
    }
    if lists.duplicates.isEmpty, let ranks = try ListOrder.sequential(lists) {
      self.init(ids: nil, ranks: ranks, slots: [])
      return
    }
    var stored: [Int64] = []
    stored.reserveCapacity(lists.count)
    for list in lists.lists { stored += try lists.ids(list) }
    let further = try ListOrder.further(lists, stored)
    stored += lists.duplicates.map(\.id)
    var slots = Array(0..<UInt32(stored.count))
    slots.sort { (stored[Int($0)], $0) < (stored[Int($1)], $1) }
    let ids = slots.map { stored[Int($0)] }
    let ranks = further.isEmpty ? ListOrder.ascending(slots, lists) : nil
    for rank in slots.indices where Int(slots[rank]) >= lists.stored {
      slots[rank] = further[Int(slots[rank]) - lists.stored]
    }
    self.init(ids: ids, ranks: ranks, slots: ranks == nil ? slots : [])
  }

  private init(ids: [Int64]?, ranks: [UInt32]?, slots: [UInt32]) {
    self.ids = ids
    self.ranks = ranks
    self.slots = slots
  }

  /// The slots that have the vectors of the duplicates.
  private static func further(_ lists: InvertedLists, _ stored: [Int64]) throws(FormatError)
    -> [UInt32]
  {
    guard !lists.duplicates.isEmpty else { return [] }
    var slots: [Int64: UInt32] = [:]
    for slot in stored.indices { slots[stored[slot]] = UInt32(slot) }
    var found: [UInt32] = []
    for duplicate in lists.duplicates {
      guard let slot = slots[duplicate.stored] else {
        throw FormatError(
          .corrupt, lists.file.path,
          "id \(duplicate.id) repeats the vector of id \(duplicate.stored), which no list has")
      }
      found.append(slot)
    }
    return found
  }

  /// The ids as ranks, if they are 0 to n without a gap, each once, and ascend in every list.
  private static func sequential(_ lists: InvertedLists) throws(FormatError) -> [UInt32]? {
    var ranks: [UInt32] = []
    ranks.reserveCapacity(lists.count)
    var seen = [UInt64](repeating: 0, count: lists.count / 64 + 1)
    for list in lists.lists {
      var previous: Int64 = -1
      for id in try lists.ids(list) {
        guard id > previous, id < lists.count else { return nil }
        let (word, bit) = (Int(id) / 64, UInt64(1) << (UInt64(id) % 64))
        guard seen[word] & bit == 0 else { return nil }
        seen[word] |= bit
        previous = id
        ranks.append(UInt32(id))
      }
    }
    return ranks
  }

  private static func ascending(_ slots: [UInt32], _ lists: InvertedLists) -> [UInt32]? {
    let ranks = inverse(slots)
    for (list, start) in zip(lists.lists, lists.starts) {
      for slot in start..<start + list.size - 1 where ranks[slot] > ranks[slot + 1] { return nil }
    }
    return ranks
  }

  static func inverse(_ order: [UInt32]) -> [UInt32] {
    var inverse = [UInt32](repeating: 0, count: order.count)
    for place in order.indices { inverse[Int(order[place])] = UInt32(place) }
    return inverse
  }
}
