internal import Host
internal import StoreBytes
internal import Wire

/// The rows of an inverted file, by ascending id. Its order is found when it is first needed.
final class ListRows: RowStorage {
  let lists: InvertedLists
  let coding: Coding
  let dimensions: Int
  private let state = Locked(State())

  private struct State: Sendable {
    var order: ListOrder?
    /// The slot of every rank, which only who fetches single rows needs.
    var slots: [UInt32]?
    /// An id map is around the lists.
    var mustHoldPositions = false
  }

  init(_ lists: InvertedLists, _ coding: Coding, dimensions: Int) {
    self.lists = lists
    self.coding = coding
    self.dimensions = dimensions
  }

  /// The more rows at a time, the longer are the runs that are read from each list. A few percent of
  /// all of them, within 4 and 24 megabytes: beyond that the allocator asks the machine for memory anew
  /// each time.
  var window: Int {
    let bytes = 4 * dimensions
    return max(1, min(max(lists.count / 24, (4 << 20) / bytes), (24 << 20) / bytes))
  }

  var apart: PinnedFile? { lists.isApart ? lists.file : nil }

  /// From now on the ids must be positions: each number below the count, once.
  func holdsPositions() { state.withLock { $0.mustHoldPositions = true } }

  func order() throws(FormatError) -> ListOrder {
    let (known, mustHoldPositions) = state.withLock { ($0.order, $0.mustHoldPositions) }
    if let known { return known }
    let found = try ListOrder(lists)
    if mustHoldPositions, let ids = found.ids,
      let place = ids.indices.first(where: { ids[$0] != Int64($0) })
    {
      throw FormatError(
        .corrupt, lists.file.path,
        "the lists under the id map do not hold the positions 0 to \(lists.count - 1), but "
          + "\(ids[place]) where \(place) is due; faiss leaves them so when rows are removed from an "
          + "IndexIDMap over inverted lists, and which vector has which id is lost",
        hints: ["build the index again; give ids to the inverted lists themselves, without IDMap"])
    }
    state.withLock { $0.order = found }
    return found
  }

  func labels(_ positions: Range<Int>) throws(FormatError) -> [Int64] {
    guard let ids = try order().ids else { return positions.map { Int64($0) } }
    return Array(ids[positions])
  }

  func vectors(_ positions: Range<Int>) throws(FormatError) -> [Float] {
    let order = try order()
    guard let ranks = order.ranks else {
      return try gathered(order.slots[positions], positions.map { $0 }, order)
    }
    var values = [Float](repeating: 0, count: positions.count * dimensions)
    let span = ranks.span
    for (list, start) in zip(lists.lists, lists.starts) {
      let slots = span.extracting(start..<start + list.size)
      let first = Bound.first(slots, notBelow: positions.lowerBound)
      let end = Bound.first(slots, notBelow: positions.upperBound)
      guard first < end else { continue }
      let near = try decoded(list, first..<end) { slots[$0] }
      for place in first..<end {
        FloatBytes.copy(
          dimensions, from: near, at: (place - first) * dimensions, into: &values,
          at: (Int(slots[place]) - positions.lowerBound) * dimensions)
      }
    }
    return values
  }

  func vectors(at positions: [Int]) throws(FormatError) -> [Float] {
    let order = try order()
    let slots = order.ranks.map(slots) ?? order.slots
    return try gathered(positions.map { slots[$0] }, positions, order)
  }

  private func slots(_ ranks: [UInt32]) -> [UInt32] {
    if let known = state.withLock({ $0.slots }) { return known }
    let slots = ListOrder.inverse(ranks)
    state.withLock { $0.slots = slots }
    return slots
  }

  /// The rows of these slots, which may be anywhere: list by list, near ones in one go.
  private func gathered(_ slots: some Collection<UInt32>, _ positions: [Int], _ order: ListOrder)
    throws(FormatError) -> [Float]
  {
    var values = [Float](repeating: 0, count: slots.count * dimensions)
    let wanted = slots.enumerated().map { (slot: Int($0.element), place: $0.offset) }
      .sorted { $0 < $1 }
    var next = 0
    while next < wanted.count {
      let number = lists.list(of: wanted[next].slot)
      let (list, start) = (lists.lists[number], lists.starts[number])
      var end = next
      while end < wanted.count, wanted[end].slot < start + list.size { end += 1 }
      for run in Runs.of(wanted[next..<end].map(\.slot), bytes: lists.codeSize) {
        let rows = wanted[next + run.lowerBound..<next + run.upperBound]
        try scatter(rows, list, start, positions, into: &values)
      }
      next = end
    }
    return values
  }

  private func scatter(
    _ rows: ArraySlice<(slot: Int, place: Int)>, _ list: CodeList, _ start: Int,
    _ positions: [Int], into values: inout [Float]
  ) throws(FormatError) {
    guard let first = rows.first?.slot, let last = rows.last?.slot else { return }
    var ranks: [Int: UInt32] = [:]
    if coding.refinement != nil {
      for row in rows { ranks[row.slot - start] = UInt32(positions[row.place]) }
    }
    let near = try decoded(list, first - start..<last - start + 1) { ranks[$0] }
    for row in rows {
      FloatBytes.copy(
        dimensions, from: near, at: (row.slot - first) * dimensions, into: &values,
        at: row.place * dimensions)
    }
  }

  /// Neighbouring rows of a list. `rank` is asked only where a row's id matters for its vector.
  private func decoded(_ list: CodeList, _ rows: Range<Int>, rank: (Int) -> UInt32?)
    throws(FormatError) -> [Float]
  {
    let start = list.codes + UInt64(rows.lowerBound * lists.codeSize)
    if let slabs = coding.slabs {
      let panorama = PanoramaRows(
        file: lists.file, start: list.codes, dimensions: dimensions, slabs: slabs)
      return try panorama.vectors(rows)
    }
    guard let decoder = coding.decoder else {
      return try lists.file.floats(at: start, count: rows.count * dimensions)
    }
    let codes = try lists.file.read(at: start, count: rows.count * lists.codeSize)
    var values = decoder.decoded(codes, count: rows.count, dimensions: dimensions)
    if let centres = coding.centres {
      try centres.add(list.number, to: &values, rows: rows.count, path: lists.file.path)
    }
    if let refinement = coding.refinement {
      for (place, row) in rows.enumerated() {
        guard let rank = rank(row) else { continue }
        let id = try order().ids.map { $0[Int(rank)] } ?? Int64(rank)
        try refinement.add(id, to: &values, row: place, path: lists.file.path)
      }
    }
    return values
  }
}

enum Bound {
  /// The first of ascending ranks that is not below `limit`.
  static func first(_ ranks: Span<UInt32>, notBelow limit: Int) -> Int {
    var (low, high) = (0, ranks.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(ranks[middle]) < limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
