/// The reference of all commands as markdown, from their definition.
struct Reference {
  private let program: Command

  init(_ program: Command) {
    self.program = program
  }

  var markdown: String {
    let commands = program.tree().dropFirst().map { section($0.path, $0.command) }
    return "# Commands\n\n" + commands.joined(separator: "\n")
  }

  private func section(_ path: [String], _ command: Command) -> String {
    let page = HelpPage(command, path: path, palette: Palette(isOn: false), columns: 78).full
    return "## \((["plumb"] + path).joined(separator: " "))\n\n```\n\(page)```\n"
  }
}
