internal import Engine
internal import Model
internal import Wire

/// `plumb status`: what the ledger says.
enum StatusCommand {
  static let definition = Command(
    "status", "show what the target's ledger says of each manifest",
    discussion: [
      """
      Nothing of the source is read: this is what was applied last, by whom, and which generations are \
      kept. Owners in the same targets that no given manifest names are listed as orphans.
      """
    ],
    arguments: [.manifests], options: [.connections, .json],
    examples: [Command.Example("plumb status manifests/", "every manifest in a folder")],
    exits: [Command.Exit(.ok, "shown"), Command.Exit(.failure, "a target could not be read")],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let work = try await ManifestWork.load(context, paths: context.values.texts(.manifests))
    var all: [(owner: String, status: OwnerStatus)] = []
    for reconciler in work.reconcilers {
      all.append((reconciler.manifest.name, try await reconciler.status()))
    }
    let orphans = try await Reconciler.orphans(work.reconcilers)
    if context.values.isOn(.json) {
      try context.output.print([
        "owners": .array(all.map { StatusView.json($0.owner, $0.status) }),
        "orphans": .array(
          orphans.map { ["target": .string($0.target), "owner": .string($0.entry.owner)] }),
      ])
      return .ok
    }
    let view = StatusView(palette: context.output.palette)
    try context.output.write(all.map { view.text($0.owner, $0.status) }.joined(separator: "\n"))
    for orphan in orphans {
      context.messages.warning(
        "target \(orphan.target) holds points of \"\(orphan.entry.owner)\", which no manifest names",
        hints: ["it is left alone; bring its manifest back, or remove its collection by hand"])
    }
    return .ok
  }
}
