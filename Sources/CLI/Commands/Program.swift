extension Command {
  /// The program: every command, in the order in which help shows them. A new command is one file
  /// in this folder and one line here.
  static let plumb = Command(
    "plumb", "keeps vector collections true to git",
    discussion: [
      """
      A team commits manifests: which version of which vector store should be served, and which \
      collection, with which schema, should hold it. Plumb checks them, and makes the live \
      collection match.
      """,
      """
      Standard output carries the result and nothing else; messages and progress go to standard \
      error. The JSON documents and the exit codes are a stable interface, the texts are not.
      """,
    ],
    options: [.version],
    examples: [
      Example("plumb validate manifests/", "check every manifest in a folder"),
      Example("plumb help validate", "read about one command"),
    ],
    subcommands: [
      ValidateCommand.definition,
      FormatCommand.definition,
      SchemaCommand.definition,
      PlanCommand.definition,
      ShowCommand.definition,
      ApplyCommand.definition,
      DriftCommand.definition,
      VerifyCommand.definition,
      StatusCommand.definition,
      HistoryCommand.definition,
      RollbackCommand.definition,
      UnlockCommand.definition,
      ImportCommand.definition,
      AdoptCommand.definition,
      StoreCommand.definition,
      DedupeCommand.definition,
      ExplainCommand.definition,
      DoctorCommand.definition,
      CompletionsCommand.definition,
      VersionCommand.definition,
      HelpCommand.definition,
    ])

  /// This command and all below it, each with the way to it, in the order of the definition.
  func tree(path: [String] = []) -> [(path: [String], command: Command)] {
    [(path, self)] + subcommands.flatMap { $0.tree(path: path + [$0.name]) }
  }
}
