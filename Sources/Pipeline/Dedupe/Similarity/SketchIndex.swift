internal import Model

/// All rows of a search as sketches, cell by cell, and in each cell by rank: the best first. Without an
/// index there is one cell.
struct SketchIndex {
  struct Cell {
    let firstSlot: Int
    var count: Int
  }

  private(set) var table: SketchTable
  private(set) var cells: [Cell]
  /// The rank of the row in a slot; -1 where there is none.
  private(set) var ranks: ContiguousArray<Int32>
  /// The slot of a rank that is still there.
  private(set) var slots: ContiguousArray<Int32>

  /// `cellOf` says in which cell each rank is.
  init(width: Int, cells count: Int, cellOf: (Int) -> Int, ranks total: Int) {
    var sizes = [Int](repeating: 0, count: count)
    for rank in 0..<total { sizes[cellOf(rank)] += 1 }
    var next = 0
    cells = sizes.map { size in
      defer { next += (size + 7) / 8 * 8 }
      return Cell(firstSlot: next, count: 0)
    }
    table = SketchTable(width: width, groups: next / 8)
    ranks = ContiguousArray(repeating: -1, count: next)
    slots = ContiguousArray(repeating: -1, count: total)
    for rank in 0..<total {
      let cell = cellOf(rank)
      let slot = cells[cell].firstSlot + cells[cell].count
      cells[cell].count += 1
      ranks[slot] = Int32(rank)
      slots[rank] = Int32(slot)
    }
  }

  /// The groups of a cell that hold its ranks in `range`, and perhaps some others.
  func groups(of cell: Int, ranks range: Range<Int>) -> Range<Int> {
    let first = cells[cell].firstSlot
    let low = place(of: range.lowerBound, in: cell)
    let high = place(of: range.upperBound, in: cell)
    guard low < high else { return first / 8..<first / 8 }
    return (first + low) / 8..<(first + high + 7) / 8
  }

  /// How many ranks of a cell are less than this one.
  private func place(of rank: Int, in cell: Int) -> Int {
    let first = cells[cell].firstSlot
    var (low, high) = (0, cells[cell].count)
    while low < high {
      let middle = (low + high) / 2
      if Int(ranks[first + middle]) < rank { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Moves the rows that stay to the front of their cells.
  mutating func keep(_ stays: (Int32) -> Bool) {
    for cell in cells.indices {
      let first = cells[cell].firstSlot
      var kept = 0
      for slot in first..<first + cells[cell].count {
        let rank = ranks[slot]
        guard stays(rank) else {
          slots[Int(rank)] = -1
          continue
        }
        if slot != first + kept { table.move(slot, to: first + kept) }
        ranks[first + kept] = rank
        slots[Int(rank)] = Int32(first + kept)
        kept += 1
      }
      for slot in first + kept..<first + cells[cell].count {
        ranks[slot] = -1
        table.clear(slot)
      }
      cells[cell].count = kept
    }
  }
}
