internal import Engine
internal import Model

/// `plumb unlock`: removes a lock that somebody left behind.
enum UnlockCommand {
  private static let manifest = Argument("PATH", .file, .one, "the manifest; '-' is standard input")
  private static let id = Option.value(
    "id", "ID", .text, "the id of the lock, as the refusal and 'plumb status' show it")

  static let definition = Command(
    "unlock", "remove a lock that a lost process left behind",
    discussion: [
      """
      A lock of a process that is gone from this machine is taken over without this, and any lock ends \
      by itself after five minutes. Naming the id makes sure that only this lock is removed. A process \
      that still runs notices before its next write, and stops.
      """
    ],
    arguments: [manifest], options: [.connections, id],
    examples: [
      Command.Example("plumb unlock docs.yaml", "shows who holds the lock"),
      Command.Example(
        "plumb unlock docs.yaml --id 3f9c0a52d1e84b7790aa41c35be2d608", "removes it"),
    ],
    exits: [
      Command.Exit(.ok, "removed, or there was none"),
      Command.Exit(.locked, "there is a lock with another id, or no id was given"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let work = try await ManifestWork.load(context, paths: context.values.texts(manifest))
    guard work.reconcilers.count == 1, let reconciler = work.reconcilers.first else {
      throw CommandError("usage", "unlock is for one manifest at a time", exit: .usage)
    }
    let name = reconciler.manifest.name
    guard let lock = try await reconciler.status().lock else {
      try context.output.print("\(name): there is no lock")
      return .ok
    }
    guard let id = context.values.text(id), id == lock.id else {
      throw CommandError(
        "locked",
        "\(name) is locked by \(lock.holder) since \(lock.takenAt), until \(lock.expiresAt)",
        hints: ["to remove this lock: plumb unlock PATH --id \(lock.id)"], exit: .locked)
    }
    _ = try await reconciler.unlock(id: id)
    try context.output.print("\(name): removed the lock of \(lock.holder)")
    return .ok
  }
}
