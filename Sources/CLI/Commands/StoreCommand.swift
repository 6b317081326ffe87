internal import Engine
internal import Model

/// `plumb store`: vector stores as they are, without a manifest or a target.
enum StoreCommand {
  static let path = Argument(
    "PATH", .file, .one, "a file or folder of rows, or a folder with a metadata.json")
  static let name = Option.value(
    "name", "NAME", .text, "which store of the metadata.json; its only one if not given")
  static let version = Option.value(
    "version", "VERSION", .text, "which version of it; the newest if not given")
  static let collection = Option.value(
    "collection", "NAME", .text, "which collection, where the store holds several")
  static let allowLossy = Option.flag(
    "allow-lossy", "take approximate vectors, such as those of a product quantizer")
  static let format = Option.value(
    "format", "FORMAT", .choice(StoreFormat.allCases.map(\.rawValue)), fallback: "auto",
    "read it as this format; by what its bytes are if not given")
  static let selection: [Option] = [name, version, collection, format, allowLossy]

  static let definition = Command(
    "store", "look into vector stores, and publish them",
    examples: [
      Command.Example("plumb store inspect stores/docs", "what it holds"),
      Command.Example("plumb store dump stores/docs", "its rows as JSON Lines"),
      Command.Example(
        "plumb store publish build/docs --to lake --name docs", "a new version of a store"),
    ],
    subcommands: [
      StoreInspectCommand.definition, StoreDumpCommand.definition, StoreVersionsCommand.definition,
      StorePublishCommand.definition, StorePruneCommand.definition,
    ])

  static func look(
    _ context: CommandContext, progress: any ProgressSink = SilentProgress()
  ) async throws -> StoreLook {
    let values = context.values
    return try await StoreLook(
      path: values.text(path) ?? "", name: values.text(name), version: values.text(version),
      collection: values.text(collection),
      format: values.text(format).flatMap(StoreFormat.init(rawValue:)) ?? .auto,
      allowsLossy: values.isOn(allowLossy), progress: progress)
  }

  /// On standard error, in the form of every other problem.
  static func show(_ problems: [StoreProblem], _ context: CommandContext) {
    let view = ProblemView(palette: context.messages.palette)
    for problem in problems {
      context.messages.note(
        view.text(Problem(problem.severity, code: problem.code, problem.message.printable)))
    }
  }
}
