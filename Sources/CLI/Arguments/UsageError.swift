/// A command line that does not fit the definition. The words are in this file only.
enum UsageError: Error, Hashable, Sendable {
  case unknownCommand(String, path: [String], near: [String])
  case missingCommand(path: [String])
  case unknownOption(String, path: [String], near: [String], owner: [String]?)
  case missingValue(option: String, placeholder: String)
  case unwantedValue(option: String, value: String)
  case unfitValue(String, of: String, wanted: String, near: [String])
  case missingArgument(String, path: [String])
  case extraArgument(String, path: [String])

  var message: String {
    switch self {
    case .unknownCommand(let name, let path, _):
      "unknown command '\((path + [name]).joined(separator: " "))'"
    case .missingCommand(let path): "'\(program(path))' needs to know which of its commands to run"
    case .unknownOption(let option, let path, _, _):
      path.isEmpty ? "unknown option '\(option)'" : "'\(program(path))' has no option '\(option)'"
    case .missingValue(let option, let placeholder):
      "the option '\(option)' needs a value: \(option) \(placeholder)"
    case .unwantedValue(let option, let value):
      "the option '\(option)' takes no value, but was given '\(value)'"
    case .unfitValue(let value, let subject, let wanted, _):
      "'\(value)' does not fit \(subject), which wants \(wanted)"
    case .missingArgument(let name, let path): "'\(program(path))' needs \(name)"
    case .extraArgument(let value, let path):
      path.isEmpty
        ? "unexpected '\(value)'" : "'\(program(path))' does not know what to do with '\(value)'"
    }
  }

  /// What to do next, the most likely first.
  var hints: [String] {
    switch self {
    case .unknownCommand(_, let path, let near):
      meant(near) + ["'\(program(["help"] + path))' lists the commands"]
    case .missingCommand(let path): ["'\(program(["help"] + path))' lists them"]
    case .unknownOption(let option, let path, let near, let owner):
      if let owner {
        ["it belongs behind its command: \(program(owner)) \(option)"]
      } else {
        meant(near) + ["'\(program(["help"] + path))' lists the options"]
      }
    case .missingValue(let option, let placeholder):
      ["a value that begins with a dash is written \(option)=\(placeholder)"]
    case .unwantedValue(let option, _): ["write just \(option)"]
    case .unfitValue(_, _, _, let near): meant(near)
    case .missingArgument(_, let path), .extraArgument(_, let path):
      ["'\(program(["help"] + path))' shows how it is used"]
    }
  }

  private func program(_ path: [String]) -> String {
    (["plumb"] + path).joined(separator: " ")
  }

  private func meant(_ names: [String]) -> [String] {
    names.isEmpty
      ? [] : ["did you mean \(names.map { "'\($0)'" }.spokenList(joinedBy: "or"))?"]
  }
}
