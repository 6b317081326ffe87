internal import Engine
internal import Model

/// `plumb store inspect`: what a store holds.
enum StoreInspectCommand {
  private static let full = Option.flag(
    "full", "read every row, and tell everything that is doubtful about them")

  static let definition = Command(
    "inspect", "show what a store holds, and what is doubtful about it",
    discussion: [
      """
      The short look counts the rows and reads the first and the last of them, and takes for granted \
      that the others are like these. Warnings go to standard error, and into the JSON document too.
      """
    ],
    arguments: [StoreCommand.path], options: StoreCommand.selection + [full, .json],
    examples: [
      Command.Example("plumb store inspect rows.jsonl", "one file"),
      Command.Example("plumb store inspect --name docs --full stores/", "the newest of a catalog"),
    ],
    exits: [
      Command.Exit(.ok, "everything that was looked at is readable"),
      Command.Exit(.failure, "the store is refused; the message says which file and row"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let look = try await StoreCommand.look(
      context, progress: ProgressReport(context.progress))
    let report = try await look.report(full: context.values.isOn(full))
    StoreCommand.show(report.problems, context)
    if context.values.isOn(.json) {
      try context.output.print(StoreView.document(report))
    } else {
      try context.output.write(
        StoreView(palette: context.output.palette).text(look.version, report))
    }
    return .ok
  }
}
