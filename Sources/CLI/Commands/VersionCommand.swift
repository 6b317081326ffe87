internal import Wire

/// `plumb version`.
enum VersionCommand {
  static let number = "0.1.0"

  static let definition = Command(
    "version", "print the version of plumb",
    options: [.json],
    examples: [
      Command.Example("plumb version", "prints 'plumb \(number)'"),
      Command.Example("plumb version --json", "the same for a program"),
    ],
    exits: [Command.Exit(.ok, "printed")],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    if context.values.isOn(.json) {
      try context.output.print(["plumb_version": .string(number)])
    } else {
      try context.output.print("plumb \(number)")
    }
    return .ok
  }
}
