internal import Model

/// Whether a stored vector is the one that was sent, as far as its space keeps it.
enum VectorComparison {
  static func agree(_ sent: Vectors, _ stored: Vectors, _ collection: CollectionSpec) -> Bool {
    sent.byName.allSatisfy { name, vector in
      guard case .dense(let wanted) = vector, case .dense(let found)? = stored[name] else {
        return stored[name] == vector
      }
      guard let space = collection.vectors[name], wanted.count == found.count else { return false }
      switch (space.distance, space.datatype) {
      case (.cosine, _): return sameDirection(wanted, found, tolerance: tolerance(space))
      case (_, .float32): return zip(wanted, found).allSatisfy { $0.bitPattern == $1.bitPattern }
      case (_, .float16), (_, .uint8), (_, .turbo4):
        return sameDirection(wanted, found, tolerance: tolerance(space))
      }
    }
  }

  /// A server may normalise for Cosine and round small types, so only the direction is kept.
  private static func sameDirection(_ a: [Float], _ b: [Float], tolerance: Double) -> Bool {
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
