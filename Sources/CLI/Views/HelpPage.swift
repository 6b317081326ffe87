internal import Host

/// A command explained, from its definition.
struct HelpPage {
  private let command: Command
  private let path: [String]
  private let palette: Palette
  private let columns: Int

  init(_ command: Command, path: [String], in output: Output) {
    self.init(command, path: path, palette: output.palette, columns: output.columns)
  }

  init(_ command: Command, path: [String], palette: Palette, columns: Int) {
    self.command = command
    self.path = path
    self.palette = palette
    self.columns = columns
  }

  /// What somebody needs who typed nothing but the name of the program.
  var short: String {
    pages([
      [paragraph(command.summary.sentence)], usage, commands,
      examples(command.examples), closing,
    ])
  }

  /// All there is to say.
  var full: String {
    pages(
      [[paragraph(command.summary.sentence)], usage] + command.discussion.map { [paragraph($0)] }
        + [
          commands, table("arguments", command.arguments.map { ($0.usage, $0.summary) }),
          table("options", command.allOptions.map { ($0.usage, explanation($0)) }),
          environment, examples(command.examples), exits,
          command.subcommands.isEmpty ? [] : closing,
        ])
  }

  // MARK: - Sections

  private var name: String { (["plumb"] + path).joined(separator: " ") }

  private var usage: [String] {
    let words = command.subcommands.isEmpty ? command.arguments.map(\.usage) : ["COMMAND"]
    return [heading("usage") + " " + ([name] + words + ["[options]"]).joined(separator: " ")]
  }

  private var commands: [String] {
    table("commands", command.subcommands.map { ($0.name, $0.summary) })
  }

  private var environment: [String] {
    let own = command.allOptions.compactMap { option in
      option.variable.map { ($0, "used when --\(option.name) is not given") }
    }
    let colors = [
      ("NO_COLOR", "no colours, whatever else is set"),
      ("FORCE_COLOR, CLICOLOR_FORCE", "colours also where there is no terminal"),
    ]
    return table("environment", path.isEmpty ? colors : own)
  }

  private var exits: [String] {
    let own = command.exits.map { (String($0.code.rawValue), $0.meaning) }
    let codes = path.isEmpty ? ExitCode.allCases : ExitCode.common
    let common = codes.map { (String($0.rawValue), $0.meaning) }
    return table("exit codes", path.isEmpty ? common : own + common)
  }

  private var closing: [String] {
    ["'\((["plumb", "help"] + path).joined(separator: " ")) COMMAND' explains one command."]
  }

  private func examples(_ examples: [Command.Example]) -> [String] {
    guard !examples.isEmpty else { return [] }
    return [heading("examples")]
      + examples.flatMap { ["  " + palette.paint($0.line, .bold), "      " + $0.explanation] }
  }

  private func explanation(_ option: Option) -> String {
    var text = option.summary
    if case .value(_, .choice(let choices)) = option.form, option != .color {
      text += ": " + choices.spokenList(joinedBy: "or")
    }
    if let fallback = option.fallback { text += " (default: \(fallback))" }
    return text
  }

  // MARK: - Layout

  private func heading(_ text: String) -> String { palette.paint(text + ":", .bold) }

  private func pages(_ sections: [[String]]) -> String {
    sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }

  private func paragraph(_ text: String) -> String {
    text.wrapped(columns: columns).joined(separator: "\n")
  }

  private func table(_ title: String, _ rows: [(String, String)]) -> [String] {
    guard !rows.isEmpty else { return [] }
    let width = min(rows.map(\.0.count).max() ?? 0, 28)
    let indent = String(repeating: " ", count: width + 4)
    return [heading(title)]
      + rows.flatMap { term, text in
        var lines = text.wrapped(columns: columns - indent.count).map { indent + $0 }
        let padded = "  " + term + String(repeating: " ", count: max(0, width + 2 - term.count))
        if term.count <= width, let first = lines.first {
          lines[0] = padded + first.dropFirst(indent.count)
        } else {
          lines.insert(padded.trimmedEnd, at: 0)
        }
        return lines
      }
  }
}

extension String {
  /// The text broken at spaces into lines of at most `columns` characters. A longer word has a line
  /// of its own.
  func wrapped(columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > columns {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + [line]
  }

  /// With a capital letter and a full stop.
  var sentence: String { prefix(1).uppercased() + dropFirst() + "." }

  var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
