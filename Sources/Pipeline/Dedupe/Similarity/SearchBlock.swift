internal import Model

/// Some rows with all that is needed to compare them: sketches, vectors, and the cells they look into.
struct SearchBlock: Sendable {
  private(set) var ranks: [Int32] = []
  private(set) var sketches: SketchRows
  /// One behind the other.
  private(set) var vectors: [[Float]] = []
  private(set) var squares: [Double] = []
  /// By row, the cells it looks into.
  private var probes: [[Int32]] = []
  /// By cell, the rows that look into it, ascending.
  private(set) var members: [[Int32]] = []

  init(
    _ ranks: ArraySlice<Int32>, _ index: SketchIndex, _ cells: Cells?,
    _ rows: ContiguousArray<Int32>, _ shelf: any VectorShelf
  ) throws {
    self.ranks = Array(ranks)
    sketches = SketchRows(width: index.table.width, capacity: ranks.count)
    for (place, rank) in ranks.enumerated() {
      let row = Int(rows[Int(rank)])
      var vector: [Float] = []
      try shelf.read(row..<row + 1, into: &vector)
      squares.append(Cosine.product(vector, vector))
      vectors.append(vector)
      index.table.append(Int(index.slots[Int(rank)]), to: &sketches)
      probes.append(cells?.nearest(Cells.probes, to: sketches[place]) ?? [0])
    }
  }

  /// Parts in their order as one.
  init(_ parts: [SearchBlock], cells: Int) {
    sketches = SketchRows(width: parts[0].sketches.width)
    for part in parts {
      for place in part.ranks.indices { append(part, place) }
    }
    count(cells: cells)
  }

  private mutating func append(_ other: SearchBlock, _ place: Int) {
    ranks.append(other.ranks[place])
    sketches.append(other.sketches[place])
    vectors.append(other.vectors[place])
    squares.append(other.squares[place])
    probes.append(other.probes[place])
  }

  private mutating func count(cells: Int) {
    members = Array(repeating: [], count: cells)
    for (place, cells) in probes.enumerated() {
      for cell in cells { members[Int(cell)].append(Int32(place)) }
    }
  }

  /// Without the rows that have fallen.
  func keeping(_ stays: (Int) -> Bool) -> SearchBlock {
    var kept = self
    kept.ranks = []
    kept.sketches = SketchRows(width: sketches.width, capacity: ranks.count)
    kept.vectors = []
    kept.squares = []
    kept.probes = []
    for place in ranks.indices where stays(place) { kept.append(self, place) }
    kept.count(cells: members.count)
    return kept
  }

  /// The same rows, looking into every cell.
  func everywhere(cells: Int) -> SearchBlock {
    var block = self
    block.members = Array(repeating: Array(0..<Int32(ranks.count)), count: cells)
    return block
  }
}
