/// `plumb completions`: a script that teaches a shell the commands.
enum CompletionsCommand {
  private static let shell = Argument(
    "SHELL", .choice(["bash", "zsh", "fish"]), .one, "the shell: bash, zsh or fish")

  static let definition = Command(
    "completions", "print the completion script for a shell",
    discussion: [
      """
      The script is printed, not installed. 'make install' puts the scripts where the shells look \
      for them.
      """
    ],
    arguments: [shell],
    examples: [
      Command.Example("source <(plumb completions bash)", "for this bash session"),
      Command.Example("source <(plumb completions zsh)", "for this zsh session, after compinit"),
      Command.Example(
        "plumb completions fish > ~/.config/fish/completions/plumb.fish", "for every fish session"),
    ],
    exits: [Command.Exit(.ok, "printed")],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let script =
      switch context.values.text(shell) {
      case "bash": BashCompletions(context.program).script
      case "zsh": ZshCompletions(context.program).script
      default: FishCompletions(context.program).script
      }
    try context.output.write(script)
    return .ok
  }
}
