internal import Host
internal import Model
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
    case let error as ApplyError:
      self.init(error)
    case let error as any ExplainedError:
      self.init(error.word, error.sentence, error.hints, .failure)
    case let error as SystemError:
      self.init("system", error.description, [], .failure)
    default:
      self.init("internal", "\(error)", ["this is a mistake in plumb; please report it"], .failure)
    }
  }

  private init(_ error: ApplyError) {
    switch error {
    case .blocked(let blocks):
      let first = blocks.first.map { "\($0.code): \($0.message)" } ?? ""
      self.init("blocked", "blocked by \(first)", blocks.map(\.remedy), .blocked)
    case .stale(let moved):
      self.init(
        "stale_plan",
        "something moved since the plan, and nothing was written: "
          + moved.spokenList(joinedBy: "and"), ["plan again and look at it again"], .stalePlan)
    case .locked(let refusal):
      self.init("locked", FailureReport.words(refusal), FailureReport.hints(refusal), .locked)
    case .partly(_, let cause):
      let inner = FailureReport(cause)
      self.init(
        "partly_applied", "stopped on the way: \(inner.message)",
        ["what was written is right and stays; run it again to go on from here"] + inner.hints,
        inner.exit == .interrupted ? .interrupted : .partlyApplied)
    case .unverified(let changes):
      self.init(
        "unverified",
        "what was written is not what is there: \(changes.inserted) points missing, "
          + "\(changes.rewritten) different, \(changes.deleted) too many",
        ["somebody else may be writing to the collection; plan again"], .partlyApplied)
    }
  }

  private static func words(_ refusal: LockRefusal) -> String {
    guard let held = refusal.held else {
      return "the lock of \(refusal.owner) was lost, and nothing more was written"
    }
    return "\(refusal.owner) is locked by \(held.holder) since \(held.takenAt)"
  }

  private static func hints(_ refusal: LockRefusal) -> [String] {
    guard let held = refusal.held else { return ["run it again"] }
    return [
      "wait until it is done; the lock ends by itself at \(held.expiresAt) if it is not",
      "if that process is surely gone: plumb unlock PATH --id \(held.id)",
    ]
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
    if let events = context.events {
      try? events.failure(members)
    } else if asJSON, !context.output.hasBegun {
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
