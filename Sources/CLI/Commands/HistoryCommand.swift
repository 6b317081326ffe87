internal import Engine
internal import Model
internal import Wire

/// `plumb history`: the applies and rollbacks of a manifest.
enum HistoryCommand {
  private static let limit = Option.value(
    "limit", "N", .integer(1...10_000), fallback: "20", "how many entries, newest first")

  static let definition = Command(
    "history", "list the applies and rollbacks of each manifest, newest first",
    arguments: [.manifests], options: [.connections, limit, .json],
    examples: [Command.Example("plumb history --limit 3 docs.yaml", "the last three")],
    exits: [Command.Exit(.ok, "listed"), Command.Exit(.failure, "a target could not be read")],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let work = try await ManifestWork.load(context, paths: context.values.texts(.manifests))
    var documents: [JSON] = []
    for reconciler in work.reconcilers {
      let entries = try await reconciler.history(limit: context.values.integer(limit) ?? 20)
      documents += entries.map { JSON(.object($0.stored)) }
      guard !context.values.isOn(.json) else { continue }
      try context.output.print(context.output.palette.paint(reconciler.manifest.name, .bold))
      if entries.isEmpty { try context.output.print("  nothing was applied yet") }
      for entry in entries { try context.output.print("  " + StatusView.line(entry)) }
    }
    if context.values.isOn(.json) { try context.output.print(["entries": .array(documents)]) }
    return .ok
  }
}
