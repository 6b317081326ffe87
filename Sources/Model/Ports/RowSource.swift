/// The rows of one store version. Rows stream; the vectors of a store are never all in memory.
public protocol RowSource: Sendable {
  /// Whether a row is only reached by unpacking those before it, so that rows are best asked for from
  /// the first to the last.
  var isSequential: Bool { get }

  /// Hands over every row in order, in batches, and fails if a file is not what it was when pinned.
  func read(_ batch: ([SourceRow]) async throws -> Void) async throws

  /// Hands over, in the order of the rows, what `digest` makes of each batch. A source that reads on
  /// several processors calls it there, with positions that count from the `base` that comes with it.
  func read<Digest: Sendable>(
    digesting digest: @escaping @Sendable ([SourceRow]) -> Digest,
    _ take: (Digest, _ base: Int) async throws -> Void
  ) async throws

  /// Some rows again, by ascending position. The files must still be what they were.
  func fetch(_ positions: [Int]) async throws -> [SourceRow]
}

extension RowSource {
  public var isSequential: Bool { false }

  public func read<Digest: Sendable>(
    digesting digest: @escaping @Sendable ([SourceRow]) -> Digest,
    _ take: (Digest, _ base: Int) async throws -> Void
  ) async throws {
    try await read { rows in try await take(digest(rows), 0) }
  }
}

/// Rows whose vectors lie apart, so that the rest can be read without them.
public protocol VectorlessSource: RowSource {
  /// Hands over every row in order, as `read` does, without its vector. Nothing is fetched for vectors.
  func readWithoutVectors(_ batch: ([SourceRow]) async throws -> Void) async throws
}

/// Rows of a store that can also say of themselves what they are.
public protocol StoreReader: RowSource {
  /// Looks into the store. The short look may take for granted that rows are alike; where `full`,
  /// every row is read, and everything doubtful about them is told; `progress` hears of rows that were
  /// read, within a phase that somebody else has begun.
  func inspect(full: Bool, progress: any ProgressSink) async throws -> StoreReport
}

extension StoreReader {
  public func inspect(full: Bool) async throws -> StoreReport {
    try await inspect(full: full, progress: SilentProgress())
  }
}

/// A place that holds vector stores by name and version.
public protocol Store: Sendable {
  /// Finds a version (nil: the latest) and pins its files.
  func open(name: String, version: String?) async throws -> StoreVersion
}
