internal import Host
internal import Synchronization

/// As many threads as there are cores, for long calculations that also read files.
struct Workers: Sendable {
  private let lanes: [BlockingLane]

  init(count: Int = Cores.count) {
    lanes = (0..<max(1, min(count, 64))).map { BlockingLane(label: "similarity \($0)") }
  }

  /// The results of `count` pieces of work, in their order, whoever did them.
  func map<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) throws -> Result
  ) async throws -> [Result] {
    try Task.checkCancellation()
    let queue = WorkQueue(count: count)
    let parts = try await withCancellationFlag { flag in
      try await withThrowingTaskGroup(of: [(Int, Result)].self) { group in
        for lane in lanes.prefix(count) {
          group.addTask { try await lane.run { try queue.work(until: flag, body) } }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
    }
    try Task.checkCancellation()
    return parts.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

/// Hands out the numbers of pieces of work, each once.
private final class WorkQueue: Sendable {
  private let next = Atomic<Int>(0)
  private let count: Int

  init(count: Int) {
    self.count = count
  }

  func work<Result>(until flag: CancellationFlag, _ body: (Int) throws -> Result) throws
    -> [(Int, Result)]
  {
    var results: [(Int, Result)] = []
    while !flag.isRaised {
      let number = next.add(1, ordering: .relaxed).oldValue
      guard number < count else { break }
      do {
        results.append((number, try body(number)))
      } catch {
        // Nobody needs what others would still find.
        next.store(count, ordering: .relaxed)
        throw error
      }
    }
    return results
  }
}
