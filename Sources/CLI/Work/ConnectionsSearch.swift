internal import Host
internal import Manifests
internal import Model

/// Finds the operator's connections: named on the command line or by the environment, else
/// ./plumb.yaml, else the built-in ones, so that a quickstart needs no file.
enum ConnectionsSearch {
  static let usual = "plumb.yaml"
  private static let limit = 1 << 20

  static func connections(_ context: CommandContext) async throws -> Connections {
    let named = context.values.textIfKnown(.connections)
    guard let path = named ?? (Files.exists(usual) ? usual : nil) else { return .builtIn }
    let file = try await read(path)
    let (connections, problems) = ConnectionsReader.read(
      file, environment: context.environment.variables, baseFolder: Files.parent(of: path))
    try ManifestWork.show(problems, context, of: "connections file")
    return connections ?? .builtIn
  }

  private static func read(_ path: String) async throws -> SourceFile {
    let lane = BlockingLane(label: "plumb.connections")
    do {
      return try await lane.run { () throws(Files.ReadError) -> SourceFile in
        SourceFile(path: path, bytes: try Files.read(path, limit: limit))
      }
    } catch {
      throw UnreadablePath(path, error).error
    }
  }
}
