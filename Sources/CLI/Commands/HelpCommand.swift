internal import Model

/// `plumb help`: any command explained.
enum HelpCommand {
  private static let names = Argument(
    "COMMAND", .command, .any, "the command to explain; all of plumb without one")
  private static let markdown = Option.flag(
    "markdown", "print the reference of all commands as markdown")

  static let definition = Command(
    "help", "explain plumb or one of its commands",
    arguments: [names], options: [markdown],
    examples: [
      Command.Example("plumb help", "all commands, the exit codes and the environment"),
      Command.Example("plumb help fmt", "the same as 'plumb fmt --help'"),
    ],
    exits: [Command.Exit(.ok, "explained")],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    if context.values.isOn(markdown) {
      try context.output.write(Reference(context.program).markdown)
      return .ok
    }
    var command = context.program
    var path: [String] = []
    for name in context.values.texts(names) {
      guard let next = command.subcommand(name) else {
        let near = Suggestions.near(name, among: command.subcommands.map(\.name))
        throw UsageError.unknownCommand(name, path: path, near: near)
      }
      command = next
      path.append(name)
    }
    try context.output.write(HelpPage(command, path: path, in: context.output).full)
    return .ok
  }
}
