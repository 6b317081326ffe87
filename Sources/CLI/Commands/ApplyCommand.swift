internal import Engine
internal import Host
internal import Manifests
internal import Model
internal import Wire

/// `plumb apply`: make it so.
enum ApplyCommand {
  private static let what = Argument(
    "PATH", .file, .many, "manifests and folders of manifests, or one saved plan")

  static let definition = Command(
    "apply", "make the live collections what the manifests say",
    discussion: [
      """
      Plans, shows the plan, asks on a terminal, and does it: everything new is written before \
      anything old goes, what was written is read back, and only then readers are switched and the \
      ledger says that it is done. Killed anywhere, the next apply goes on from what is really there.
      """,
      """
      A saved plan is done exactly as it was shown, or not at all: if the source, the live points, \
      the schema or the ledger have moved since, apply refuses with exit code 4 and says what moved.
      """,
    ],
    arguments: [what],
    options: Option.contact + Option.approvals + [.samples, .json, .events, .yes],
    examples: [
      Command.Example("plumb apply manifests/", "asks before it writes"),
      Command.Example("plumb apply --yes docs.yaml", "in a pipeline"),
      Command.Example("plumb apply --yes --events docs.yaml", "for a program that watches"),
      Command.Example("plumb apply plan.json --yes", "exactly what was planned"),
    ],
    exits: [
      Command.Exit(.ok, "the live collections are what the manifests say"),
      Command.Exit(.blocked, "a guard blocks, or somebody said no; nothing was written"),
      Command.Exit(.stalePlan, "the saved plan is stale; nothing was written"),
      Command.Exit(.locked, "somebody else is applying; nothing was written"),
      Command.Exit(.partlyApplied, "it stopped on the way; run it again"),
      Command.Exit(.failure, "a source or target could not be read"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let paths = context.values.texts(what)
    let saved = paths.count == 1 ? try await SavedPlan.read(paths[0]) : nil
    let work: ManifestWork
    if let saved {
      work = try await ManifestWork.load(context, files: saved.files)
    } else {
      work = try await ManifestWork.load(context, paths: paths)
    }
    var planned: [PlannedWork] = []
    for reconciler in work.reconcilers { planned.append(try await reconciler.plan()) }
    context.progress.finish()
    if let saved { try refuseStale(saved, planned) }
    let plans = planned.map(\.plan)
    if let events = context.events {
      try events.plans(plans)
    } else if !context.values.isOn(.json) {
      let view = PlanText(palette: context.output.palette, columns: context.output.columns)
      try context.output.write(
        plans.map { view.render($0) }.joined(separator: "\n") + PlanOverview(plans).text)
    }
    if plans.contains(where: { !$0.isEmpty && $0.canApply }) {
      try await context.approve("Apply this?")
    }
    let outcomes = try await ApplyRun(work.reconcilers, planned).outcomes()
    context.progress.finish()
    return try report(outcomes, context)
  }

  /// Names everything that is no longer as it was when the plan was saved.
  private static func refuseStale(_ saved: SavedPlan, _ planned: [PlannedWork]) throws {
    var moved: [String] = []
    for plan in saved.plans {
      guard let current = planned.first(where: { $0.plan.owner == plan.owner })?.plan else {
        moved.append("\(plan.owner): the manifest")
        continue
      }
      moved += plan.base.moved(to: current.base).map { "\(plan.owner): \($0)" }
    }
    guard moved.isEmpty else {
      throw CommandError(
        "stale_plan",
        "the plan is stale, and nothing was written; moved since it was made: "
          + moved.spokenList(joinedBy: "and"),
        hints: ["plan again and look at it again"], exit: .stalePlan)
    }
  }

  private static func report(_ outcomes: [ApplyOutcome], _ context: CommandContext) throws
    -> ExitCode
  {
    let document = ApplyJSON.document(outcomes)
    let isForPrograms = context.values.isOn(.json) || context.values.isOn(.events)
    if let events = context.events {
      try events.result(document)
    } else if isForPrograms {
      try context.output.print(document)
    } else {
      try context.output.write("\n")
    }
    for outcome in outcomes {
      switch outcome.result {
      case .failed(let failure):
        context.messages.error(outcome.sentence, hints: failure.hints)
      case .skipped: context.messages.warning(outcome.sentence)
      case .nothing, .held, .applied:
        if !isForPrograms { try context.output.print(outcome.sentence) }
      }
    }
    return outcomes.first { $0.exit != .ok }?.exit ?? .ok
  }
}
