internal import Host

/// One command line from words to exit code. Every error ends here, and nowhere else.
struct Run: Sendable {
  private let arguments: [String]
  private let surroundings: Surroundings
  private let program: Command

  init(_ arguments: [String], _ surroundings: Surroundings, program: Command) {
    self.arguments = arguments
    self.surroundings = surroundings
    self.program = program
  }

  func end() async -> ExitCode {
    do throws(UsageError) {
      let outcome = try ArgumentParser.parse(
        arguments, root: program, environment: surroundings.environment)
      switch outcome {
      case .overview:
        return await end(context(colorChoice), asJSON: false) { context in
          try context.output.write(HelpPage(program, path: [], in: context.output).short)
          return .ok
        }
      case .help(let path, let command):
        return await end(context(colorChoice), asJSON: false) { context in
          try context.output.write(HelpPage(command, path: path, in: context.output).full)
          return .ok
        }
      case .run(let invocation):
        return await end(invocation)
      }
    } catch {
      return await end(context(colorChoice), asJSON: arguments.contains("--json")) { _ in
        throw error
      }
    }
  }

  private func end(_ invocation: Invocation) async -> ExitCode {
    let values = invocation.values
    let choice = values.isOn(.noColor) ? "never" : values.text(.color) ?? "auto"
    guard let action = invocation.command.action else {
      fatalError("the command \(invocation.path) has nothing to run")
    }
    return await end(
      context(choice, values: values), asJSON: values.isOnIfKnown(.json), action)
  }

  private func end(
    _ context: CommandContext, asJSON: Bool, _ action: Command.Action
  ) async -> ExitCode {
    do {
      return try await action(context)
    } catch {
      context.progress.finish()
      return FailureReport(error).deliver(context, asJSON: asJSON)
    }
  }

  private func context(_ colorChoice: String, values: Values? = nil) -> CommandContext {
    let environment = surroundings.environment
    func palette(_ channel: any OutputChannel) -> Palette {
      .chosen(when: colorChoice, environment: environment, terminal: channel.terminal)
    }
    return CommandContext(
      values: values ?? Values(program, options: [:], arguments: [:]),
      output: Output(surroundings.output, palette: palette(surroundings.output)),
      messages: Messages(
        surroundings.errors, palette: palette(surroundings.errors), clock: surroundings.clock,
        dumbTerminal: environment["TERM"] == "dumb"),
      input: surroundings.input, environment: environment, clock: surroundings.clock,
      program: program)
  }

  /// What a command line that could not be parsed, or only asked for help, says about colours.
  private var colorChoice: String {
    func says(_ value: String) -> Bool {
      arguments.contains("--color=\(value)")
        || zip(arguments, arguments.dropFirst()).contains { $0 == "--color" && $1 == value }
    }
    if arguments.contains("--no-color") || says("never") { return "never" }
    return says("always") ? "always" : "auto"
  }
}
