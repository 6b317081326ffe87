public import Model

/// Fetches rows again for an apply, maps them again, and makes sure that they are what was planned.
public struct SourcePoints: PointSupply {
  private let source: any RowSource
  private let mapping: RowMapping

  public var isSequential: Bool { source.isSequential }

  public init(_ source: any RowSource, mapping: RowMapping) {
    self.source = source
    self.mapping = mapping
  }

  public func points(_ wanted: [DesiredPoint]) async throws -> [Point] {
    let order = wanted.indices.sorted { wanted[$0].row < wanted[$1].row }
    let rows = try await source.fetch(order.map { wanted[$0].row })
    guard rows.count == wanted.count else { throw SourceMoved(row: wanted[order[0]].row) }
    var points = [Point?](repeating: nil, count: wanted.count)
    for (row, place) in zip(rows, order) {
      let point = try mapping.point(row)
      guard point.id == wanted[place].id, point.fingerprint == wanted[place].fingerprint else {
        throw SourceMoved(row: wanted[place].row)
      }
      points[place] = point
    }
    return points.compactMap { $0 }
  }
}

/// A row is no longer what it was when the plan was made.
public struct SourceMoved: Error, Hashable, Sendable, CustomStringConvertible {
  public let row: Int

  public var description: String { sentence }
}

extension SourceMoved: ExplainedError {
  public var word: String { "source_moved" }
  public var sentence: String { "row \(row) of the source changed between plan and apply" }
  public var hints: [String] { ["nothing of it was written; plan again"] }
}
