internal import Host
internal import JSONRows
public import Model
internal import StoreBytes

/// The rows of one store of arrays.
public final class NumPySource: StoreReader, VectorlessSource {
  private let version: StoreVersion
  private let layout: NumPyLayout
  private let lane: BlockingLane
  /// As many as stay close to the processor.
  private static let windowNumbers = 1 << 16
  /// What is known after a whole reading.
  private let known = Locked(Known())

  private struct Known: Sendable {
    /// The companions with all of their places.
    var companions: JSONColumns?
    /// Whether members of an archive were compared with their checksums.
    var isVerified = false
  }

  init(_ version: StoreVersion, _ layout: NumPyLayout, _ lane: BlockingLane) {
    self.version = version
    self.layout = layout
    self.lane = lane
  }

  public func read(_ batch: ([SourceRow]) async throws -> Void) async throws {
    _ = try await walk(batch)
  }

  public func readWithoutVectors(_ batch: ([SourceRow]) async throws -> Void) async throws {
    _ = try await walk(withVectors: false, batch)
  }

  private func walk(
    withVectors: Bool = true, _ batch: ([SourceRow]) async throws -> Void
  ) async throws -> NumPyWalk {
    try await verify()
    let walker = RowWalker(NumPyWalk(layout, withVectors: withVectors), on: lane)
    let end = try await walker.read(batch)
    known.withLock { $0.companions = end.layout.companions }
    try await check()
    return end
  }

  /// No row of an archive is handed over before its bytes are known to be what was written.
  private func verify() async throws {
    guard !known.withLock({ $0.isVerified }) else { return }
    let layout = layout
    try await withCancellationFlag { flag in
      try await lane.run { () throws in try layout.verify(flag) }
    }
    known.withLock { $0.isVerified = true }
  }

  private func check() async throws {
    let files = layout.files
    try await lane.run { () throws(FormatError) in for file in files { try file.check() } }
  }

  public func fetch(_ positions: [Int]) async throws -> [SourceRow] {
    guard !positions.isEmpty else { return [] }
    for position in positions where !(0..<layout.vectors.count).contains(position) {
      throw FormatError(
        .noSuchRow, version.name, row: position, "the store has \(layout.vectors.count) rows")
    }
    try await verify()
    var parts = NumPyParts(layout)
    parts.companions = try await indexed()
    var rows: [SourceRow] = []
    var rest = positions[...]
    while !rest.isEmpty {
      try Task.checkCancellation()
      let wanted = Array(rest.prefix(NumPyWalk.batchSize))
      rest = rest.dropFirst(wanted.count)
      let before = parts
      let (found, after) = try await lane.run { () throws(FormatError) in
        var parts = before
        var rows: [SourceRow] = []
        try parts.prepare(wanted)
        for position in wanted { rows.append(try parts.row(at: position)) }
        return (rows, parts)
      }
      parts = after
      rows += found
    }
    try await check()
    return rows
  }

  private func indexed() async throws -> JSONColumns {
    if let companions = known.withLock({ $0.companions }) { return companions }
    let companions = layout.companions
    let found = try await lane.run { () throws(FormatError) in
      var companions = companions
      try companions.index()
      return companions
    }
    known.withLock { $0.companions = found }
    return found
  }
}

extension NumPySource {
  public func inspect(full: Bool) async throws -> StoreReport {
    var report = StoreReport(
      format: .numpy, rows: layout.vectors.count, vectors: layout.vectors.count,
      dimensions: layout.vectors.dimensions, metric: version.entry?.metric,
      embeddingModel: version.entry?.embeddingModel)
    if !layout.ignored.isEmpty {
      report.problems.append(
        StoreProblem(
          .warning, .unusedArrays,
          "arrays that are no part of a row: \(layout.ignored.sorted().joined(separator: ", "))"))
    }
    guard full else { return report }
    if !layout.hasCompanions, layout.columns.isEmpty, layout.vectors.liesByRows {
      report.problems += try await vectorCensus().problems
      return report
    }
    var census = RowCensus()
    let end = try await walk { rows in census.count(rows) }
    report.problems += census.problems
    let lost = end.layout.columns.reduce(0) { $0 + $1.lost }
    if lost > 0 {
      report.problems.append(
        StoreProblem(
          .warning, .arrayMetadataNotFinite,
          "\(lost) numbers of metadata are not finite and are read as null"))
    }
    return report
  }

  /// Where vectors are all there is, no rows are made of them.
  private func vectorCensus() async throws -> RowCensus {
    try await verify()
    var (census, reader) = (RowCensus(), layout.vectors)
    let height = max(1, NumPySource.windowNumbers / reader.dimensions)
    for first in stride(from: 0, to: reader.count, by: height) {
      try Task.checkCancellation()
      let (before, counted) = (reader, census)
      (reader, census) = try await lane.run {
        () throws(FormatError) -> (VectorReader, RowCensus) in
        var (reader, census) = (before, counted)
        let vectors = try reader.together(first..<min(first + height, reader.count))
        census.count(vectors: vectors, reader.dimensions, from: first)
        return (reader, census)
      }
    }
    try await check()
    return census
  }
}
