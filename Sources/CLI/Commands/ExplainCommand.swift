internal import Engine
internal import Model
internal import Wire

/// `plumb explain`: everything about one point.
enum ExplainCommand {
  private static let id = Argument(
    "ID", .text, .one, "a point's number or UUID, or the source's own id of a row")
  private static let full = Option.flag("full", "show both payloads whole")

  static let definition = Command(
    "explain", "say where one point comes from, what is live, and what a plan does with it",
    discussion: [
      """
      The source is read whole and the live collection is compared, as for a plan; nothing is written. \
      An id that is neither a number nor a UUID is taken for a source id, from which the point's UUID \
      follows.
      """
    ],
    arguments: [id, .manifests], options: [.connections, full, .json],
    examples: [
      Command.Example("plumb explain 42 docs.yaml", "a point by its number"),
      Command.Example("plumb explain --full intro.md#3 manifests/", "by the source's own id"),
    ],
    exits: [
      Command.Exit(.ok, "explained"),
      Command.Exit(.failure, "nothing has this id, or a source or target could not be read"),
      Command.Exit(.blocked, "a manifest has errors"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let work = try await ManifestWork.load(context, paths: context.values.texts(.manifests))
    let asked = context.values.text(id) ?? ""
    let point = Explainer.id(asked)
    var found: [Explanation] = []
    for reconciler in work.reconcilers {
      let explanation = try await reconciler.explainer().explanation(of: point)
      context.progress.finish()
      if explanation.isFound { found.append(explanation) }
    }
    guard !found.isEmpty else { throw unknown(asked, point) }
    let isFull = context.values.isOn(full)
    if context.values.isOn(.json) {
      try context.output.print([
        "asked": .string(asked), "id": PlanJSON.id(point),
        "results": .array(found.map { ExplanationJSON.result($0, full: isFull) }),
      ])
    } else {
      let view = ExplanationView(palette: context.output.palette, isFull: isFull)
      try context.output.write(found.map(view.text).joined(separator: "\n"))
    }
    return .ok
  }

  private static func unknown(_ asked: String, _ point: PointID) -> CommandError {
    let isSource = PointID(asked) == nil
    return CommandError(
      "unknown_point",
      isSource
        ? "no row and no live point has the source id \"\(asked)\", which would be \(point)"
        : "no row and no live point has the id \(point)",
      hints: [
        "where `map.id` takes ids from fields or content, ask for the point's own id",
        "see the ids of the source with 'plumb store dump --no-vectors PATH'",
      ])
  }
}
