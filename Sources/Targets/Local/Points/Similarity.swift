internal import Model

/// How close a stored vector is to a query: greater is closer, whatever the distance.
///
/// Sums run in eight lanes that are added up in a fixed order, so the same vectors give the same
/// number on every machine.
struct Similarity {
  private let distance: VectorSpace.Distance
  private let query: [Float]
  private let queryLength: Float

  init(_ distance: VectorSpace.Distance, to query: [Float]) {
    self.distance = distance
    self.query = query
    queryLength = Similarity.sum(query, query) { $0 * $1 }.squareRoot()
  }

  /// Of a vector as long as the query.
  func score(_ values: ArraySlice<Float>) -> Float {
    let stored = Array(values)
    return score(stored)
  }

  func score(_ values: [Float]) -> Float {
    switch distance {
    case .dot:
      return Similarity.sum(query, values) { $0 * $1 }
    case .cosine:
      let length = Similarity.sum(values, values) { $0 * $1 }.squareRoot() * queryLength
      return length > 0 ? Similarity.sum(query, values) { $0 * $1 } / length : 0
    case .euclid:
      return -Similarity.sum(query, values) { ($0 - $1) * ($0 - $1) }
    case .manhattan:
      return -Similarity.sum(query, values) { left, right in
        let difference = left - right
        return difference.replacing(with: -difference, where: difference .< 0)
      }
    }
  }

  /// Fills whole lanes; the rest of the last one is zero on both sides, which adds nothing.
  private static func sum(
    _ left: [Float], _ right: [Float], _ term: (SIMD8<Float>, SIMD8<Float>) -> SIMD8<Float>
  ) -> Float {
    var total = SIMD8<Float>.zero
    var start = 0
    let whole = min(left.count, right.count)
    while start + 8 <= whole {
      var (a, b) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
      for lane in 0..<8 {
        a[lane] = left[start + lane]
        b[lane] = right[start + lane]
      }
      total += term(a, b)
      start += 8
    }
    var (a, b) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
    for lane in 0..<(whole - start) {
      a[lane] = left[start + lane]
      b[lane] = right[start + lane]
    }
    total += term(a, b)
    return total.sum()
  }
}

/// The best few of a stream of scored ids.
struct Closest {
  private let limit: Int
  /// Best first.
  private var found: [(score: Float, id: PointID)] = []

  init(limit: Int) {
    self.limit = limit
  }

  /// Equal scores are in the order of their ids.
  mutating func offer(_ id: PointID, _ score: Float) {
    if found.count == limit, let worst = found.last, !precedes((score, id), worst) { return }
    var place = found.count
    while place > 0, precedes((score, id), found[place - 1]) { place -= 1 }
    found.insert((score, id), at: place)
    if found.count > limit { found.removeLast() }
  }

  private func precedes(
    _ left: (score: Float, id: PointID), _ right: (score: Float, id: PointID)
  ) -> Bool {
    left.score == right.score ? left.id < right.id : left.score > right.score
  }

  var ids: [PointID] { found.map(\.id) }
}
