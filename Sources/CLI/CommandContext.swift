internal import Host

/// Everything that a command may use. It reaches for nothing else: no global, no environment of its
/// own, so a test can run any command in memory.
struct CommandContext: Sendable {
  let values: Values
  /// The result, on standard output.
  let output: Output
  /// Everything else, on standard error.
  let messages: Messages
  let input: any InputChannel
  let environment: Environment
  let clock: MonotonicClock
  /// The definition of all commands, for help and completions.
  let program: Command

  var progress: Progress { messages.progress }
}

/// A command that could not do its work, in words for a person.
struct CommandError: Error, Hashable, Sendable {
  /// A stable word for programs, such as "unreadable".
  let code: String
  /// What was attempted, on what, and what happened: lower case, no full stop.
  let message: String
  /// What to do next.
  let hints: [String]
  let exit: ExitCode

  init(_ code: String, _ message: String, hints: [String] = [], exit: ExitCode = .failure) {
    self.code = code
    self.message = message
    self.hints = hints
    self.exit = exit
  }
}
