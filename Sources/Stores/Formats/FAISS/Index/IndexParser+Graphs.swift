internal import StoreBytes

// A graph only says which rows are near each other: it is passed over, and the index behind it has the
// vectors.
extension IndexParser {
  mutating func graph(_ kind: Kind, _ graph: Kind.Graph) throws(FormatError) -> ParsedIndex {
    let header = try header()
    switch graph {
    case .hnsw: try skipHNSW(header)
    case .hnswPanorama:
      _ = try cursor.u64("the number of levels")
      try skipList(of: 4, "sums")
      try skipHNSW(header)
    case .hnswCagra(let isLegacy):
      _ = try flag("whether level 0 is kept at its size")
      _ = try flag("whether there is only level 0")
      _ = try cursor.i32("the number of entry points")
      if !isLegacy { _ = try cursor.i32("the type of the numbers") }
      try skipHNSW(header)
    case .nsg: try skipNSG(header)
    case .nnDescent: try skipNNDescent(header)
    }
    guard let storage = try optionalIndex() else {
      return ParsedIndex(
        kind: "\(kind.name)(no storage)", dimensions: header.dimensions, count: header.count,
        metric: header.metric)
    }
    guard case .positions = storage.labelling else {
      throw unreadable("a graph over \(storage.kind)")
    }
    try compare(header, storage, kind)
    var found = storage
    found.kind = "\(kind.name)(\(storage.kind))"
    found.metric = header.metric
    return found
  }

  private mutating func skipHNSW(_ header: IndexHeader) throws(FormatError) {
    try skipList(of: 8, "probabilities")
    try skipList(of: 4, "sums of neighbours")
    _ = try list(of: 4, count: header.count, "levels")
    _ = try list(of: 8, count: header.count + 1, "offsets")
    try skipList(of: 4, "neighbours")
    try cursor.skip(5 * 4, "the parameters of the graph")
  }

  private mutating func skipNSG(_ header: IndexHeader) throws(FormatError) {
    try cursor.skip(4 + 1 + 4 * 4, "the parameters of the building")
    let start = cursor.offset
    let count = try cursor.i32("the number of nodes")
    try cursor.skip(5 * 4, "the parameters of the graph")
    let isBuilt = try flag("whether the graph is built")
    guard Int(count) == header.count || !isBuilt else {
      throw cursor.failure(
        .corrupt, at: start, "the graph has \(count) nodes, and the index \(header.count) rows")
    }
    guard isBuilt else { return }
    for _ in 0..<header.count {
      while try cursor.i32("a neighbour") != -1 {}
    }
  }

  private mutating func skipNNDescent(_ header: IndexHeader) throws(FormatError) {
    try cursor.skip(9 * 4, "the parameters of the graph")
    _ = try flag("whether the graph is built")
    try skipList(of: 4, "neighbours")
  }
}
