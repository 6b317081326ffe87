public import StoreBytes

/// Which numbers the rows of an index have.
enum Labelling: Sendable {
  /// A row's number is its position.
  case positions
  /// An id map: this many bytes into the file, one number for each position.
  case map(at: UInt64)
  /// The numbers that are stored in the lists of an inverted file.
  case lists(ListRows)
}

// Labels: what a search of faiss answers, and what a store keeps its documents under.
extension FAISSIndex {
  /// Whether the index itself names its rows. Otherwise a row's label is its position.
  public var hasExplicitLabels: Bool {
    switch labelling {
    case .positions: false
    case .map, .lists: true
    }
  }

  /// Whether no label is below the one before it, as inverted lists are read.
  var labelsAscend: Bool {
    switch labelling {
    case .positions, .lists: true
    case .map: false
    }
  }

  public func labels(_ positions: Range<Int>) throws(FormatError) -> [Int64] {
    try require(positions.lowerBound, positions.upperBound)
    switch labelling {
    case .positions: return positions.map { Int64($0) }
    case .map(let start): return try map(start, positions)
    case .lists(let rows): return try rows.labels(positions)
    }
  }

  /// Labels of ascending positions.
  public func labels(at positions: [Int]) throws(FormatError) -> [Int64] {
    try require(ascending: positions)
    var labels: [Int64] = []
    labels.reserveCapacity(positions.count)
    for run in Runs.of(positions, bytes: 8) {
      let (first, last) = (positions[run.lowerBound], positions[run.upperBound - 1])
      let near = try self.labels(first..<last + 1)
      for position in positions[run] { labels.append(near[position - first]) }
    }
    return labels
  }

  /// The numbers of an id map. Its place was compared with the file when the index was read.
  private func map(_ start: UInt64, _ positions: Range<Int>) throws(FormatError) -> [Int64] {
    let bytes = try file.read(
      at: start + 8 * UInt64(positions.lowerBound), count: 8 * positions.count)
    return Numbers.int64(bytes)
  }
}
