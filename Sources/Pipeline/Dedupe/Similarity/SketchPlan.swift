internal import Model

/// Chooses the axes and the width of the sketches that will tell pairs apart at the least cost, by
/// trying them on a sample. The choice makes the search faster or slower, and changes no result.
struct SketchPlan {
  static let widths = [8, 16, 24, 32, 48, 64, 96, 128]

  /// Vectors of the sample at most, and bytes of them.
  private static let sampleCount = 1024
  private static let sampleBytes = 32 << 20
  /// Of these all pairs are tried.
  private static let triedCount = 256

  let dimensions: Int
  let threshold: Double

  /// `rows` in the order of preference, so that the sample depends on them and on nothing else.
  func sketcher(_ rows: ContiguousArray<Int32>, _ shelf: any VectorShelf) throws -> Sketcher {
    let fitting = max(64, SketchPlan.sampleBytes / max(4, 4 * dimensions))
    let sample = try directions(rows, min(SketchPlan.sampleCount, fitting), shelf)
    let widest = SketchPlan.widths.first { $0 > dimensions } ?? 128
    let basis = Basis(sample, dimensions: dimensions, count: min(widest - 1, dimensions))
    let width = width(Sketcher(basis, width: widest), sample)
    return Sketcher(basis.first(width - 1), width: width)
  }

  private func directions(
    _ rows: ContiguousArray<Int32>, _ limit: Int, _ shelf: any VectorShelf
  ) throws -> [Float] {
    var sample: [Float] = []
    var vector: [Float] = []
    for row in EvenSample.of(rows.count, limit) {
      let place = Int(rows[row])
      try shelf.read(place..<place + 1, into: &vector)
      sample += Sketcher.direction(vector.span)
    }
    return sample
  }

  /// The width at which comparing the sketches, and the vectors that they let through, costs least.
  private func width(_ widest: Sketcher, _ sample: [Float]) -> Int {
    let count = min(SketchPlan.triedCount, sample.count / max(1, dimensions))
    let components = (0..<count).map { row in
      widest.projected(sample.span.extracting(row * dimensions..<(row + 1) * dimensions))
    }
    let pairs = max(1, count * (count - 1) / 2)
    let costs = SketchPlan.widths.filter { $0 <= widest.width }.map { width in
      let sketcher = Sketcher(widest.basis, width: width)
      let passed = passing(components, width, sketcher)
      // A look at two vectors, one of which must be read first, costs as much as so many products of
      // the scan.
      let look = Double(25_000 + 8 * dimensions)
      return (width: width, cost: Double(width) + look * Double(passed) / Double(pairs))
    }
    return costs.min { $0.cost < $1.cost }?.width ?? widest.width
  }

  private func passing(_ components: [[Float]], _ width: Int, _ sketcher: Sketcher) -> Int {
    let bound = sketcher.bound(threshold)
    let axes = min(sketcher.basis.count, width - 1)
    let sketches = components.map { Sketcher.cut($0, axes: axes, width: width) }
    var passed = 0
    for (place, left) in sketches.enumerated() {
      for right in sketches[..<place]
      where SimilarityKernels.product(left.span, right.span) >= Double(bound) { passed += 1 }
    }
    return passed
  }
}

/// Places that lie evenly among many.
enum EvenSample {
  static func of(_ count: Int, _ limit: Int) -> [Int] {
    let size = min(count, limit)
    return (0..<size).map { $0 * count / size }
  }
}
