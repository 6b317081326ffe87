internal import Engine
internal import Manifests
internal import Model
internal import Wire

/// `plumb store prune`: old versions go.
enum StorePruneCommand {
  private static let store = Argument("STORE", .text, .one, "a store's name in the connections")
  private static let name = Option.value("name", "NAME", .text, "the name in its metadata.json")
  private static let keep = Option.value(
    "keep", "N", .integer(1...1_000_000), "how many of the newest versions stay, at least 1")
  private static let manifests = Option.value(
    "manifests", "PATH", .file, repeats: true, "manifests whose versions stay, too")
  private static let dryRun = Option.flag("dry-run", "say what would go, and remove nothing")

  static let definition = Command(
    "prune", "remove old versions of a store: from the catalog first, then their files",
    discussion: [
      """
      A version that a manifest names stays, however old it is, and so do files below a path that another \
      version also lies on. The newest version always stays: it is what a manifest means that names none, or \
      latest.
      """,
      """
      Files below the name that no version lists are told and stay: nobody can tell what a killed publish has \
      left from what a running one is about to list. Remove them yourself when nothing is published.
      """,
    ],
    arguments: [store], options: [name, keep, manifests, dryRun, .connections, .json],
    examples: [
      Command.Example(
        "plumb store prune lake --name docs --keep 10 --manifests manifests/", "the newest ten stay"
      )
    ],
    exits: [
      Command.Exit(.ok, "removed, or nothing was old enough"),
      Command.Exit(.failure, "not everything could be removed; run it again"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let values = context.values
    guard let called = values.text(name), let count = values.integerIfKnown(keep),
      !values.texts(manifests).isEmpty
    else {
      throw UsageError.missingArgument("--name, --keep and --manifests", path: ["store", "prune"])
    }
    let files = try await ManifestSearch.files(
      at: values.texts(manifests), input: context.input)
    let set = ManifestReader.read(files: files)
    try ManifestWork.show(set.problems, context, of: "manifest")
    let named = Pruning.named(
      set.manifests.map(\.manifest), store: values.text(store) ?? "", name: called)
    let isDry = values.isOn(dryRun)
    let outcome = try await Pruning(
      values.text(store) ?? "", name: called, keep: count, named: named,
      in: StorePlaces.of(context)
    ).run(isRehearsal: isDry)
    if let trouble = outcome.strayTrouble {
      context.messages.note("could not look for files of no version: \(trouble.printable)")
    }
    if values.isOn(.json) {
      try context.output.print([
        "removed": list(outcome.removed), "kept": list(outcome.kept),
        "named": list(outcome.named), "shared": list(outcome.shared),
        "strays": outcome.strayTrouble == nil ? .array(outcome.strays.map(document)) : .null,
        "dry_run": .bool(isDry),
      ])
    } else {
      try context.output.write(text(outcome, isDry))
    }
    return .ok
  }

  private static func list(_ versions: [String]) -> JSON { .array(versions.map { .string($0) }) }

  private static func document(_ stray: Pruning.Stray) -> JSON {
    [
      "path": .string(stray.path), "files": .unsigned(UInt64(stray.files)),
      "bytes": .unsigned(stray.bytes),
    ]
  }

  private static func text(_ outcome: Pruning.Outcome, _ isDry: Bool) -> String {
    var lines = outcome.removed.map {
      (isDry ? "would remove " : "removed ") + $0.printable
        + (outcome.shared.contains($0) ? " (its files are shared and stay)" : "")
    }
    lines += outcome.named.map { "kept \($0.printable), which a manifest names" }
    if lines.isEmpty { lines = ["nothing is old enough to go"] }
    lines += outcome.strays.map {
      "\($0.path.printable) is of no version: \($0.files.counted("file")), \(Int($0.bytes).grouped) bytes, "
        + "left by a publish that was cut off, or of one that runs now; it stays"
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
