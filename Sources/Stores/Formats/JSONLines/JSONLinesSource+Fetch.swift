internal import Host
internal import JSONRows
public import Model
internal import Wire

extension JSONLinesSource {
  /// Rows that are near each other are read in one go, up to so many bytes.
  private static let runLimit: UInt64 = 4 << 20
  /// Reading this much for nothing is faster than a call of its own.
  private static let gapLimit: UInt64 = 64 << 10

  public func fetch(_ positions: [Int]) async throws -> [SourceRow] {
    guard !positions.isEmpty else { return [] }
    let reader = try await reader()
    let index = try await rowIndex(reader)
    for position in positions where !(0..<index.count).contains(position) {
      throw JSONLinesError(
        .noSuchRow, version.name, row: position, "the store has \(index.count) rows")
    }
    // One half on each lane: parsing costs more than reading, and an apply waits for nothing else.
    let middle = positions.count / 2
    async let second = second.run { () throws(JSONLinesError) in
      try JSONLinesSource.rows(positions[middle...], index, reader.parts)
    }
    var rows = try await lane.run { () throws(JSONLinesError) in
      try JSONLinesSource.rows(positions[..<middle], index, reader.parts)
    }
    rows += try await second
    try Task.checkCancellation()
    try await lane.run { () throws(JSONLinesError) in try reader.parts.check() }
    return rows
  }

  private static func rows(_ positions: ArraySlice<Int>, _ index: RowIndex, _ parts: Parts)
    throws(JSONLinesError) -> [SourceRow]
  {
    var rows: [SourceRow] = []
    rows.reserveCapacity(positions.count)
    var rest = positions
    while !rest.isEmpty {
      let run = FetchRun(rest, index, parts, limit: runLimit, gap: gapLimit)
      rest = rest.dropFirst(run.positions.count)
      rows += try run.rows(parts)
    }
    return rows
  }
}

/// Rows of one part that are read together.
private struct FetchRun: Sendable {
  private(set) var positions: [Int] = []
  /// Where each begins and where the next row or the part ends it.
  private var places: [Range<UInt64>] = []
  private let part: Int

  init(
    _ wanted: ArraySlice<Int>, _ index: RowIndex, _ parts: Parts, limit: UInt64, gap: UInt64
  ) {
    part = index[wanted[wanted.startIndex]].part
    for position in wanted {
      let place = index[position]
      guard place.part == part else { return }
      let next = position + 1 < index.count ? index[position + 1] : (part: -1, offset: 0)
      let end = next.part == part ? next.offset : parts.size(part)
      if let first = places.first, let last = places.last {
        guard place.offset >= last.lowerBound, place.offset <= last.upperBound + gap,
          end - first.lowerBound <= limit
        else { return }
      }
      positions.append(position)
      places.append(place.offset..<end)
    }
  }

  func rows(_ parts: Parts) throws(JSONLinesError) -> [SourceRow] {
    guard let first = places.first, let last = places.last else { return [] }
    let count = Int(last.upperBound - first.lowerBound)
    let bytes = try parts.read(part, at: first.lowerBound, count: count)
    var rows: [SourceRow] = []
    for (position, place) in zip(positions, places) {
      let start = Int(place.lowerBound - first.lowerBound)
      let limit = Int(place.upperBound - first.lowerBound)
      let end = min(limit, LineFeed.first(in: bytes.span, from: start) ?? limit)
      rows.append(
        try row(position, bytes.span.extracting(start..<end), at: place.lowerBound, parts))
    }
    return rows
  }

  private func row(_ position: Int, _ line: Span<UInt8>, at start: UInt64, _ parts: Parts)
    throws(JSONLinesError) -> SourceRow
  {
    var parser = RowParser(position: position, dimensions: 0)
    do throws(JSONError) { return try parser.row(in: line) } catch {
      throw JSONLinesError(
        .badRow, parts.path(part), row: position, byte: start + UInt64(error.offset), error.message)
    }
  }
}
