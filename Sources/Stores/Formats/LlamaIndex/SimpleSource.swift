internal import Host
internal import Model
internal import StoreBytes

/// The rows of a folder with a simple store.
final class SimpleSource: StoreReader {
  private let version: StoreVersion
  private let parts: SimpleParts
  private let order: SimpleOrder
  private let lane: BlockingLane

  init(_ version: StoreVersion, _ parts: SimpleParts, _ selected: [Int], _ lane: BlockingLane) {
    self.version = version
    self.parts = parts
    order = SimpleOrder(parts, selected)
    self.lane = lane
  }

  func read(_ batch: ([SourceRow]) async throws -> Void) async throws {
    let walk = SimpleWalk(parts: parts, order: order)
    _ = try await RowWalker(walk, on: lane).read(batch)
    try await lane.run { [parts] () throws(FormatError) in try parts.check() }
  }

  func fetch(_ positions: [Int]) async throws -> [SourceRow] {
    for position in positions where !(0..<order.count).contains(position) {
      throw FormatError(
        .noSuchRow, version.name, row: position, "the store has \(order.count) rows")
    }
    var rows: [SourceRow] = []
    var rest = positions[...]
    while !rest.isEmpty {
      try Task.checkCancellation()
      let wanted = Array(rest.prefix(SimpleWalk.batchSize))
      rest = rest.dropFirst(wanted.count)
      rows += try await lane.run { [parts, order] () throws(FormatError) in
        var parts = parts
        var rows: [SourceRow] = []
        for position in wanted {
          let place = order[position]
          rows.append(try parts.row(place.vector, at: position, place.collection))
        }
        try parts.check()
        return rows
      }
    }
    return rows
  }

  func inspect(full: Bool) async throws -> StoreReport {
    var report = StoreReport(
      format: .llamaindex, rows: order.count, vectors: order.count, dimensions: nil,
      metric: version.entry?.metric, embeddingModel: version.entry?.embeddingModel,
      collections: parts.indexes.count > 1 ? parts.indexes.map(\.id) : [])
    if full {
      var census = RowCensus()
      try await read { rows in census.count(rows) }
      report.dimensions = census.dimensions
      report.vectors = census.rows - census.withoutVector
      report.problems = census.problems
    } else if order.count > 0 {
      report.dimensions = try await fetch([0]).first?.vector?.count
    }
    report.problems += problems
    return report
  }

  /// What does not fit together, by the ids alone.
  private var problems: [StoreProblem] {
    var problems: [StoreProblem] = []
    let strangers = order.parts.reduce(0) { sum, part in
      sum + part.vectors.count { !parts.nodes.mayHold(hash: parts.vectors.hashes[$0]) }
    }
    if strangers > 0 {
      problems.append(
        StoreProblem(
          .warning, .vectorsWithoutNode,
          "\(strangers) of \(order.count) vectors have no node in docstore.json, so no text"))
    }
    for index in parts.indexes {
      let missing = index.nodes.keys.count { parts.vectors.candidates($0.hashValue).isEmpty }
      guard missing > 0 else { continue }
      problems.append(
        StoreProblem(
          .warning, .nodesWithoutVector,
          "\(missing) of \(index.nodes.count) nodes of the index \"\(index.id)\" have no vector"))
    }
    return problems
  }
}

/// Goes through the rows in their order.
private struct SimpleWalk: RowWalk {
  static let batchSize = 256

  var parts: SimpleParts
  let order: SimpleOrder
  private var next = 0

  init(parts: SimpleParts, order: SimpleOrder) {
    self.parts = parts
    self.order = order
  }

  mutating func batch() throws -> [SourceRow] {
    var rows: [SourceRow] = []
    while rows.count < SimpleWalk.batchSize, next < order.count {
      let place = order[next]
      rows.append(try parts.row(place.vector, at: next, place.collection))
      next += 1
    }
    return rows
  }
}
