public import Model
internal import YAML

/// Rewrites manifests and connections files in the one canonical form, comments and all.
public enum ManifestFormatter {
  /// The formatted bytes, or why the text cannot be formatted. Only the text has to be in order: a
  /// manifest that says wrong things is formatted too, so that it can be read while it is corrected.
  public static func format(_ file: SourceFile) -> Result<[UInt8], FormatRefusal> {
    let stream = YAMLReader.read(file.bytes)
    guard stream.problems.isEmpty else {
      let lines = SourceLines(file: file.path, bytes: file.bytes, hidesSecrets: true)
      let problems = stream.problems.prefix(DocumentReader.mostProblems).map(lines.problem)
      return .failure(FormatRefusal(problems: Array(problems)))
    }
    let isConnections = stream.documents.contains {
      $0.entry("kind")?.value.text == ConnectionsShape.kind
    }
    let kind = isConnections ? ConnectionsShape.kind : ManifestShape.kind
    do throws(YAMLProblem) {
      return .success(
        try YAMLFormatter.format(file.bytes) { way in Language.keyOrder(way, kind: kind) })
    } catch {
      let lines = SourceLines(file: file.path, bytes: file.bytes, hidesSecrets: true)
      return .failure(FormatRefusal(problems: [lines.problem(error)]))
    }
  }
}

/// Why a text cannot be formatted.
public struct FormatRefusal: Error, Sendable, Hashable {
  public let problems: [Problem]

  public init(problems: [Problem]) {
    self.problems = problems
  }
}
