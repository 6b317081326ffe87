internal import Engine
internal import Manifests
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
  private static let dryRun = Option.flag(
    "dry-run", "check everything, and write nothing to the store")
  private static let dedupe = Option.value(
    "dedupe", "MANIFEST", .file, "publish only the rows that the dedupe rules of a manifest leave")
  private static let collection = Option.value(
    "collection", "NAME", .text,
    "with --dedupe: which collection, where the folder holds several")

  static let definition = Command(
    "publish", "add a version to a store: its files first, the catalog last",
    discussion: [
      """
      Every row is read and checked. A row index (rows.plumb) is written beside the files, so that plans \
      need not read the vectors, and the catalog lists every file with its SHA-256. The catalog is \
      written only if nobody else wrote it meanwhile; else it is read and written again, so several may \
      publish at once.
      """,
      """
      With --dedupe the rows that stay are written down as a store of their own, bit for bit: a numpy \
      array with the rest of the rows as JSON Lines where every row has one dense vector, else JSON Lines \
      alone. The catalog says how many rows each rule dropped.
      """,
    ],
    arguments: [folder],
    options: [store, name, version, dedupe, collection, dryRun, .connections, .json],
    examples: [
      Command.Example("plumb store publish build/docs --to lake --name docs", "a new version"),
      Command.Example(
        "plumb store publish build/docs --to lake --name docs --dry-run", "only look"),
      Command.Example(
        "plumb store publish build/docs --to lake --name docs --dedupe docs.yaml",
        "without copies"),
    ],
    exits: [
      Command.Exit(.ok, "published, or it was there already"),
      Command.Exit(.failure, "nothing was listed; running it again is safe"),
      Command.Exit(.blocked, "the manifest has errors"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let values = context.values
    guard let to = values.text(store), let called = values.text(name) else {
      throw UsageError.missingArgument("--to and --name", path: ["store", "publish"])
    }
    let outcome = try await Publication(
      folder: values.text(folder) ?? "", to: to, name: called, version: values.text(version),
      in: StorePlaces.of(context), tool: "plumb \(VersionCommand.number)",
      dedupe: rules(context, of: called), progress: ProgressReport(context.progress)
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

  /// Those of the only manifest behind the path, or of the only one whose source has this name.
  private static func rules(
    _ context: CommandContext, of name: String
  ) async throws -> Publication.Dedupe? {
    let collection = context.values.text(collection)
    guard let path = context.values.text(dedupe) else {
      guard collection == nil else {
        throw UsageError.missingArgument("--dedupe", path: ["store", "publish"])
      }
      return nil
    }
    let set = ManifestReader.read(
      files: try await ManifestSearch.files(at: [path], input: context.input))
    try ManifestWork.show(set.problems, context, of: "manifest")
    let all = set.manifests.map(\.manifest)
    let fitting = all.count == 1 ? all : all.filter { $0.source.name == name }
    guard let manifest = fitting.first, fitting.count == 1 else {
      throw CommandError(
        "many_manifests",
        "\(fitting.isEmpty ? "none" : "more than one") of the \(all.count) manifests in "
          + "\(path.printable) has a source named \"\(name.printable)\"",
        hints: ["name a file that holds only the one whose rules are meant"])
    }
    guard !manifest.dedupe.isEmpty else {
      throw CommandError(
        "no_rules", "the manifest \(manifest.name) has no dedupe rules",
        hints: ["publish without --dedupe, or write rules below `dedupe`"])
    }
    return Publication.Dedupe(by: manifest, collection: collection)
  }

  private static func text(_ outcome: Publication.Outcome, _ isDry: Bool) -> String {
    let bytes = outcome.files.reduce(UInt64(0)) { $0 + $1.size }
    let facts =
      "\(Counted.of(outcome.report.rows, "row")), \(Counted.of(outcome.files.count, "file")), "
      + Counted.bytes(bytes)
    let what = "\(outcome.name) \(outcome.version)".printable
    let place = outcome.place.printable
    let dedupe = outcome.dedupe.map { "  dedupe  \(Counted.dropped($0))\n" } ?? ""
    if outcome.wasThere { return "\(what) is in \(place) already: \(facts)\n" + dedupe }
    return (isDry ? "would publish" : "published") + " \(what) to \(place): \(facts)\n" + dedupe
  }

  private static func document(
    _ outcome: Publication.Outcome, _ isDry: Bool
  ) -> KeyValuePairs<String, JSON> {
    [
      "name": .string(outcome.name), "version": .string(outcome.version),
      "place": .string(outcome.place), "path": .string(outcome.path),
      "published": .bool(!isDry && !outcome.wasThere), "present": .bool(outcome.wasThere),
      "rows": JSON(outcome.report.rows),
      "dedupe": outcome.dedupe.map(StoreListingView.dedupe) ?? .null,
      "files": .array(
        outcome.files.map {
          ["name": .string($0.name), "size": .unsigned($0.size), "sha256": .string($0.sha256)]
        }),
    ]
  }
}
