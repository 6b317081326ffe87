/// A way in which vector stores are written.
public protocol FormatReader: Sendable {
  var format: StoreFormat { get }

  /// What it would read of the store; nil where the bytes are of something else. Decides by content,
  /// never by names alone, reads little, and never fails: what is broken is told when it is opened.
  func claim(_ version: StoreVersion) async -> FormatClaim?

  /// Opens the store as this format, whatever others would make of it.
  func open(_ version: StoreVersion, _ selection: RowSelection) async throws -> any StoreReader
}

/// The files of a store that one format recognises as its own.
public struct FormatClaim: Hashable, Sendable {
  public var format: StoreFormat
  /// Names of files of the store version.
  public var files: Set<String>

  public init(_ format: StoreFormat, files: some Sequence<String>) {
    self.format = format
    self.files = Set(files)
  }
}

extension FormatClaim {
  /// The claims that explain the most: one whose files are all explained by another, which explains
  /// more, falls. An index beside its documents is a part of their store.
  public static func widest(of claims: [FormatClaim]) -> [FormatClaim] {
    claims.filter { claim in
      !claims.contains { $0.files.isStrictSuperset(of: claim.files) }
    }
  }
}
