internal import StoreBytes

/// One list of an inverted file: codes that are near one centre, and the ids of their rows.
struct CodeList: Sendable {
  let number: Int
  let size: Int
  let codes: UInt64
  let ids: UInt64
}

/// A row that has the vector of another one.
struct Duplicate: Sendable {
  let stored: Int64
  let id: Int64
}

/// Where the lists of an inverted file are. A slot is the place of a stored row, counted over all
/// lists.
struct InvertedLists: Sendable {
  let file: PinnedFile
  let codeSize: Int
  /// Without those that are empty.
  let lists: [CodeList]
  /// The first slot of every list.
  let starts: [Int]
  let stored: Int
  private(set) var duplicates: [Duplicate] = []
  /// Whether the lists are in a file other than the index.
  let isApart: Bool

  init(file: PinnedFile, codeSize: Int, lists: [CodeList], isApart: Bool = false) {
    self.file = file
    self.codeSize = codeSize
    self.lists = lists
    self.isApart = isApart
    var starts: [Int] = []
    starts.reserveCapacity(lists.count)
    var slot = 0
    for list in lists {
      starts.append(slot)
      slot += list.size
    }
    self.starts = starts
    stored = slot
  }

  /// Rows, stored or not.
  var count: Int { stored + duplicates.count }

  mutating func add(_ duplicates: [Duplicate]) { self.duplicates = duplicates }

  /// The place of the list in `lists` that has this slot.
  func list(of slot: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= slot { low = middle } else { high = middle }
    }
    return low
  }

  func ids(_ list: CodeList) throws(FormatError) -> [Int64] {
    Numbers.int64(try file.read(at: list.ids, count: 8 * list.size))
  }
}
