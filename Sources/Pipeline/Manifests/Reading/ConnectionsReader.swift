public import Model
internal import YAML

/// Reads the operator's file.
public enum ConnectionsReader {
  /// `environment` is what `${NAME}` is looked up in; `baseFolder` is what relative paths start from,
  /// usually the folder of the file. Nil where there are errors.
  public static func read(
    _ file: SourceFile, environment: [String: String], baseFolder: String
  ) -> (connections: Connections?, problems: [Problem]) {
    let reader = DocumentReader.connections(file, expanding: environment)
    var problems = reader.problems
    for extra in reader.documents.dropFirst() {
      problems.append(
        Problem(
          code: Code.otherDocument.rawValue, "a second document in the connections file",
          at: reader.lines.place(extra.root.start),
          hint: "keep all stores and targets in one document"))
    }
    guard !problems.contains(where: { $0.severity == .error }), let first = reader.documents.first
    else { return (nil, problems) }
    let builder = ConnectionsBuilder(baseFolder: baseFolder)
    return (builder.connections(first.value), problems)
  }
}
