/// What the process says to its caller. JSON output and these numbers are the stable interface.
public enum ExitCode: Int32, Hashable, Sendable, CaseIterable {
  case ok = 0
  case failure = 1
  case changes = 2
  case blocked = 3
  case stalePlan = 4
  case locked = 5
  case partlyApplied = 6
  case usage = 64
  case interrupted = 130
  case closedPipe = 141
  case terminated = 143

  /// One line for help and reference.
  var meaning: String {
    switch self {
    case .ok: "done"
    case .failure: "something failed; the message says what"
    case .changes: "there are changes (only with --detailed-exitcode)"
    case .blocked: "blocked: an error in a manifest, a guard or a policy"
    case .stalePlan: "the saved plan is stale"
    case .locked: "somebody else holds the lock"
    case .partlyApplied: "partly applied; run it again"
    case .usage: "wrong usage of the command line"
    case .interrupted: "stopped by Ctrl-C (SIGINT)"
    case .closedPipe: "the reader of the output went away, as in 'plumb … | head'"
    case .terminated: "stopped by SIGTERM"
    }
  }

  /// What every command can end with, whatever it does.
  static let common: [ExitCode] = [.usage, .interrupted, .closedPipe, .terminated]
}
