/// A division of all directions into cells, each around a centre: what an index compares a row with is
/// in the cells whose centres are nearest to it.
struct Cells: Sendable {
  /// Cells that a row looks into.
  static let probes = 32
  private static let rounds = 6
  private static let sampleFactor = 32

  let centres: SketchTable
  let count: Int

  /// As many cells as rows in a cell, about.
  static func count(for rows: Int) -> Int {
    max(1, Int(Double(rows).squareRoot()))
  }

  static func sampleCount(for rows: Int) -> Int { count(for: rows) * sampleFactor }

  /// `sample` in the order of preference: the cells depend on the rows, and not on where they lie.
  init(_ sample: SketchRows, count: Int, workers: Workers) async throws {
    self.count = min(count, max(1, sample.count))
    var centres = EvenSample.of(sample.count, self.count).map { Array(sample[$0]) }
    var table = Cells.table(centres, width: sample.width)
    for _ in 0..<Cells.rounds {
      let (current, number) = (table, self.count)
      let parts = (sample.count + 1023) / 1024
      let nearest = try await workers.map(parts) { part in
        (part * 1024..<min((part + 1) * 1024, sample.count)).map {
          Cells.best(1, of: sample[$0], current, number)[0]
        }
      }
      centres = Cells.means(sample, nearest.flatMap(\.self), centres)
      table = Cells.table(centres, width: sample.width)
    }
    self.centres = table
  }

  /// The cells that are nearest to a sketch, nearest first; of two that are equally near, the first.
  func nearest(_ limit: Int, to sketch: ArraySlice<Float>) -> [Int32] {
    Cells.best(limit, of: sketch, centres, count)
  }

  private static func best(
    _ limit: Int, of sketch: ArraySlice<Float>, _ centres: SketchTable, _ count: Int
  ) -> [Int32] {
    var scores = [Float](repeating: 0, count: centres.groups * 8)
    SimilarityKernels.products(sketch.span, centres, into: &scores)
    var best: [Int32] = []
    for cell in 0..<count {
      let score = scores[cell]
      if best.count == limit, let last = best.last, scores[Int(last)] >= score { continue }
      var place = best.count
      while place > 0, scores[Int(best[place - 1])] < score { place -= 1 }
      best.insert(Int32(cell), at: place)
      if best.count > limit { best.removeLast() }
    }
    return best
  }

  private static func table(_ centres: [[Float]], width: Int) -> SketchTable {
    let table = SketchTable(width: width, groups: (centres.count + 7) / 8)
    for (place, centre) in centres.enumerated() { table.write(centre, to: place) }
    return table
  }

  /// The mean direction of each cell's rows; a cell without rows stays where it was.
  private static func means(
    _ sample: SketchRows, _ cells: [Int32], _ centres: [[Float]]
  ) -> [[Float]] {
    var sums = centres.map { _ in [Double](repeating: 0, count: sample.width) }
    for (row, cell) in cells.enumerated() {
      for (place, value) in sample[row].enumerated() { sums[Int(cell)][place] += Double(value) }
    }
    return zip(sums, centres).map { sum, old in
      let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return length > 0 ? sum.map { Float($0 / length) } : old
    }
  }
}
