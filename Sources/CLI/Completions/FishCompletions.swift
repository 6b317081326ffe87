/// The completion script for fish.
struct FishCompletions {
  private let program: Command

  init(_ program: Command) {
    self.program = program
  }

  var script: String {
    """
    # fish completion for plumb, made by 'plumb completions fish'

    # True when the words so far name this command.
    function __plumb_at
        set -l at
        set -l words (commandline -opc)
        for word in $words[2..]
            contains -- "$at/$word" \(paths.joined(separator: " "))
            and set at "$at/$word"
        end
        test "$at" = "$argv[1]"
    end

    complete -c plumb -f
    \(program.tree().flatMap(lines).joined(separator: "\n"))

    """
  }

  private var paths: [String] {
    program.tree().dropFirst().map { "/" + $0.path.joined(separator: "/") }
  }

  private func lines(_ path: [String], _ command: Command) -> [String] {
    let start = "complete -c plumb -n '__plumb_at \"\(path.map { "/" + $0 }.joined())\"'"
    let commands = command.subcommands.map { "\(start) -a \($0.name) -d '\(quoted($0.summary))'" }
    let arguments = command.arguments.prefix(1).flatMap { argument in
      offer(argument.kind).map { "\(start) \($0)" }
    }
    return commands + arguments + command.allOptions.map { "\(start) \(option($0))" }
  }

  private func option(_ option: Option) -> String {
    let short = option.short.map { "-s \($0) " } ?? ""
    let names = "\(short)-l \(option.name) -d '\(quoted(option.summary))'"
    guard case .value(_, let kind) = option.form else { return names }
    return ([names, "-r"] + offer(kind)).joined(separator: " ")
  }

  private func offer(_ kind: ValueKind) -> [String] {
    switch kind {
    case .text, .integer: ["-f"]
    case .file: ["-F"]
    case .folder: ["-f -a '(__fish_complete_directories)'"]
    case .choice(let choices): ["-f -a '\(choices.joined(separator: " "))'"]
    case .command: ["-f -a '\(program.subcommands.map(\.name).joined(separator: " "))'"]
    }
  }

  private func quoted(_ text: String) -> String {
    text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "\\'")
  }
}
