internal import Host
internal import Manifests
internal import Model
internal import Wire

/// `plumb fmt`: manifests in their canonical form.
enum FormatCommand {
  private static let check = Option.flag("check", "write nothing; name what would be rewritten")
  private static let standardOutput = Option.flag(
    "stdout", "write nothing; print the formatted text of one file")

  static let definition = Command(
    "fmt", "rewrite manifests in their canonical form, keeping comments",
    discussion: [
      """
      Keys come into the order of the language, and quotes and indentation into one style. The \
      meaning stays, and so does every comment. Only files that change are written, and none is when \
      one of them cannot be read. Their names go to standard output.
      """,
      "Standard input ('-') is printed to standard output.",
    ],
    arguments: [.manifests], options: [check, standardOutput, .json],
    examples: [
      Command.Example("plumb fmt manifests/", "every manifest in a folder"),
      Command.Example(
        "plumb fmt --check manifests/", "in a pipeline: exit 3 if something would change"),
      Command.Example("plumb fmt - < manifest.yaml", "from an editor"),
    ],
    exits: [
      Command.Exit(.ok, "everything is in its canonical form now; with --check, it was before"),
      Command.Exit(.failure, "a path could not be read or written"),
      Command.Exit(.blocked, "a text is broken; with --check, or something would change"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let paths = context.values.texts(.manifests)
    let files = try await ManifestSearch.files(at: paths, input: context.input)
    let printsText = context.values.isOn(standardOutput) || paths.contains("-")
    if printsText, files.count != 1 || context.values.isOn(.json) || context.values.isOn(check) {
      throw CommandError(
        "usage", "text can be printed for one file only, and without --check and --json",
        exit: .usage)
    }
    let report = FormatReport(files)
    if report.problems.isEmpty {
      if printsText {
        try context.output.write(report.texts[0])
        return .ok
      }
      if !context.values.isOn(check) { try await report.write() }
    }
    return try show(report, context)
  }

  private static func show(_ report: FormatReport, _ context: CommandContext) throws -> ExitCode {
    let isCheck = context.values.isOn(check)
    if context.values.isOn(.json) {
      try context.output.print(report.members)
    } else if report.problems.isEmpty {
      try context.output.write(report.changed.map { $0.path + "\n" }.joined())
    } else {
      let view = ProblemView(palette: context.output.palette)
      try context.output.write(report.problems.map { view.text($0) + "\n" }.joined(separator: "\n"))
    }
    context.messages.note(report.summary(isCheck: isCheck))
    return report.problems.isEmpty && !(isCheck && !report.changed.isEmpty) ? .ok : .blocked
  }
}
