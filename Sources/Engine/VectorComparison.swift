internal import Model

/// Whether a stored vector is the one that was sent, as far as its space keeps it.
enum VectorComparison {
  static func agree(_ sent: Vectors, _ stored: Vectors, _ collection: CollectionSpec) -> Bool {
    sent.byName.allSatisfy { name, vector in
      stored[name].map { agree(vector, $0, collection.vectors[name]) } ?? false
    }
  }

  private static func agree(_ sent: Vector, _ stored: Vector, _ space: VectorSpace?) -> Bool {
    switch (sent, stored) {
    case (.dense(let wanted), .dense(let found)):
      return space.map { agree(wanted[...], found[...], $0) } ?? false
    case (.multi(let wanted), .multi(let found)):
      guard let space, wanted.dimensions == found.dimensions,
        wanted.values.count == found.values.count
      else { return false }
      return stride(from: 0, to: wanted.values.count, by: wanted.dimensions).allSatisfy { start in
        let row = start..<start + wanted.dimensions
        return agree(wanted.values[row], found.values[row], space)
      }
    case (.sparse(let wanted), .sparse(let found)):
      // Indices are kept exactly; a small datatype rounds the weights.
      return wanted.indices == found.indices
        && zip(wanted.values, found.values).allSatisfy { abs($0 - $1) <= abs($0) * 0.01 }
    default: return false
    }
  }

  private static func agree(
    _ wanted: ArraySlice<Float>, _ found: ArraySlice<Float>, _ space: VectorSpace
  ) -> Bool {
    guard wanted.count == found.count else { return false }
    switch (space.distance, space.datatype) {
    case (.cosine, _): return sameDirection(wanted, found, tolerance: tolerance(space))
    case (_, .float32): return zip(wanted, found).allSatisfy { $0.bitPattern == $1.bitPattern }
    case (_, .float16), (_, .uint8), (_, .turbo4):
      return sameDirection(wanted, found, tolerance: tolerance(space))
    }
  }

  /// A server may normalise for Cosine and round small types, so only the direction is kept.
  private static func sameDirection(
    _ a: ArraySlice<Float>, _ b: ArraySlice<Float>, tolerance: Double
  ) -> Bool {
    var (dot, left, right) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      dot += Double(x) * Double(y)
      left += Double(x) * Double(x)
      right += Double(y) * Double(y)
    }
    guard left > 0, right > 0 else { return left == right }
    return 1 - dot / (left * right).squareRoot() <= tolerance
  }

  private static func tolerance(_ space: VectorSpace) -> Double {
    switch space.datatype {
    case .float32: 1e-6
    case .float16: 1e-4
    case .uint8, .turbo4: 0.05
    }
  }
}
