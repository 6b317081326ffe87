import Host
import TestSupport
import Testing

@testable import CLI

@Suite struct `Help comes from the definition` {
  @Test func `a command is explained with all it accepts`() {
    let page = HelpPage(
      Sample.apply, path: ["apply"], palette: Palette(isOn: false), columns: 60)
    #expect(
      page.full == """
        Make it so.

        usage: plumb apply PATH… [options]

        It asks first.

        arguments:
          PATH…  manifests and folders of them

        options:
          -y, --yes     do not ask
          --limit N     how many to show (default: 10)
          --tag TAG     only these
          --json        print one JSON document on standard output
          --color WHEN  colour the output: always, never, or only on
                        a terminal (default: auto)
          --no-color    the same as --color never
          -h, --help    explain the command

        environment:
          SAMPLE_LIMIT  used when --limit is not given

        examples:
          plumb apply manifests/
              all of them

        exit codes:
          0    it is so
          64   wrong usage of the command line
          130  stopped by Ctrl-C (SIGINT)
          141  the reader of the output went away, as in 'plumb … |
               head'
          143  stopped by SIGTERM

        """)
  }

  @Test func `three ways to ask give one answer`() async {
    let answers = [
      await Session.run("help version").output, await Session.run("version --help").output,
      await Session.run("version -h").output,
    ]
    #expect(answers[0].hasPrefix("Print the version of plumb.\n"))
    #expect(Set(answers).count == 1)
  }

  @Test func `help for a command that does not exist is a typo too`() async {
    let session = await Session.run("help versoin")
    #expect(session.code == .usage)
    #expect(
      session.errors.hasPrefix("error: unknown command 'versoin'\n  hint: did you mean 'version'?"))
  }

  @Test func `every command has an example that it accepts`() throws {
    for (path, command) in Command.plumb.tree() {
      #expect(!command.examples.isEmpty, "\(path)")
      for example in command.examples {
        if example.line.hasPrefix("#") { continue }
        let words = example.line.split(separator: " ").map(String.init)
        let start = try #require(words.firstIndex { $0.hasSuffix("plumb") }, "\(example.line)")
        let own = words[(start + 1)...].prefix { !["|", ">", "<"].contains($0) }
        let line = own.map { $0.last == ")" ? String($0.dropLast()) : $0 }
        #expect(throws: Never.self, "\(example.line)") {
          _ = try ArgumentParser.parse(line, root: .plumb, environment: .init())
        }
      }
    }
  }

  @Test func `no line of help is wider than it should be`() {
    for (path, command) in Command.plumb.tree() {
      let page = HelpPage(command, path: path, palette: Palette(isOn: false), columns: 80).full
      for line in page.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }
  }

  @Test func `names are unique and options are declared once`() {
    for (path, command) in Command.plumb.tree() {
      let spellings = command.allOptions.flatMap(\.spellings)
      #expect(Set(spellings).count == spellings.count, "\(path)")
      let names = command.subcommands.map(\.name)
      #expect(Set(names).count == names.count, "\(path)")
    }
  }

  @Test func `the reference has every command`() async {
    let reference = await Session.run("help --markdown").output
    for (path, _) in Command.plumb.tree().dropFirst() {
      #expect(reference.contains("## plumb \(path.joined(separator: " "))\n"))
    }
  }

  @Test func `the README says what the program says`() async throws {
    let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let readme = String(
      decoding: try Files.read("\(root)/README.md", limit: 1 << 20), as: UTF8.self)
    for command in Command.plumb.subcommands {
      let row = readme.contains("\n| `plumb \(command.name)` | \(command.summary) |\n")
      #expect(row, "the table of commands lacks \(command.name)")
    }
    for code in ExitCode.allCases {
      let row = readme.contains("\n| \(code.rawValue) | \(code.meaning) |\n")
      #expect(row, "the table of exit codes lacks \(code)")
    }
    let broken = Shell.run("cd \(root) && plumb validate examples/broken.yaml 2>&1")
    #expect(readme.contains("$ plumb validate examples/broken.yaml\n" + broken.output + "```"))
  }
}
