internal import Engine
internal import Host
internal import Model
internal import Wire

/// `plumb adopt`: takes over points that are there already.
enum AdoptCommand {
  static let definition = Command(
    "adopt", "take over points that are there already and are what the manifest wants",
    discussion: [
      """
      Compares the points of a collection that carry nobody's mark with the source, payload and \
      vectors, and marks those that are equal as the manifest's. Only payloads are written; vectors \
      are not sent again. For Cosine the direction of a vector counts, because a server keeps no \
      other. Points that differ stay as they are, and the next plan speaks of them.
      """,
      """
      Points of another manifest are never taken over: where one of them has a desired id, nothing is \
      adopted, and the other manifest is named.
      """,
    ],
    arguments: [.manifests], options: Option.contact + [.json, .yes],
    examples: [
      Command.Example("plumb adopt docs.yaml", "shows what would be marked, and asks"),
      Command.Example("plumb adopt --yes docs.yaml", "in a pipeline"),
    ],
    exits: [
      Command.Exit(.ok, "marked, or there was nothing to mark"),
      Command.Exit(.blocked, "points of another manifest are in the way, or somebody said no"),
      Command.Exit(.locked, "somebody else is applying; nothing was written"),
      Command.Exit(.failure, "a source or target could not be read"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let work = try await ManifestWork.load(context, paths: context.values.texts(.manifests))
    var previews: [Adoption] = []
    for reconciler in work.reconcilers { previews.append(try await reconciler.adoption()) }
    context.progress.finish()
    let view = AdoptionView(palette: context.output.palette)
    if !context.values.isOn(.json) {
      try context.output.write(previews.map(view.text).joined(separator: "\n"))
    }
    if let refusal = previews.lazy.compactMap(\.refusal).first {
      throw CommandError(
        "not_adoptable", "nothing was adopted: \(refusal)",
        hints: ["two manifests cannot own one point: change the ids, or the collection"],
        exit: .blocked)
    }
    let waiting = previews.contains { !$0.equal.isEmpty }
    if waiting { try await context.approve("Adopt these?") }
    var marked: [Int] = []
    for (reconciler, preview) in zip(work.reconcilers, previews) {
      marked.append(preview.equal.isEmpty ? 0 : try await reconciler.adopt(preview))
    }
    context.progress.finish()
    try report(zip(previews, marked).map { ($0, $1) }, context)
    return .ok
  }

  private static func report(_ results: [(Adoption, Int)], _ context: CommandContext) throws {
    if context.values.isOn(.json) {
      try context.output.print(["results": .array(results.map(AdoptionView.json))])
      return
    }
    try context.output.write("\n")
    for (preview, marked) in results {
      try context.output.print(
        marked == 0
          ? "\(preview.owner): nothing to adopt"
          : "\(preview.owner): adopted \(Counted.of(marked, "point")) of \"\(preview.collection)\"")
    }
  }
}
