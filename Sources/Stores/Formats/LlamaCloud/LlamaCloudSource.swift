internal import Host
internal import JSONRows
internal import Model
internal import StoreBytes

/// The rows of one file of nodes.
final class LlamaCloudSource: StoreReader {
  private let version: StoreVersion
  private let outline: NodeOutline
  private let lane: BlockingLane
  /// The walk with all of its places, once they are known.
  private let known = Locked<NodeWalk?>(nil)

  init(_ version: StoreVersion, _ outline: NodeOutline, _ lane: BlockingLane) {
    self.version = version
    self.outline = outline
    self.lane = lane
  }

  func read(_ batch: ([SourceRow]) async throws -> Void) async throws {
    let outline = outline
    let walk = try await lane.run { () throws(FormatError) in try NodeWalk(outline) }
    let end = try await RowWalker(walk, on: lane).read(batch)
    known.withLock { $0 = end }
    try await lane.run { () throws(FormatError) in try outline.file.check() }
  }

  func fetch(_ positions: [Int]) async throws -> [SourceRow] {
    guard !positions.isEmpty else { return [] }
    let walk = try await indexed()
    var rows: [SourceRow] = []
    var rest = positions[...]
    while !rest.isEmpty {
      try Task.checkCancellation()
      let wanted = Array(rest.prefix(NodeWalk.batchSize))
      rest = rest.dropFirst(wanted.count)
      rows += try await lane.run { [outline] () throws(FormatError) in
        var walk = walk
        var rows: [SourceRow] = []
        for position in wanted {
          guard walk.places.indices.contains(position) else {
            throw FormatError(
              .noSuchRow, outline.file.path, row: position,
              "the store has \(walk.places.count) rows")
          }
          rows.append(try walk.row(at: position))
        }
        try outline.file.check()
        return rows
      }
    }
    return rows
  }

  private func indexed() async throws -> NodeWalk {
    if let known = known.withLock({ $0 }) { return known }
    let outline = outline
    let found = try await lane.run { () throws(FormatError) in
      var walk = try NodeWalk(outline)
      try walk.index()
      return walk
    }
    known.withLock { $0 = found }
    return found
  }

  /// Exports are small and mixed: every node is read.
  func inspect(full: Bool) async throws -> StoreReport {
    var census = RowCensus()
    try await read { rows in census.count(rows) }
    var report = StoreReport(
      format: .llamacloud, rows: census.rows, vectors: census.rows - census.withoutVector,
      dimensions: census.dimensions, metric: version.entry?.metric,
      embeddingModel: version.entry?.embeddingModel, problems: census.problems)
    if census.withoutVector > 0 {
      report.problems.append(
        StoreProblem(
          .warning, .needsEmbedding,
          "\(census.withoutVector) of \(census.rows) nodes have a text and no embedding; they have to "
            + "be embedded before they can be applied"))
    }
    return report
  }
}
