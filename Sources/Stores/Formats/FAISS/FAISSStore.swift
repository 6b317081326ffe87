internal import Host
internal import Model
internal import StoreBytes

/// The rows of a store that is one index: vectors, and ids where the index names its rows.
final class FAISSStore: StoreReader, VectorlessSource {
  let version: StoreVersion
  let index: FAISSIndex
  let lane: BlockingLane
  private let allowsLossy: Bool

  private static let batchSize = 512

  init(_ version: StoreVersion, _ index: FAISSIndex, allowsLossy: Bool, _ lane: BlockingLane) {
    self.version = version
    self.index = index
    self.allowsLossy = allowsLossy
    self.lane = lane
  }

  func read(_ batch: ([SourceRow]) async throws -> Void) async throws {
    try index.require(allowsLossy: allowsLossy)
    try await windows { window in
      for start in stride(from: 0, to: window.count, by: FAISSStore.batchSize) {
        try Task.checkCancellation()
        try await batch(window.rows(start..<min(start + FAISSStore.batchSize, window.count)))
      }
    }
    try compare()
  }

  func readWithoutVectors(_ batch: ([SourceRow]) async throws -> Void) async throws {
    try index.require(allowsLossy: allowsLossy)
    var next = 0
    while next < index.count {
      try Task.checkCancellation()
      let (index, positions) = (index, next..<min(index.count, next + FAISSStore.batchSize))
      let labels = try await lane.run { () throws(FormatError) in
        index.hasExplicitLabels ? try index.labels(positions) : nil
      }
      try await batch(
        positions.map { position in
          SourceRow(
            position: position,
            id: labels.map { FAISSWindow.id($0[position - positions.lowerBound]) })
        })
      next = positions.upperBound
    }
    try compare()
    try await check()
  }

  func fetch(_ positions: [Int]) async throws -> [SourceRow] {
    try index.require(allowsLossy: allowsLossy)
    var rows: [SourceRow] = []
    rows.reserveCapacity(positions.count)
    // As many at a time as are read in one go elsewhere, so that memory stays bounded.
    let step = max(1, (4 << 20) / index.dimensions)
    for start in stride(from: 0, to: positions.count, by: step) {
      try Task.checkCancellation()
      let some = Array(positions[start..<min(start + step, positions.count)])
      let index = index
      rows += try await lane.run { () throws(FormatError) in
        let window = try FAISSWindow(index, some)
        return window.rows(0..<window.count)
      }
    }
    try await check()
    return rows
  }

  /// Hands over everything, a window at a time, and looks at the end whether the files are the same.
  func windows(_ body: (FAISSWindow) async throws -> Void) async throws {
    var next = 0
    while next < index.count {
      try Task.checkCancellation()
      let (index, positions) = (index, next..<min(index.count, next + index.window))
      try await body(
        try await lane.run { () throws(FormatError) in try FAISSWindow(index, positions) })
      next = positions.upperBound
    }
    try await check()
  }

  private func check() async throws(FormatError) {
    let index = index
    try await lane.run { () throws(FormatError) in try index.check() }
  }

  /// Compares what was read with what the catalog says.
  private func compare() throws(FormatError) {
    guard let entry = version.entry else { return }
    try compare("vectors", entry.vectors, index.hasVectors ? index.count : 0)
    try compare("dimensions", entry.dimensions, index.dimensions)
  }

  private func compare(_ word: String, _ said: Int?, _ found: Int) throws(FormatError) {
    guard let said, said != found else { return }
    throw FormatError(
      .mismatch, version.name,
      "the catalog says \(said) \(word) for version \(version.version ?? ""), the index has \(found)",
      hints: ["publish the version again"])
  }
}

/// Some rows of an index, with their labels.
struct FAISSWindow: Sendable {
  let positions: [Int]
  /// nil where the index does not name its rows.
  let labels: [Int64]?
  /// nil where the vectors are missing.
  let vectors: [Float]?
  let dimensions: Int

  var count: Int { positions.count }

  init(_ index: FAISSIndex, _ range: Range<Int>) throws(FormatError) {
    positions = Array(range)
    dimensions = index.dimensions
    labels = index.hasExplicitLabels ? try index.labels(range) : nil
    vectors = index.hasVectors ? try index.vectors(range) : nil
  }

  init(_ index: FAISSIndex, _ positions: [Int]) throws(FormatError) {
    self.positions = positions
    dimensions = index.dimensions
    labels = index.hasExplicitLabels ? try index.labels(at: positions) : nil
    vectors = index.hasVectors ? try index.vectors(at: positions) : nil
  }

  func rows(_ places: Range<Int>) -> [SourceRow] {
    places.map { place in
      SourceRow(
        position: positions[place], id: labels.map { FAISSWindow.id($0[place]) },
        vector: vectors.map { Array($0[place * dimensions..<(place + 1) * dimensions]) })
    }
  }

  /// An id is unsigned or text.
  static func id(_ label: Int64) -> SourceID {
    UInt64(exactly: label).map { .number($0) } ?? .text(String(label))
  }
}
