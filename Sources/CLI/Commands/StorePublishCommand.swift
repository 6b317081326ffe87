internal import Engine
internal import Model
internal import Wire

/// `plumb store publish`: a folder becomes a version.
enum StorePublishCommand {
  private static let folder = Argument("DIR", .folder, .one, "the folder or file of rows")
  private static let store = Option.value(
    "to", "STORE", .text, "the store to publish to, by its name in the connections")
  private static let name = Option.value("name", "NAME", .text, "the name in its metadata.json")
  private static let version = Option.value(
    "version", "VERSION", .text, "what the version is called; the time of now if not given")
  private static let dryRun = Option.flag("dry-run", "check everything, and write nothing")

  static let definition = Command(
    "publish", "add a version to a store: its files first, the catalog last",
    discussion: [
      """
      Every row is read and checked. A row index (rows.plumb) is written beside the files, so that plans \
      need not read the vectors, and the catalog lists every file with its SHA-256. The catalog is \
      written only if nobody else wrote it meanwhile; else it is read and written again, so several may \
      publish at once.
      """
    ],
    arguments: [folder], options: [store, name, version, dryRun, .connections, .json],
    examples: [
      Command.Example("plumb store publish build/docs --to lake --name docs", "a new version"),
      Command.Example(
        "plumb store publish build/docs --to lake --name docs --dry-run", "only look"),
    ],
    exits: [
      Command.Exit(.ok, "published, or it was there already"),
      Command.Exit(.failure, "nothing was listed; running it again is safe"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let values = context.values
    guard let to = values.text(store), let called = values.text(name) else {
      throw UsageError.missingArgument("--to and --name", path: ["store", "publish"])
    }
    let outcome = try await Publication(
      folder: values.text(folder) ?? "", to: to, name: called, version: values.text(version),
      in: StorePlaces.of(context), tool: "plumb \(VersionCommand.number)"
    ).run(isRehearsal: values.isOn(dryRun))
    StoreCommand.show(outcome.report.problems, context)
    let isDry = values.isOn(dryRun)
    if values.isOn(.json) {
      try context.output.print(document(outcome, isDry))
    } else {
      try context.output.write(text(outcome, isDry))
    }
    return .ok
  }

  private static func text(_ outcome: Publication.Outcome, _ isDry: Bool) -> String {
    let bytes = outcome.files.reduce(UInt64(0)) { $0 + $1.size }
    let facts =
      "\(Counted.of(outcome.report.rows, "row")), \(Counted.of(outcome.files.count, "file")), "
      + Counted.bytes(bytes)
    let what = "\(outcome.name) \(outcome.version)".printable
    let place = outcome.place.printable
    if outcome.wasThere { return "\(what) is in \(place) already: \(facts)\n" }
    return isDry
      ? "would publish \(what) to \(place): \(facts)\n"
      : "published \(what) to \(place): \(facts)\n"
  }

  private static func document(
    _ outcome: Publication.Outcome, _ isDry: Bool
  ) -> KeyValuePairs<String, JSON> {
    [
      "name": .string(outcome.name), "version": .string(outcome.version),
      "place": .string(outcome.place), "path": .string(outcome.path),
      "published": .bool(!isDry && !outcome.wasThere), "present": .bool(outcome.wasThere),
      "rows": JSON(outcome.report.rows),
      "files": .array(
        outcome.files.map {
          ["name": .string($0.name), "size": .unsigned($0.size), "sha256": .string($0.sha256)]
        }),
    ]
  }
}
