internal import Host
internal import Synchronization

/// The program.
public enum Plumb {
  /// Runs as a process: the first SIGINT or SIGTERM cancels the command, which then ends in order;
  /// the second ends the process at once.
  public static func main() -> Never {
    Signals.hold()
    StandardStream.claimDescriptors()
    let surroundings = Surroundings.ofTheProcess()
    let arguments = Array(CommandLine.arguments.dropFirst())
    let stop = StopRequest()
    // The only task without a parent: the command. The main thread waits for signals meanwhile.
    let command = Task { @concurrent in
      let code = await run(arguments, in: surroundings)
      Signals.quit(status: code == .interrupted ? stop.exitCode.rawValue : code.rawValue)
    }
    Signals.serve { signal in
      guard stop.isFirst(signal) else { Signals.quit(status: signal.exitStatus) }
      try? surroundings.errors.write("stopping; once more to quit at once\n")
      command.cancel()
    }
  }

  /// Runs one command line without touching the process.
  public static func run(
    _ arguments: [String], in surroundings: Surroundings
  ) async -> ExitCode {
    await Run(arguments, surroundings, program: .plumb).end()
  }
}

/// The first request to stop, remembered.
private final class StopRequest: Sendable {
  private let first = Mutex<StopSignal?>(nil)

  func isFirst(_ signal: StopSignal) -> Bool {
    first.withLock { first in
      defer { first = first ?? signal }
      return first == nil
    }
  }

  var exitCode: ExitCode {
    first.withLock { $0 } == .terminate ? .terminated : .interrupted
  }
}
