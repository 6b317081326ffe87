internal import Engine
internal import Host
internal import Model

/// `plumb plan`: what an apply would do.
enum PlanCommand {
  static let markdown = Option.flag("markdown", "print markdown, for a comment on a pull request")
  static let jsonOut = Option.value(
    "json-out", "FILE", .file, "write the JSON document to a file as well")
  private static let out = Option.value(
    "out", "FILE", .file, "save the plan; 'plumb apply FILE' does exactly this or refuses")
  static let detailedExitCode = Option.flag(
    "detailed-exitcode", "exit with 2 when there are changes")

  static let definition = Command(
    "plan", "show what apply would do, and change nothing",
    discussion: [
      """
      The plan is computed from what the target really holds, never from a memory of the last run. \
      It writes nothing to the target: no lock, no index, no collection.
      """,
      """
      Deletions come first and are never folded away. A plan that a guard blocks is shown whole, \
      with what to do about it.
      """,
    ],
    arguments: [.manifests],
    options: Option.contact + Option.approvals + [
      .samples, .json, .events, markdown, jsonOut, out, detailedExitCode,
    ],
    examples: [
      Command.Example("plumb plan manifests/", "every manifest in a folder"),
      Command.Example("plumb plan --out plan.json docs.yaml", "save it for a later apply"),
      Command.Example(
        "plumb plan --markdown --detailed-exitcode docs.yaml", "in the review of a pull request"),
    ],
    exits: [
      Command.Exit(.ok, "planned; with --detailed-exitcode, there is nothing to do"),
      Command.Exit(.changes, "with --detailed-exitcode: there are changes"),
      Command.Exit(.blocked, "a guard blocks a plan, or a manifest has errors"),
      Command.Exit(.failure, "a source or target could not be read"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let work = try await ManifestWork.load(context, paths: context.values.texts(.manifests))
    var plans: [Plan] = []
    for reconciler in work.reconcilers { plans.append(try await reconciler.plan().plan) }
    context.progress.finish()
    try PlanPrinter(context).print(plans)
    if let path = context.values.text(out) {
      try await SavedPlan(work, plans).write(path)
      context.messages.note("saved as \(path); apply it with: plumb apply \(path.shellWord)")
    } else {
      hint(plans, context)
    }
    return exit(plans, context)
  }

  /// What a person would type next; a pipeline knows it already.
  private static func hint(_ plans: [Plan], _ context: CommandContext) {
    guard !context.values.isOn(.json), !context.values.isOn(.events),
      !context.values.isOn(markdown),
      context.environment.nonEmpty("CI") == nil, plans.allSatisfy(\.canApply)
    else { return }
    let paths = context.values.texts(.manifests).map(\.shellWord).joined(separator: " ")
    if plans.contains(where: { $0.hold != nil }) {
      context.messages.note("to end the rollback: plumb rollback --release \(paths)")
    } else if plans.contains(where: { !$0.isEmpty }) {
      context.messages.note("to apply this: plumb apply \(paths)")
    }
  }

  static func exit(_ plans: [Plan], _ context: CommandContext) -> ExitCode {
    if plans.contains(where: { !$0.canApply }) { return .blocked }
    let isDetailed = context.values.isOnIfKnown(detailedExitCode)
    return isDetailed && plans.contains { !$0.isEmpty } ? .changes : .ok
  }
}

/// Prints plans in the form that was asked for.
struct PlanPrinter {
  private let context: CommandContext

  init(_ context: CommandContext) {
    self.context = context
  }

  func print(_ plans: [Plan]) throws {
    let document = PlanJSON.document(plans)
    if let path = context.values.textIfKnown(PlanCommand.jsonOut) {
      try WholeFile.write(document, to: path)
    }
    if let events = context.events {
      try events.result(document)
    } else if context.values.isOnIfKnown(.json) {
      try context.output.print(document)
    } else if context.values.isOnIfKnown(PlanCommand.markdown) {
      try context.output.write(plans.map { PlanMarkdown().render($0) }.joined(separator: "\n"))
    } else {
      let view = PlanText(palette: context.output.palette, columns: context.output.columns)
      try context.output.write(
        plans.map { view.render($0) }.joined(separator: "\n") + PlanOverview(plans).text)
    }
  }
}
