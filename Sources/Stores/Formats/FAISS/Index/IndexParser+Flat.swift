internal import StoreBytes

extension IndexParser {
  mutating func flat(_ kind: Kind) throws(FormatError) -> ParsedIndex {
    let header = try header()
    let values = try product(header.count, header.dimensions, "values")
    let start = try list(of: 4, count: values, "values")
    return ParsedIndex(
      kind: kind.name, dimensions: header.dimensions, count: header.count, metric: header.metric,
      storage: FlatRows(file: cursor.file, start: start, dimensions: header.dimensions))
  }

  /// An id map gives names to the positions of another index.
  mutating func idMap(_ kind: Kind) throws(FormatError) -> ParsedIndex {
    let header = try header()
    var inner = try index()
    try compare(header, inner, kind)
    let start = try list(of: 8, count: header.count, "ids")
    switch inner.labelling {
    case .positions: break
    case .map: throw unreadable("an id map around an id map")
    // The lists hold positions of the map, and each of them once.
    case .lists(let rows): rows.holdsPositions()
    }
    inner.labelling = .map(at: start)
    inner.kind = "\(kind.name)(\(inner.kind))"
    inner.metric = header.metric
    return inner
  }

  /// The exact vectors of a refined index are in the second of its two indexes.
  mutating func refined(_ kind: Kind) throws(FormatError) -> ParsedIndex {
    let header = try header()
    let base = try index()
    try compare(header, base, kind)
    var refined = try index()
    try compare(header, refined, kind)
    _ = try cursor.f32("the factor of the refinement")
    guard case .positions = refined.labelling else {
      throw unreadable("a refinement by \(refined.kind)")
    }
    refined.kind = "\(kind.name)(\(base.kind), \(refined.kind))"
    refined.metric = header.metric
    return refined
  }

  /// A wrapper and what it wraps must speak of the same rows.
  func compare(_ header: IndexHeader, _ inner: ParsedIndex, _ kind: Kind) throws(FormatError) {
    guard inner.dimensions == header.dimensions else {
      throw cursor.failure(
        .corrupt,
        "\(kind.name) has \(header.dimensions) dimensions, and \(inner.kind) in it has "
          + "\(inner.dimensions)")
    }
    try compareRows(header, inner, kind)
  }

  func compareRows(_ header: IndexHeader, _ inner: ParsedIndex, _ kind: Kind) throws(FormatError) {
    guard inner.count == header.count else {
      throw cursor.failure(
        .corrupt,
        "\(kind.name) has \(header.count) rows, and \(inner.kind) in it has \(inner.count)")
    }
  }

  func unreadable(_ what: String) -> FormatError {
    var error = cursor.failure(.unsupported, "\(what) is not read")
    error.hints = ["export the vectors from where the index was made"]
    return error
  }
}
