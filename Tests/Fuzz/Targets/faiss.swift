import FAISS
import Model
import StoreBytes

/// The reader of faiss indexes.
enum FAISSTarget: FuzzTarget {
  static func feed(_ bytes: [UInt8], in folder: String) async throws {
    let pinned = try write("index.faiss", bytes, folder)
    let file = try PinnedFile(pinned)
    // The lists of an index on disk may be in the very same bytes.
    let lists = StoreFile(
      name: "lists", path: pinned.path, size: pinned.size, identity: pinned.identity)
    if let index = try? FAISSIndex(file, companions: [lists]) { try prove(index, bytes.count) }
    let store = StoreVersion(name: "fuzz", files: [pinned, lists])
    try await proveRows(FAISSFormat(), store)
  }

  private static func prove(_ index: FAISSIndex, _ size: Int) throws {
    try require(
      index.dimensions > 0 && index.count >= 0 && index.end <= UInt64(size),
      "an index that cannot be")
    try require(index.count <= max(size, 1), "more rows than bytes")
    try require(
      index.window > 0 && index.window * index.dimensions <= 64 << 20,
      "a window of \(index.window) rows")
    let some = 0..<min(index.count, index.window, 1 << 12, max(1, (1 << 20) / index.dimensions))
    guard let labels = try? index.labels(some) else { return }
    try require(labels.count == some.count, "another number of labels")
    guard index.hasVectors, let vectors = try? index.vectors(some) else { return }
    try require(vectors.count == some.count * index.dimensions, "another number of values")
    let places = Array(some).filter { $0 % 3 != 1 }
    guard let single = try? index.vectors(at: places) else {
      throw Broken("what is read in a row is not read singly")
    }
    for (row, place) in places.enumerated() {
      let bits = single[row * index.dimensions..<(row + 1) * index.dimensions].map(\.bitPattern)
      let other = vectors[place * index.dimensions..<(place + 1) * index.dimensions]
      try require(
        bits == other.map(\.bitPattern), "row \(place) is another one when read singly")
    }
  }
}
