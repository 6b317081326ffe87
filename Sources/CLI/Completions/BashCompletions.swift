/// The completion script for bash.
struct BashCompletions {
  private let program: Command

  init(_ program: Command) {
    self.program = program
  }

  var script: String {
    """
    # bash completion for plumb, made by 'plumb completions bash'

    _plumb_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur"); }
    _plumb_files() {
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
    }

    _plumb() {
      local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} at= word i
      COMPREPLY=()
      # bash takes '--color=always' for three words.
      if [[ $cur == "=" ]]; then cur=; elif [[ $prev == "=" ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
      for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        case "$at/$word" in
          \(paths.joined(separator: "|"))) at=$at/$word ;;
        esac
      done
      case "$at $prev" in
    \(program.tree().flatMap(values).map { "    " + $0 + "\n" }.joined())  esac
      case "$at $cur" in
    \(program.tree().flatMap(words).map { "    " + $0 + "\n" }.joined())  esac
    }

    complete -F _plumb plumb

    """
  }

  private var paths: [String] {
    program.tree().dropFirst().map { "/" + $0.path.joined(separator: "/") }
  }

  /// What may follow an option that takes a value.
  private func values(_ path: [String], _ command: Command) -> [String] {
    command.allOptions.compactMap { option in
      guard case .value(_, let kind) = option.form else { return nil }
      let patterns = option.spellings.map { "'\(place(path)) \($0)'" }.joined(separator: "|")
      return "\(patterns)) \(offer(kind)) ; return ;;"
    }
  }

  /// What may stand where an option, a command or an argument is expected.
  private func words(_ path: [String], _ command: Command) -> [String] {
    let options = command.allOptions.flatMap(\.spellings).joined(separator: " ")
    let offer =
      command.subcommands.isEmpty
      ? command.arguments.first.map { self.offer($0.kind) } ?? ":"
      : "_plumb_words '\(command.subcommands.map(\.name).joined(separator: " "))'"
    return ["'\(place(path)) -'*) _plumb_words '\(options)' ;;", "'\(place(path)) '*) \(offer) ;;"]
  }

  private func place(_ path: [String]) -> String { path.map { "/" + $0 }.joined() }

  private func offer(_ kind: ValueKind) -> String {
    switch kind {
    case .text, .integer: ":"
    case .file: "_plumb_files -f"
    case .folder: "_plumb_files -d"
    case .choice(let choices): "_plumb_words '\(choices.joined(separator: " "))'"
    case .command: "_plumb_words '\(program.subcommands.map(\.name).joined(separator: " "))'"
    }
  }
}
