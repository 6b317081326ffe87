internal import Model

/// `plumb show`: a saved plan again.
enum ShowCommand {
  private static let file = Argument("FILE", .file, .one, "a plan that 'plumb plan --out' saved")

  static let definition = Command(
    "show", "show a saved plan again, in any form",
    arguments: [file], options: [.json, PlanCommand.markdown, PlanCommand.jsonOut],
    examples: [
      Command.Example("plumb show plan.json", "as text"),
      Command.Example("plumb show --markdown plan.json", "for a comment on a pull request"),
    ],
    exits: [
      Command.Exit(.ok, "shown"), Command.Exit(.failure, "the file is no plan, or was edited"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    try PlanPrinter(context).print(try await saved(context).plans)
    return .ok
  }

  private static func saved(_ context: CommandContext) async throws -> SavedPlan {
    let path = context.values.text(file) ?? ""
    guard let saved = try await SavedPlan.read(path) else {
      throw CommandError(
        "no_plan", "\(path) is not a saved plan",
        hints: ["save one with: plumb plan --out FILE PATH…"])
    }
    return saved
  }
}
