public import Model

/// What dedupe would do to a source, without any target.
public struct DedupePreview: Hashable, Sendable {
  public var owner: String
  /// The source's name and version.
  public var name: String
  public var version: String?
  public var report: DedupeReport
  /// In the order of the rules, then of the rows.
  public var drops: [DroppedRow]
  /// How many more there are.
  public var hidden: Int
}

extension Reconciler {
  /// Reads the source and explains the first `limit` rows that dedupe drops.
  public func dedupePreview(limit: Int) async throws -> DedupePreview {
    let reading = try await sourceReading()
    let shown = reading.survivors.drops.prefix(limit)
    return DedupePreview(
      owner: manifest.name, name: reading.version.name, version: reading.version.version,
      report: reading.survivors.report, drops: try await reading.explained(shown),
      hidden: reading.survivors.drops.count - shown.count)
  }
}
