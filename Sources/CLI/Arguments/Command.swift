/// A command as data. Parsing, help, completions, suggestions and the reference all read this one
/// definition; there is no second place that knows what a command accepts.
struct Command: Sendable {
  typealias Action = @Sendable (CommandContext) async throws -> ExitCode

  let name: String
  /// One line: a verb first, no full stop.
  let summary: String
  /// Paragraphs of prose.
  let discussion: [String]
  let arguments: [Argument]
  let options: [Option]
  let examples: [Example]
  /// The exit codes of this command's own, with what they mean here. The common ones are added.
  let exits: [Exit]
  let subcommands: [Command]
  /// Nil for a command that only groups others.
  let action: Action?

  init(
    _ name: String, _ summary: String, discussion: [String] = [], arguments: [Argument] = [],
    options: [Option] = [], examples: [Example], exits: [Exit] = [], subcommands: [Command] = [],
    action: Action? = nil
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.arguments = arguments
    self.options = options
    self.examples = examples
    self.exits = exits
    self.subcommands = subcommands
    self.action = action
  }

  struct Example: Hashable, Sendable {
    let line: String
    let explanation: String

    init(_ line: String, _ explanation: String) {
      self.line = line
      self.explanation = explanation
    }
  }

  struct Exit: Hashable, Sendable {
    let code: ExitCode
    let meaning: String

    init(_ code: ExitCode, _ meaning: String) {
      self.code = code
      self.meaning = meaning
    }
  }

  /// What the command accepts, with the options that every command has.
  var allOptions: [Option] { options + Option.common }

  func subcommand(_ name: String) -> Command? { subcommands.first { $0.name == name } }

  func option(spelled spelling: String) -> Option? {
    allOptions.first { $0.spellings.contains(spelling) }
  }
}
