internal import Engine
internal import Model
internal import Wire

/// `plumb dedupe`: what dedupe would drop, without a target.
enum DedupeCommand {
  private static let limit = Option.value(
    "limit", "N", .integer(0...100_000), fallback: "20", "how many dropped rows to explain")

  static let definition = Command(
    "dedupe", "show which rows the dedupe rules of a manifest drop, and why",
    discussion: [
      """
      Reads the source and contacts no target. Each dropped row is shown with the rule, what it had in \
      common with the row that stays, and why that one stays.
      """
    ],
    arguments: [.manifests], options: [.connections, limit, .json],
    examples: [
      Command.Example("plumb dedupe docs.yaml", "before an apply"),
      Command.Example("plumb dedupe --limit 1000 --json docs.yaml", "for a program"),
    ],
    exits: [
      Command.Exit(.ok, "shown"),
      Command.Exit(.blocked, "a manifest has errors"),
      Command.Exit(.failure, "a source could not be read"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let work = try await ManifestWork.load(context, paths: context.values.texts(.manifests))
    var previews: [DedupePreview] = []
    for reconciler in work.reconcilers {
      let count = context.values.integer(limit) ?? 20
      previews.append(try await reconciler.dedupePreview(limit: count))
      context.progress.finish()
    }
    if context.values.isOn(.json) {
      try context.output.print(["previews": .array(previews.map(DedupeView.json))])
    } else {
      let view = DedupeView(palette: context.output.palette)
      try context.output.write(previews.map(view.text).joined(separator: "\n"))
    }
    return .ok
  }
}
