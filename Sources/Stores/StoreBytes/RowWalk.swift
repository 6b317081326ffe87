public import Host
public import Model

/// Goes through the rows of a store from the first to the last. Its calls block.
public protocol RowWalk: Sendable {
  /// The next rows; none at the end, after which it is not called again.
  mutating func batch() throws -> [SourceRow]
}

/// Runs a walk on a lane, one batch ahead of whoever takes the rows.
public final class RowWalker<Walk: RowWalk>: Sendable {
  private let walk: Locked<Walk>
  private let lane: BlockingLane

  public init(_ walk: Walk, on lane: BlockingLane) {
    self.walk = Locked(walk)
    self.lane = lane
  }

  /// Hands over every batch, and gives the walk as it is at its end.
  public func read(_ batch: ([SourceRow]) async throws -> Void) async throws -> Walk {
    var rows = try await next()
    while !rows.isEmpty {
      try Task.checkCancellation()
      async let following = next()
      try await batch(rows)
      rows = try await following
    }
    return walk.withLock { $0 }
  }

  private func next() async throws -> [SourceRow] {
    let walk = walk
    return try await lane.run { () throws -> [SourceRow] in
      try walk.withLock { (walk: inout Walk) throws in try walk.batch() }
    }
  }
}
