public import Model

/// A target in one SQLite file.
public struct LocalTarget: Target {
  public let path: String

  public init(path: String) {
    self.path = path
  }

  /// A file that is not there yet is an empty target; it is not created.
  public func reader() async throws -> any TargetReader {
    let reader = LocalReader(path: path)
    // A file that cannot be used is refused now and not at the first question.
    try await reader.open()
    return reader
  }

  /// Creates the file when there is none. Its folder must exist.
  public func writer() async throws -> any TargetWriter {
    LocalWriter(file: try await LocalFile.openForWriting(path))
  }
}
