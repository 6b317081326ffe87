internal import Engine
internal import Model

/// `plumb drift`: only what changed behind Plumb's back.
enum DriftCommand {
  static let definition = Command(
    "drift", "show only what changed behind plumb's back",
    discussion: [
      """
      Drift is what differs although the manifest and the source are those of the last apply. While \
      changes of theirs are still to be applied, drift cannot be told from them, and the command says \
      so.
      """
    ],
    arguments: [.manifests],
    options: Option.contact + [
      .samples, .json, PlanCommand.markdown, PlanCommand.detailedExitCode,
    ],
    examples: [
      Command.Example("plumb drift manifests/", "every manifest in a folder"),
      Command.Example("plumb drift --detailed-exitcode docs.yaml", "in a nightly job"),
    ],
    exits: [
      Command.Exit(.ok, "looked; with --detailed-exitcode, there is no drift"),
      Command.Exit(.changes, "with --detailed-exitcode: there is drift"),
      Command.Exit(.failure, "a source or target could not be read"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let work = try await ManifestWork.load(context, paths: context.values.texts(.manifests))
    var drifted: [Plan] = []
    for reconciler in work.reconcilers {
      let plan = try await reconciler.plan().plan
      context.progress.finish()
      if plan.isDrift {
        drifted.append(plan)
      } else if !plan.isEmpty {
        context.messages.warning(
          "\(plan.owner): changes of the manifest or the source are still to be applied, and drift "
            + "cannot be told from them", hints: ["see them with 'plumb plan'"])
      }
    }
    if drifted.isEmpty && !context.values.isOn(.json) {
      try context.output.print("No drift.")
    } else {
      try PlanPrinter(context).print(drifted)
    }
    let isDetailed = context.values.isOn(PlanCommand.detailedExitCode)
    return isDetailed && !drifted.isEmpty ? .changes : .ok
  }
}
