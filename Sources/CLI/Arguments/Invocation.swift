/// What the caller asked for: a command and its values, all of them checked against the definition.
struct Invocation: Sendable {
  /// The way to the command: `["store", "inspect"]`. Empty for the program itself.
  let path: [String]
  let command: Command
  let values: Values
}

/// The values of one invocation. Every question names the option or argument by its definition;
/// asking for one that the command does not declare is a mistake of ours and stops the program.
struct Values: Sendable {
  private let command: Command
  private let options: [String: [String]]
  private let arguments: [String: [String]]

  init(_ command: Command, options: [String: [String]], arguments: [String: [String]]) {
    self.command = command
    self.options = options
    self.arguments = arguments
  }

  func isOn(_ flag: Option) -> Bool {
    !texts(flag).isEmpty
  }

  /// Is the flag on, or false where the command has no such flag?
  func isOnIfKnown(_ flag: Option) -> Bool {
    options[flag.name] != nil
  }

  /// The option's value, or nil where the command has no such option.
  func textIfKnown(_ option: Option) -> String? {
    command.allOptions.contains(option) ? text(option) : nil
  }

  func text(_ option: Option) -> String? {
    texts(option).last
  }

  func texts(_ option: Option) -> [String] {
    guard command.allOptions.contains(option) else {
      fatalError("the command \(command.name) does not declare the option --\(option.name)")
    }
    return options[option.name] ?? option.fallback.map { [$0] } ?? []
  }

  func integer(_ option: Option) -> Int? {
    text(option).flatMap { Int($0) }
  }

  func text(_ argument: Argument) -> String? {
    texts(argument).first
  }

  func texts(_ argument: Argument) -> [String] {
    guard command.arguments.contains(argument) else {
      fatalError("the command \(command.name) does not declare the argument \(argument.name)")
    }
    return arguments[argument.name] ?? []
  }
}
