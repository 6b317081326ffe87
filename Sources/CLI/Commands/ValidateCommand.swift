internal import Model

/// `plumb validate`: the language and the rules, offline.
enum ValidateCommand {
  private static let strict = Option.flag("strict", "a warning is an error")

  static let definition = Command(
    "validate", "check manifests, without contacting anything",
    discussion: [
      """
      Every problem is reported at once, with its file, line and column. A folder stands for the \
      *.yaml and *.yml files below it, hidden ones left out; '-' is standard input. Manifests that \
      are given together are also checked against each other.
      """,
      """
      A file that is named and says 'kind: Connections' is checked as connections, with the \
      variables of the environment.
      """,
      "The problems go to standard output, the summary goes to standard error.",
    ],
    arguments: [.manifests], options: [strict, .json],
    examples: [
      Command.Example("plumb validate manifests/", "every manifest in a folder"),
      Command.Example("plumb validate --strict --json manifests/", "in a pipeline"),
      Command.Example("plumb validate - < manifest.yaml", "from standard input"),
    ],
    exits: [
      Command.Exit(.ok, "no errors; with --strict, no warnings either"),
      Command.Exit(.failure, "a path could not be read"),
      Command.Exit(.blocked, "there are problems"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let paths = context.values.texts(.manifests)
    let files = try await ManifestSearch.files(at: paths, input: context.input)
    let report = ManifestCheck.report(
      on: files, named: paths, environment: context.environment,
      isStrict: context.values.isOn(strict))
    if context.values.isOn(.json) {
      try context.output.print(report.members)
    } else {
      try context.output.write(report.text(context.output.palette))
    }
    context.messages.note(report.summary)
    return report.exit
  }
}

extension Argument {
  /// Manifests, as every command takes them.
  static let manifests = Argument(
    "PATH", .file, .many, "manifests, and folders that hold manifests; '-' is standard input")
}
