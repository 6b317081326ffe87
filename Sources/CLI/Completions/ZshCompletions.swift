/// The completion script for zsh: one function per command.
struct ZshCompletions {
  private let program: Command

  init(_ program: Command) {
    self.program = program
  }

  var script: String {
    let functions = program.tree().map { function($0.path, $0.command) }.joined(separator: "\n")
    return """
      #compdef plumb
      # zsh completion for plumb, made by 'plumb completions zsh'

      \(functions)
      # Loaded by compinit this file is the function itself; sourced, it registers the function.
      if [[ ${funcstack[1]} == _plumb ]]; then _plumb "$@"; else compdef _plumb plumb; fi

      """
  }

  private func function(_ path: [String], _ command: Command) -> String {
    var lines = ["\(name(path))() {"]
    if command.subcommands.isEmpty {
      lines.append("  _arguments -s \\")
      lines += specs(command).map { "    \($0) \\" } + ["    && return 0"]
    } else {
      lines += ["  local curcontext=$curcontext state line", "  _arguments -C \\"]
      lines += specs(command).map { "    \($0) \\" }
      lines += [
        "    '1: :->command' '*:: :->rest' && return 0", "  case $state in", "    command)",
      ]
      lines += ["      local -a commands=("]
      lines += command.subcommands.map { "        '\($0.name):\(quoted($0.summary))'" }
      lines += ["      )", "      _describe command commands ;;", "    rest)"]
      lines += ["      case ${words[1]} in"]
      lines += command.subcommands.map { "        \($0.name)) \(name(path + [$0.name])) ;;" }
      lines += ["      esac ;;", "  esac"]
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  private func name(_ path: [String]) -> String { (["_plumb"] + path).joined(separator: "_") }

  private func specs(_ command: Command) -> [String] {
    command.allOptions.flatMap { option in
      option.spellings.map { spelling in
        let several = option.repeats ? "*" : ""
        let text = "[\(quoted(option.summary))]"
        return switch option.form {
        case .flag: "'\(several)\(spelling)\(text)'"
        case .value(let placeholder, let kind):
          "'\(several)\(spelling)=\(text):\(placeholder):\(offer(kind))'"
        }
      }
    }
      + command.arguments.map { argument in
        "'\(argument.takesSeveral ? "*" : "")\(argument.isRequired ? ":" : "::")"
          + "\(argument.name):\(offer(argument.kind))'"
      }
  }

  /// Fit for a description in single quotes: brackets and colons end it.
  private func quoted(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "'": result += "'\\''"
      case "[", "]", ":": result += "\\" + String(character)
      default: result.append(character)
      }
    }
    return result
  }

  private func offer(_ kind: ValueKind) -> String {
    switch kind {
    case .text, .integer: " "
    case .file: "_files"
    case .folder: "_files -/"
    case .choice(let choices): "(\(choices.joined(separator: " ")))"
    case .command: "(\(program.subcommands.map(\.name).joined(separator: " ")))"
    }
  }
}
