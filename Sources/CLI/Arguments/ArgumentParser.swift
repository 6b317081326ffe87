internal import Host
internal import Model

/// Turns argv into an invocation, by the definition of the commands.
struct ArgumentParser {
  enum Outcome: Sendable {
    case run(Invocation)
    /// Nothing was asked: show what can be.
    case overview
    /// Explain the command at this path; the program itself for an empty one.
    case help(path: [String], command: Command)
  }

  private let environment: Environment
  private let root: Command
  private var path: [String] = []
  private var command: Command
  private var options: [String: [String]] = [:]
  private var positional: [String] = []

  init(root: Command, environment: Environment) {
    self.root = root
    self.environment = environment
    command = root
  }

  static func parse(
    _ arguments: [String], root: Command, environment: Environment
  ) throws(UsageError) -> Outcome {
    var parser = ArgumentParser(root: root, environment: environment)
    return try parser.parse(arguments)
  }

  private mutating func parse(_ arguments: [String]) throws(UsageError) -> Outcome {
    var rest = arguments[...]
    var optionsEnded = false
    while let token = rest.popFirst() {
      if optionsEnded || token == "-" || !token.hasPrefix("-") {
        try takeWord(token)
      } else if token == "--" {
        optionsEnded = true
      } else if try takeOption(token, &rest) == .help {
        return .help(path: path, command: command)
      }
    }
    if command.action == nil { return try withoutAction() }
    let values = try Values(command, options: resolvedOptions(), arguments: placedArguments())
    return .run(Invocation(path: path, command: command, values: values))
  }

  /// A word names a command for as long as there are commands to name, then it is an argument.
  private mutating func takeWord(_ word: String) throws(UsageError) {
    guard !command.subcommands.isEmpty else { return positional.append(word) }
    guard let next = command.subcommand(word) else {
      let near = Suggestions.near(word, among: command.subcommands.map(\.name))
      throw .unknownCommand(word, path: path, near: near)
    }
    path.append(word)
    command = next
  }

  private mutating func takeOption(
    _ token: String, _ rest: inout ArraySlice<String>
  ) throws(UsageError) -> Option {
    let parts = token.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let (spelling, attached) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
    guard let option = command.option(spelled: spelling) else { throw unknownOption(spelling) }
    let value: String
    switch option.form {
    case .flag:
      if let attached { throw .unwantedValue(option: spelling, value: attached) }
      value = "true"
    case .value(let placeholder, let kind):
      guard let given = attached ?? nextValue(&rest) else {
        throw .missingValue(option: spelling, placeholder: placeholder)
      }
      try check(given, fits: kind, of: "the option '\(spelling)'")
      value = given
    }
    options[option.name, default: []].append(value)
    return option
  }

  /// The next word, unless it is an option itself: then the value was forgotten.
  private func nextValue(_ rest: inout ArraySlice<String>) -> String? {
    guard let next = rest.first, next == "-" || !next.hasPrefix("-") else { return nil }
    return rest.popFirst()
  }

  /// What a command line without a command means: for the program itself, and for `--version`.
  private func withoutAction() throws(UsageError) -> Outcome {
    if options[Option.version.name] != nil, let version = root.subcommand("version") {
      let values = Values(version, options: options, arguments: [:])
      return .run(Invocation(path: ["version"], command: version, values: values))
    }
    if path.isEmpty { return .overview }
    throw .missingCommand(path: path)
  }

  private func resolvedOptions() throws(UsageError) -> [String: [String]] {
    var resolved = options
    for option in command.allOptions where resolved[option.name] == nil {
      guard case .value(_, let kind) = option.form, let variable = option.variable,
        let value = environment.nonEmpty(variable)
      else { continue }
      try check(value, fits: kind, of: "the variable \(variable)")
      resolved[option.name] = [value]
    }
    return resolved
  }

  private func placedArguments() throws(UsageError) -> [String: [String]] {
    var placed: [String: [String]] = [:]
    var rest = positional[...]
    for argument in command.arguments {
      let taken = argument.takesSeveral ? rest : rest.prefix(1)
      rest = rest.dropFirst(taken.count)
      guard !taken.isEmpty || !argument.isRequired else {
        throw .missingArgument(argument.usage, path: path)
      }
      for value in taken { try check(value, fits: argument.kind, of: argument.name) }
      placed[argument.name] = Array(taken)
    }
    if let extra = rest.first { throw .extraArgument(extra, path: path) }
    return placed
  }

  private func check(_ value: String, fits kind: ValueKind, of subject: String) throws(UsageError) {
    guard let wanted = kind.expectation(unmetBy: value) else { return }
    guard case .choice(let choices) = kind else {
      throw .unfitValue(value, of: subject, wanted: wanted, near: [])
    }
    let near = Suggestions.near(value, among: choices)
    throw .unfitValue(value, of: subject, wanted: wanted, near: near)
  }

  private func unknownOption(_ spelling: String) -> UsageError {
    let known = command.allOptions.flatMap(\.spellings).filter { $0.hasPrefix("--") }
    let near = Suggestions.near(spelling, among: known)
    let owner = path.isEmpty ? root.subcommands.first { $0.option(spelled: spelling) != nil } : nil
    return .unknownOption(spelling, path: path, near: near, owner: owner.map { [$0.name] })
  }
}
