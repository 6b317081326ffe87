internal import Host
internal import Model
internal import StoreBytes

/// The rows of a folder whose vectors are in an index of faiss.
final class FAISSSource: StoreReader, VectorlessSource {
  private let version: StoreVersion
  private let rows: any StoreReader
  private let parts: FAISSParts
  /// The indexes whose rows are wanted; nil for all vectors, where there is only one index.
  private let selected: [Int?]
  private let lane: BlockingLane
  /// Of each row of several indexes its position in faiss, once it is known.
  private let order = Locked<[Place]?>(nil)

  private struct Place: Sendable {
    let index: Int
    let position: Int
  }

  init(
    _ version: StoreVersion, _ rows: any StoreReader, _ parts: FAISSParts, _ selected: [Int],
    _ lane: BlockingLane
  ) {
    self.version = version
    self.rows = rows
    self.parts = parts
    self.selected = parts.indexes.count > 1 ? selected : [parts.indexes.isEmpty ? nil : 0]
    self.lane = lane
  }

  private var hasSeveral: Bool { parts.indexes.count > 1 }

  private func name(_ index: Int?) -> String? {
    hasSeveral ? index.map { parts.indexes[$0].id } : nil
  }

  func read(_ batch: ([SourceRow]) async throws -> Void) async throws {
    try await walk(rows, batch)
  }

  func readWithoutVectors(_ batch: ([SourceRow]) async throws -> Void) async throws {
    guard let rows = rows as? any VectorlessSource else { return try await read(batch) }
    try await walk(Bare(rows: rows), batch)
  }

  /// An index of which only the ids are read.
  private struct Bare: RowSource {
    let rows: any VectorlessSource

    func read(_ batch: ([SourceRow]) async throws -> Void) async throws {
      try await rows.readWithoutVectors(batch)
    }

    func fetch(_ positions: [Int]) async throws -> [SourceRow] { try await rows.fetch(positions) }
  }

  private func walk(
    _ rows: any RowSource, _ batch: ([SourceRow]) async throws -> Void
  ) async throws {
    var found: [Place] = []
    var count = 0
    for index in selected {
      let start = count
      try await rows.read { vectors in
        let (first, isPart) = (count, hasSeveral)
        let (joined, places) = try await join(vectors, index, from: first, isPart: isPart)
        count += joined.count
        if isPart, let index { found += places.map { Place(index: index, position: $0) } }
        if !joined.isEmpty { try await batch(joined) }
      }
      if !hasSeveral { count = max(count, start) }
    }
    if hasSeveral { order.withLock { $0 = found } }
    try await lane.run { [parts] () throws(FormatError) in try parts.check() }
  }

  /// Rows with their nodes, and their positions in faiss. Rows of other indexes are left out where
  /// there are several.
  private func join(_ vectors: [SourceRow], _ index: Int?, from first: Int, isPart: Bool)
    async throws
    -> ([SourceRow], [Int])
  {
    let name = name(index)
    return try await lane.run { [parts] () throws(FormatError) in
      var parts = parts
      var rows: [SourceRow] = []
      var places: [Int] = []
      for vector in vectors {
        let node = parts.node(vector, index)
        if isPart && node == nil { continue }
        rows.append(try parts.joined(vector, node, at: first + rows.count, name))
        places.append(vector.position)
      }
      return (rows, places)
    }
  }

  func fetch(_ positions: [Int]) async throws -> [SourceRow] {
    guard !positions.isEmpty else { return [] }
    guard hasSeveral else {
      let found = try await rows.fetch(positions)
      return try await renumbered(found, positions, selected[0])
    }
    if order.withLock({ $0 }) == nil { try await read { _ in } }
    let order = order.withLock { $0 } ?? []
    var result: [SourceRow] = []
    for index in selected {
      let wanted = positions.filter { order.indices.contains($0) && order[$0].index == index }
      guard !wanted.isEmpty else { continue }
      let found = try await rows.fetch(wanted.map { order[$0].position })
      result += try await renumbered(found, wanted, index)
    }
    guard result.count == positions.count else {
      throw FormatError(
        .noSuchRow, version.name, row: positions.last, "the store has \(order.count) rows")
    }
    return result
  }

  private func renumbered(_ vectors: [SourceRow], _ positions: [Int], _ index: Int?) async throws
    -> [SourceRow]
  {
    let name = name(index)
    return try await lane.run { [parts] () throws(FormatError) in
      var parts = parts
      var rows: [SourceRow] = []
      for (vector, position) in zip(vectors, positions) {
        rows.append(try parts.joined(vector, parts.node(vector, index), at: position, name))
      }
      try parts.check()
      return rows
    }
  }
}

extension FAISSSource {
  func inspect(full: Bool, progress: any ProgressSink) async throws -> StoreReport {
    let inner = try await rows.inspect(full: full)
    var report = inner
    report.format = .llamaindex
    report.metric = inner.metric ?? version.entry?.metric
    report.embeddingModel = version.entry?.embeddingModel
    report.collections = hasSeveral ? parts.indexes.map(\.id) : []
    // What faiss does not have is what the other files are there for.
    let ours: Set<String> = Set(
      [StoreProblemCode.rowsWithoutID, .rowsWithoutText, .repeatedIDs, .noRows].map(\.rawValue))
    report.problems = inner.problems.filter { !ours.contains($0.code) }
    guard full else {
      if hasSeveral {
        report.rows = selected.reduce(0) { $0 + ($1.map { parts.count($0) } ?? 0) }
        report.vectors = report.rows
      } else if let index = selected[0], parts.count(index) != inner.vectors {
        report.problems.append(unequal(parts.count(index), inner.vectors))
      }
      return report
    }
    var census = RowCensus(progress)
    var strangers = 0
    try await read { rows in
      census.count(rows)
      strangers += rows.count { $0.id == nil }
    }
    report.rows = census.rows
    report.vectors = census.rows - census.withoutVector
    let known = Set(report.problems.map(\.code))
    report.problems += census.problems.filter { !known.contains($0.code) }
    if strangers > 0 {
      report.problems.append(
        StoreProblem(
          .warning, .vectorsWithoutNode,
          "\(strangers) of \(census.rows) vectors belong to no node of the index"))
    }
    return report
  }

  private func unequal(_ nodes: Int, _ vectors: Int) -> StoreProblem {
    StoreProblem(
      .warning, .nodesWithoutVector,
      "the index lists \(nodes) nodes, and there are \(vectors) vectors")
  }
}
