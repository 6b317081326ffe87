internal import Model

/// A row of a block, and the rank of one that is similar to it.
struct RankedHit: Sendable {
  var query: Int32
  var rank: Int32
}

/// Compares a block with the rows of an index: sketches first, and the vectors of the pairs that these
/// let through.
struct PairScan: Sendable {
  struct Piece: Sendable {
    var cell: Int
    var groups: Range<Int>
  }

  let block: SearchBlock
  let index: SketchIndex
  let rows: ContiguousArray<Int32>
  let shelf: any VectorShelf
  let check: SimilarityCheck
  /// Only rows of these ranks count.
  let range: Range<Int>
  let owners: ContiguousArray<Int32>
  /// One similar row is as good as all.
  let isFirstEnough: Bool
  /// Better rows count, instead of worse ones.
  var wantsBetter = false

  func hits(_ piece: Piece) throws -> [RankedHit] {
    let members = block.members[piece.cell]
    var queries = SketchRows(width: block.sketches.width, capacity: members.count)
    for member in members { queries.append(block.sketches[Int(member)]) }
    var hits: [SketchHit] = []
    SimilarityKernels.scan(queries, index.table, piece.groups, reaching: check.bound, into: &hits)
    // By row, and within it from the best of the block to the worst.
    hits.sort { ($0.slot, $0.query) < ($1.slot, $1.query) }
    return try similar(hits, members)
  }

  private func similar(_ hits: [SketchHit], _ members: [Int32]) throws -> [RankedHit] {
    var found: [RankedHit] = []
    var vector: [Float] = []
    var square = 0.0
    var loaded: Int32 = -1
    var isDone = false
    for hit in hits {
      let rank = index.ranks[Int(hit.slot)]
      let query = members[Int(hit.query)]
      guard counts(rank, block.ranks[Int(query)]) else { continue }
      if rank != loaded {
        let row = Int(rows[Int(rank)])
        try shelf.read(row..<row + 1, into: &vector)
        (loaded, square, isDone) = (rank, Cosine.product(vector, vector), false)
      } else if isDone && isFirstEnough {
        continue
      }
      guard isSimilar(Int(query), vector, square) else { continue }
      found.append(RankedHit(query: query, rank: rank))
      isDone = true
    }
    return found
  }

  private func counts(_ rank: Int32, _ query: Int32) -> Bool {
    guard rank >= 0, range.contains(Int(rank)), owners[Int(rank)] < 0 else { return false }
    return wantsBetter ? rank < query : rank > query
  }

  private func isSimilar(_ query: Int, _ vector: [Float], _ square: Double) -> Bool {
    let product = Cosine.product(block.vectors[query], vector)
    let similarity = Cosine.similarity(product, squares: block.squares[query], square)
    return Cosine.isReached(check.threshold, by: similarity)
  }
}
