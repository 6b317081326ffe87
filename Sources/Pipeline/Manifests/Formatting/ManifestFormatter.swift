public import Model
internal import YAML

/// Rewrites manifests and connections files in their canonical form: keys in the order of the
/// language, one style, every comment kept.
public enum ManifestFormatter {
  /// The canonical bytes of a file, or what keeps its text from being read. Only the text has to be
  /// sound: a manifest with unknown keys can be formatted too.
  public static func format(_ file: SourceFile) -> Result<[UInt8], ManifestFormatError> {
    let stream = YAMLReader.read(file.bytes)
    let lines = SourceLines(
      file: file.path, bytes: file.bytes, hidesSecrets: isConnections(stream.documents))
    guard stream.problems.isEmpty else {
      return .failure(ManifestFormatError(problems: stream.problems.map(lines.problem)))
    }
    let kind = isConnections(stream.documents) ? ConnectionsShape.kind : ManifestShape.kind
    do throws(YAMLProblem) {
      return .success(
        try YAMLFormatter.format(file.bytes) { Language.keyOrder($0, kind: kind) })
    } catch {
      return .failure(ManifestFormatError(problems: [lines.problem(error)]))
    }
  }

  private static func isConnections(_ documents: [YAMLNode]) -> Bool {
    documents.first?.entry("kind")?.value.text == ConnectionsShape.kind
  }
}

/// A file that cannot be formatted, because its text cannot be read.
public struct ManifestFormatError: Error, Hashable, Sendable {
  public let problems: [Problem]
}
