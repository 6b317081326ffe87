internal import Host
internal import Wire

/// Any error as what a person, a program and the shell are told.
struct FailureReport {
  let code: String
  let message: String
  let hints: [String]
  let exit: ExitCode

  init(_ error: any Error) {
    switch error {
    case let error as UsageError:
      self.init("usage", error.message, error.hints, .usage)
    case let error as CommandError:
      self.init(error.code, error.message, error.hints, error.exit)
    case let error as Output.Failure where error.cause.isClosedPipe:
      self.init("closed_pipe", "", [], .closedPipe)
    case let error as Output.Failure:
      let hints = error.cause.isFullDisk ? ["free some space, or write somewhere else"] : []
      self.init("output", error.cause.description, hints, .failure)
    case is CancellationError:
      self.init("interrupted", "stopped before the end", [], .interrupted)
    case let error as SystemError:
      self.init("system", error.description, [], .failure)
    default:
      self.init("internal", "\(error)", ["this is a mistake in plumb; please report it"], .failure)
    }
  }

  private init(_ code: String, _ message: String, _ hints: [String], _ exit: ExitCode) {
    self.code = code
    self.message = message
    self.hints = hints
    self.exit = exit
  }

  /// Tells standard error, and standard output too when a program is waiting there for JSON.
  func deliver(_ context: CommandContext, asJSON: Bool) -> ExitCode {
    // A reader that went away knows what it did: `plumb … | head` ends without a word.
    if exit == .closedPipe { return exit }
    context.messages.error(message, hints: hints)
    if asJSON, !context.output.hasBegun {
      try? context.output.print(members)
    }
    return exit
  }

  private var members: KeyValuePairs<String, JSON> {
    [
      "error": [
        "code": .string(code), "message": .string(message),
        "hints": .array(hints.map { .string($0) }),
      ],
      "exit_code": .int(Int64(exit.rawValue)),
    ]
  }
}
