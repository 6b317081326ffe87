internal import Host
internal import Model

/// Rows of a version that is opened when the first of them is asked for: a plan whose row index is in
/// the cache never asks.
final class RowsOnDemand: StoreReader {
  private let version: StoreVersion
  private let selection: RowSelection
  private let progress: any ProgressSink
  private let opened = Locked<(any StoreReader)?>(nil)

  init(_ version: StoreVersion, _ selection: RowSelection, _ progress: any ProgressSink) {
    self.version = version
    self.selection = selection
    self.progress = progress
  }

  /// Known once the rows were opened.
  var isSequential: Bool { opened.withLock { $0?.isSequential ?? false } }

  func inspect(full: Bool, progress: any ProgressSink) async throws -> StoreReport {
    try await rows().inspect(full: full, progress: progress)
  }

  func read(_ batch: ([SourceRow]) async throws -> Void) async throws {
    try await rows().read(batch)
  }

  func read<Digest: Sendable>(
    digesting digest: @escaping @Sendable ([SourceRow]) -> Digest,
    _ take: (Digest, _ base: Int) async throws -> Void
  ) async throws {
    try await rows().read(digesting: digest, take)
  }

  func fetch(_ positions: [Int]) async throws -> [SourceRow] {
    try await rows().fetch(positions)
  }

  /// The rows themselves, whatever they can do beyond being rows.
  func rows() async throws -> any StoreReader {
    if let rows = opened.withLock({ $0 }) { return rows }
    let found = try await Registry.rows(version, selection, progress: progress)
    return opened.withLock { opened in
      let rows = opened ?? found
      opened = rows
      return rows
    }
  }
}
