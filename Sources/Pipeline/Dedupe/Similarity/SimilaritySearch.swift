internal import Model

/// Finds the rows that fall to a rule by similarity.
///
/// The rows are walked from the best to the worst. Each that is still there stays, and takes away all
/// worse ones that are at least as similar to it as the threshold says: groups are stars around the row
/// that stays. So each dropped row has a survivor that the rule holds for, the order of the input plays
/// no part, and no two survivors are similar: a second search over them drops nothing.
struct SimilaritySearch {
  /// Up to so many rows all pairs are compared.
  static let exactLimit = 250_000

  let threshold: Double
  /// Nil: by the number of rows.
  let exact: Bool?
  var exactLimit = SimilaritySearch.exactLimit
  var recallSample = 2000
  /// Rows of a block at most.
  var blockLimit = 2048
  var workers = Workers()

  struct Result {
    /// By rank: the rank that took it away, or -1.
    var owners: ContiguousArray<Int32>
    var recall: DedupeReport.Recall?
  }

  /// `rows` are numbers of vectors on the shelf, the best first.
  func result(
    _ rows: ContiguousArray<Int32>, _ shelf: any VectorShelf, _ progress: any ProgressSink
  ) async throws -> Result {
    guard rows.count > 1 else {
      return Result(owners: ContiguousArray(repeating: -1, count: rows.count))
    }
    progress.begin("comparing vectors", total: rows.count)
    defer { progress.end() }
    let plan = SketchPlan(dimensions: shelf.dimensions, threshold: threshold)
    let sketcher = try await workers.map(1) { _ in try plan.sketcher(rows, shelf) }[0]
    let sketching = Sketching(sketcher: sketcher, rows: rows, shelf: shelf, workers: workers)
    let usesIndex = exact.map { !$0 } ?? (rows.count > exactLimit)
    let cells = usesIndex ? try await sketching.cells() : nil
    var grouping = StarGrouping(
      index: try await sketching.index(cells), cells: cells, rows: rows, shelf: shelf,
      check: SimilarityCheck(threshold: threshold, bound: sketcher.bound(threshold)),
      workers: workers, blockLimit: blockLimit)
    try await grouping.run(progress)
    let recall = usesIndex ? try await grouping.recall(sample: recallSample) : nil
    return Result(owners: grouping.owners, recall: recall)
  }
}

/// What decides about a pair: the bound for its sketches, the threshold for its vectors.
struct SimilarityCheck: Sendable {
  let threshold: Double
  let bound: Float
}

/// Makes the sketches of all rows, with every core, reading the shelf from front to back.
struct Sketching {
  private static let chunk = 2048

  let sketcher: Sketcher
  let rows: ContiguousArray<Int32>
  let shelf: any VectorShelf
  let workers: Workers

  /// The cells of an index, from a sample of the rows.
  func cells() async throws -> Cells {
    let places = EvenSample.of(rows.count, Cells.sampleCount(for: rows.count))
    let (sketcher, rows, shelf) = (sketcher, rows, shelf)
    let parts = (places.count + Sketching.chunk - 1) / Sketching.chunk
    let sketches = try await workers.map(parts) { part in
      var found: [Float] = []
      var vector: [Float] = []
      for place in places[part * Sketching.chunk..<min((part + 1) * Sketching.chunk, places.count)]
      {
        let row = Int(rows[place])
        try shelf.read(row..<row + 1, into: &vector)
        found += sketcher.sketch(vector.span)
      }
      return found
    }
    var sample = SketchRows(width: sketcher.width, capacity: places.count)
    for part in sketches {
      for start in stride(from: 0, to: part.count, by: sketcher.width) {
        sample.append(part[start..<start + sketcher.width])
      }
    }
    return try await Cells(sample, count: Cells.count(for: rows.count), workers: workers)
  }

  /// Twice through the shelf where there are cells, because where a sketch goes must be known before
  /// it is kept, and all of them are kept only once.
  func index(_ cells: Cells?) async throws -> SketchIndex {
    var cellOf = ContiguousArray<Int32>()
    if let cells {
      cellOf = ContiguousArray(repeating: 0, count: rows.count)
      let found = try await each { rank, sketch in (rank, cells.nearest(1, to: sketch[...])[0]) }
      for (rank, cell) in found.joined() { cellOf[Int(rank)] = cell }
    }
    let index = SketchIndex(
      width: sketcher.width, cells: cells?.count ?? 1,
      cellOf: { cellOf.isEmpty ? 0 : Int(cellOf[$0]) }, ranks: rows.count)
    let (table, slots) = (index.table, index.slots)
    _ = try await each { rank, sketch in table.write(sketch, to: Int(slots[Int(rank)])) }
    return index
  }

  /// Every row's sketch with its rank, in the order of the shelf.
  private func each<Result: Sendable>(
    _ body: @escaping @Sendable (Int32, [Float]) -> Result
  ) async throws -> [[Result]] {
    var rankOf = ContiguousArray<Int32>(repeating: -1, count: shelf.count)
    for (rank, row) in rows.enumerated() { rankOf[Int(row)] = Int32(rank) }
    let (ranks, sketcher, shelf) = (rankOf, sketcher, shelf)
    let size = max(1, min(Sketching.chunk, (4 << 20) / max(4, 4 * shelf.dimensions)))
    return try await workers.map((shelf.count + size - 1) / size) { part in
      let range = part * size..<min((part + 1) * size, shelf.count)
      guard ranks[range].contains(where: { $0 >= 0 }) else { return [] }
      var values: [Float] = []
      try shelf.read(range, into: &values)
      return range.compactMap { row -> Result? in
        guard ranks[row] >= 0 else { return nil }
        let start = (row - range.lowerBound) * shelf.dimensions
        let vector = values.span.extracting(start..<start + shelf.dimensions)
        return body(ranks[row], sketcher.sketch(vector))
      }
    }
  }
}
