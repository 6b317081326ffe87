import Model
import TestSupport

@testable import Dedupe

/// Vectors in memory, which is where a test may have them.
final class ArrayShelf: VectorShelf {
  let dimensions: Int
  let vectors: [[Float]]

  init(_ vectors: [[Float]], dimensions: Int) {
    self.vectors = vectors
    self.dimensions = dimensions
  }

  var count: Int { vectors.count }

  func read(_ rows: Range<Int>, into values: inout [Float]) throws {
    values = vectors[rows].flatMap(\.self)
  }
}

/// Few directions and many ways to come near them: equal vectors, multiples, neighbours of neighbours,
/// and a threshold that is often just the similarity of two of them.
struct SimilarityCase {
  let dimensions: Int
  var vectors: [[Float]] = []
  let threshold: Double

  init(seed: UInt64, rows: Int? = nil) {
    var random = SeededGenerator(seed: seed)
    dimensions = [1, 2, 3, 7, 8, 9, 24, 40][random.below(8)]
    let count = rows ?? random.below(70)
    for _ in 0..<count {
      vectors.append(SimilarityCase.vector(vectors, dimensions, &random))
    }
    var threshold = [0.05, 0.5, 0.6, 0.8, 0.9, 0.98, 1][random.below(7)]
    if random.chance(60), count > 1 {
      let (a, b) = (vectors[random.below(count)], vectors[random.below(count)])
      let edge = SimilarityCase.similarity(a, b)
      if edge > 0 { threshold = min(1, edge) }
    }
    self.threshold = threshold
  }

  private static func vector(
    _ before: [[Float]], _ dimensions: Int, _ random: inout SeededGenerator
  ) -> [Float] {
    func small() -> Float { Float(random.below(9)) - 4 }
    var vector = (0..<dimensions).map { _ in small() }
    if let near = before.isEmpty ? nil : before[random.below(before.count)] {
      switch random.below(6) {
      case 0: vector = near
      case 1: vector = near.map { $0 * Float(1 + random.below(7)) }
      case 2: vector = zip(near, vector).map { $0 + $1 / Float(2 << random.below(7)) }
      case 3: vector = near.map { $0 * 3e-30 }
      default: break
      }
    }
    if vector.allSatisfy({ $0 == 0 }) { vector[random.below(dimensions)] = 1 }
    return vector
  }

  /// As a schoolbook has it.
  static func similarity(_ a: [Float], _ b: [Float]) -> Double {
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      ab += Double(x) * Double(y)
      aa += Double(x) * Double(x)
      bb += Double(y) * Double(y)
    }
    return ab / (aa * bb).squareRoot()
  }

  /// All pairs, one after the other, the first row being the best: who takes each away, or -1.
  var naiveOwners: [Int32] {
    var owners = [Int32](repeating: -1, count: vectors.count)
    for best in vectors.indices where owners[best] < 0 {
      for worse in vectors.indices.dropFirst(best + 1) where owners[worse] < 0 {
        let similarity = SimilarityCase.similarity(vectors[best], vectors[worse])
        if similarity >= threshold - 1e-12 { owners[worse] = Int32(best) }
      }
    }
    return owners
  }

  func owners(
    exact: Bool? = true, blockLimit: Int = 2048, workers: Int = 2, among rows: [Int32]? = nil
  ) async throws -> SimilaritySearch.Result {
    var search = SimilaritySearch(threshold: threshold, exact: exact)
    search.blockLimit = blockLimit
    search.workers = Workers(count: workers)
    let all = rows ?? vectors.indices.map(Int32.init)
    return try await search.result(
      ContiguousArray(all), ArrayShelf(vectors, dimensions: dimensions), SilentProgress())
  }
}
