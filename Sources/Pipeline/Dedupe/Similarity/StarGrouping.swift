internal import Model

/// The walk from the best row to the worst, block by block.
///
/// A block is first settled within itself; what stays of it then takes away what it is similar to among
/// all later rows. No pair is remembered beyond its block, so that memory stays bounded however many
/// rows are copies of each other.
struct StarGrouping {
  private(set) var index: SketchIndex
  let cells: Cells?
  let rows: ContiguousArray<Int32>
  let shelf: any VectorShelf
  let check: SimilarityCheck
  let workers: Workers
  /// Vectors of a block are all in memory at once: at most 8 MB, and enough of them to be worth it.
  let blockCount: Int
  /// By rank: the rank that took it away, or -1.
  private(set) var owners: ContiguousArray<Int32>

  /// Groups of eight rows that one piece of work looks at.
  private static let pieceGroups = 64

  init(
    index: SketchIndex, cells: Cells?, rows: ContiguousArray<Int32>, shelf: any VectorShelf,
    check: SimilarityCheck, workers: Workers, blockLimit: Int
  ) {
    self.index = index
    self.cells = cells
    self.rows = rows
    self.shelf = shelf
    self.check = check
    self.workers = workers
    blockCount = min(blockLimit, max(128, (8 << 20) / max(4, 4 * shelf.dimensions)))
    owners = ContiguousArray(repeating: -1, count: rows.count)
  }

  mutating func run(_ progress: any ProgressSink) async throws {
    var next = 0
    var gone = 0
    var left = rows.count
    while next < rows.count {
      let start = next
      var ranks: [Int32] = []
      while next < rows.count, ranks.count < blockCount {
        if owners[next] < 0 { ranks.append(Int32(next)) }
        next += 1
      }
      gone += try await settle(ranks, later: next)
      left -= ranks.count
      progress.advance(by: next - start)
      // Closing the gaps costs less than comparing with them.
      if gone * 6 > left {
        let owners = owners
        index.keep { owners[Int($0)] < 0 }
        left -= gone
        gone = 0
      }
    }
  }

  /// Returns how many rows it took away.
  private mutating func settle(_ ranks: [Int32], later: Int) async throws -> Int {
    guard let first = ranks.first else { return 0 }
    let block = try await block(ranks)
    var gone = 0
    let within = try await hits(block, Int(first) + 1..<later, isFirstEnough: false)
    for hit in within.sorted(by: { ($0.query, $0.rank) < ($1.query, $1.rank) }) {
      let rank = ranks[Int(hit.query)]
      guard owners[Int(rank)] < 0, owners[Int(hit.rank)] < 0 else { continue }
      owners[Int(hit.rank)] = rank
      gone += 1
    }
    let staying = block.keeping { owners[Int(ranks[$0])] < 0 }
    for hit in try await hits(staying, later..<rows.count, isFirstEnough: true) {
      owners[Int(hit.rank)] = staying.ranks[Int(hit.query)]
      gone += 1
    }
    return gone
  }

  private func block(_ ranks: [Int32]) async throws -> SearchBlock {
    let (index, cells, rows, shelf) = (index, cells, rows, shelf)
    let size = 128
    let parts = try await workers.map((ranks.count + size - 1) / size) { part in
      let range = part * size..<min((part + 1) * size, ranks.count)
      return try SearchBlock(ranks[range], index, cells, rows, shelf)
    }
    return SearchBlock(parts, cells: cells?.count ?? 1)
  }

  /// Pairs of a row of the block and a worse one in `range` that are similar; where the first is enough,
  /// each of the others comes once, with the best of those that it is similar to.
  private func hits(_ block: SearchBlock, _ range: Range<Int>, isFirstEnough: Bool) async throws
    -> [RankedHit]
  {
    let pieces = pieces(block, range)
    let scan = PairScan(
      block: block, index: index, rows: rows, shelf: shelf, check: check, range: range,
      owners: owners, isFirstEnough: isFirstEnough)
    return try await workers.map(pieces.count) { try scan.hits(pieces[$0]) }.flatMap(\.self)
  }

  private func pieces(_ block: SearchBlock, _ range: Range<Int>) -> [PairScan.Piece] {
    guard !range.isEmpty, !block.ranks.isEmpty else { return [] }
    return index.cells.indices.flatMap { cell -> [PairScan.Piece] in
      guard !block.members[cell].isEmpty else { return [] }
      let groups = index.groups(of: cell, ranks: range)
      return stride(from: groups.lowerBound, to: groups.upperBound, by: StarGrouping.pieceGroups)
        .map { start in
          PairScan.Piece(
            cell: cell, groups: start..<min(start + StarGrouping.pieceGroups, groups.upperBound))
        }
    }
  }
}

extension StarGrouping {
  /// Compares some rows that stayed with all others that stayed. Where one of them is similar to a
  /// better one, the index has overlooked it.
  mutating func recall(sample limit: Int) async throws -> DedupeReport.Recall {
    let owners = owners
    index.keep { owners[Int($0)] < 0 }
    let staying = ContiguousArray(owners.indices.filter { owners[$0] < 0 })
    let sample = EvenSample.of(staying.count, limit).map { Int32(staying[$0]) }
    var missed = 0
    for start in stride(from: 0, to: sample.count, by: blockCount) {
      let ranks = Array(sample[start..<min(start + blockCount, sample.count)])
      missed += try await overlooked(ranks)
    }
    let dropped = Double(owners.count - staying.count)
    let lost = Double(missed) * Double(staying.count) / Double(max(1, sample.count))
    return DedupeReport.Recall(
      sampled: sample.count, missed: missed,
      share: dropped + lost > 0 ? dropped / (dropped + lost) : 1)
  }

  /// How many of these rows are similar to a better one that stayed.
  private func overlooked(_ ranks: [Int32]) async throws -> Int {
    let block = try await block(ranks).everywhere(cells: index.cells.count)
    let scan = PairScan(
      block: block, index: index, rows: rows, shelf: shelf, check: check,
      range: 0..<rows.count, owners: owners, isFirstEnough: false, wantsBetter: true)
    let pieces = pieces(block, 0..<rows.count)
    let hits = try await workers.map(pieces.count) { try scan.hits(pieces[$0]) }
    return Set(hits.joined().map(\.query)).count
  }
}
