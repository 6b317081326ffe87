internal import Engine
internal import Model

/// `plumb store dump`: the rows of a store as JSON Lines.
enum StoreDumpCommand {
  private static let noVectors = Option.flag("no-vectors", "leave the vectors out")

  static let definition = Command(
    "dump", "print every row of a store as one JSON object a line",
    discussion: [
      """
      Rows come in the order of their positions, and each has the keys position, id, text, metadata \
      and vector. Floats have the fewest digits that read back to the same 32 bits.
      """
    ],
    arguments: [StoreCommand.path], options: StoreCommand.selection + [noVectors],
    examples: [
      Command.Example("plumb store dump stores/docs > docs.jsonl", "everything"),
      Command.Example("plumb store dump --no-vectors rows.jsonl | head", "texts and metadata"),
    ],
    exits: [
      Command.Exit(.ok, "every row was printed"),
      Command.Exit(.failure, "the store is refused; the message says which file and row"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    // A line that is redrawn would mix with rows on the same screen.
    let progress = ProgressReport(context.progress)
    let look = try await StoreCommand.look(
      context, progress: context.output.isTerminal ? SilentProgress() : progress)
    var stream = RowStream(
      context.output, collection: look.collection, vectors: !context.values.isOn(noVectors))
    let problems = try await look.read { rows in try await stream.write(rows) }
    try await stream.finish()
    StoreCommand.show(problems, context)
    return .ok
  }
}
