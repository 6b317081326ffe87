public import Model

/// All manifests of a command that could be read, and everything that is wrong with any of them.
public struct ManifestSet: Sendable {
  public struct Entry: Sendable {
    public let manifest: Manifest
    /// Where `metadata.name` is.
    public let place: Place

    public init(manifest: Manifest, place: Place) {
      self.manifest = manifest
      self.place = place
    }
  }

  /// Without errors of their own, in the order of the files. Nothing may be done with them while
  /// `hasErrors`, because another manifest may own the same points.
  public let manifests: [Entry]
  /// Sorted by file, line, column and code.
  public let problems: [Problem]

  public init(manifests: [Entry], problems: [Problem]) {
    self.manifests = manifests
    self.problems = problems
  }

  public var hasErrors: Bool { problems.contains { $0.severity == .error } }
}
