internal import Engine
internal import Model

/// `plumb rollback`: back to a kept generation, at once.
enum RollbackCommand {
  private static let manifest = Argument("PATH", .file, .one, "the manifest; '-' is standard input")
  private static let to = Option.value(
    "to", "N", .integer(1...1_000_000), "which generation; else the newest one before the current")
  private static let release = Option.flag(
    "release", "end a rollback: the next apply builds what the manifest says again")

  static let definition = Command(
    "rollback", "swap the alias back to a kept generation, at once",
    discussion: [
      """
      No point is written: readers are led to an older generation that is still there. The rollback \
      holds: apply leaves it in place, and says so, until the manifest changes or --release.
      """
    ],
    arguments: [manifest], options: [.connections, to, release],
    examples: [
      Command.Example("plumb rollback docs.yaml", "to the generation before"),
      Command.Example("plumb rollback --release docs.yaml", "forward again with the next apply"),
    ],
    exits: [
      Command.Exit(.ok, "readers have it"),
      Command.Exit(.failure, "there is no such generation"),
      Command.Exit(.locked, "somebody is applying"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let work = try await ManifestWork.load(context, paths: context.values.texts(manifest))
    guard work.reconcilers.count == 1, let reconciler = work.reconcilers.first else {
      throw CommandError(
        "usage", "a rollback is for one manifest, and \(work.reconcilers.count) were given",
        exit: .usage)
    }
    let entry: HistoryEntry
    if context.values.isOn(release) {
      entry = try await reconciler.releaseHold()
    } else {
      entry = try await reconciler.rollback(to: context.values.integer(to))
    }
    try context.output.print("\(reconciler.manifest.name): \(entry.note)")
    return .ok
  }
}
