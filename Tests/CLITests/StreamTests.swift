import Host
import TestSupport
import Testing

@testable import CLI

@Suite struct `Colours depend on the caller and the stream` {
  @Test(arguments: [
    ("auto", [:], true, true), ("auto", [:], false, false),
    ("auto", ["NO_COLOR": "1"], true, false), ("auto", ["NO_COLOR": ""], true, true),
    ("auto", ["TERM": "dumb"], true, false), ("auto", ["TERM": "xterm"], true, true),
    ("auto", ["FORCE_COLOR": "1"], false, true), ("auto", ["FORCE_COLOR": "0"], false, false),
    ("auto", ["FORCE_COLOR": ""], false, false), ("auto", ["CLICOLOR_FORCE": "1"], false, true),
    ("auto", ["CLICOLOR_FORCE": "1", "TERM": "dumb"], true, true),
    ("auto", ["NO_COLOR": "1", "FORCE_COLOR": "1"], true, false),
    ("always", ["NO_COLOR": "1", "TERM": "dumb"], false, true),
    ("never", ["FORCE_COLOR": "1"], true, false),
  ])
  func `by flag, then variables, then the terminal`(
    when: String, variables: [String: String], onTerminal: Bool, expected: Bool
  ) {
    let palette = Palette.chosen(
      when: when, environment: Environment(variables),
      terminal: onTerminal ? Terminal(columns: 80) : nil)
    #expect(palette.isOn == expected)
  }

  @Test func `each stream decides for itself`() async {
    let terminal = MemoryOutput(terminal: Terminal(columns: 80))
    let piped = await Session.run(["help"], errors: terminal)
    #expect(!piped.output.contains("\u{1B}"))
    let wrong = await Session.run(["bogus"], errors: MemoryOutput(terminal: Terminal(columns: 80)))
    #expect(wrong.errors.hasPrefix("\u{1B}[1;31merror:\u{1B}[0m unknown command 'bogus'\n"))
  }

  @Test(arguments: [
    ["--no-color"], ["--color", "never"], ["--color=never"], ["--no-color", "--color=always"],
  ])
  func `a wrong line is still told how to look`(flags: [String]) async {
    let terminal = MemoryOutput(terminal: Terminal(columns: 80))
    let session = await Session.run(["bogus"] + flags, errors: terminal)
    #expect(session.errors.hasPrefix("error: unknown command 'bogus'\n"))
  }
}

@Suite struct `Every ending has its code and its words` {
  @Test func `no arguments show what there is`() async {
    let session = await Session.run([])
    #expect(session.code == .ok)
    #expect(session.errors == "")
    #expect(
      session.output.hasPrefix(
        "Keeps vector collections true to git.\n\nusage: plumb COMMAND [options]\n\ncommands:\n"))
  }

  @Test func `a typo is told on standard error`() async {
    let session = await Session.run("versoin")
    #expect(session.code == .usage)
    #expect(session.output == "")
    #expect(
      session.errors == """
        error: unknown command 'versoin'
          hint: did you mean 'version'?
          hint: 'plumb help' lists the commands

        """)
  }

  @Test func `whoever asked for JSON gets one document, also of a failure`() async {
    let session = await Session.run("version extra --json")
    #expect(session.code == .usage)
    #expect(
      session.output == """
        {
          "format_version": "1.0",
          "error": {
            "code": "usage",
            "message": "'plumb version' does not know what to do with 'extra'",
            "hints": [
              "'plumb help version' shows how it is used"
            ]
          },
          "exit_code": 64
        }

        """)
  }

  @Test func `a reader that went away ends it without a word`() async {
    let closed = MemoryOutput(failing: SystemError("write", "standard output", number: 32))
    let session = await Session.run(["version"], output: closed)
    #expect(session.code == .closedPipe)
    #expect(session.errors == "")
  }

  @Test func `a full disk is told`() async {
    let full = MemoryOutput(failing: SystemError("write", "standard output", number: 28))
    let session = await Session.run(["version", "--json"], output: full)
    #expect(session.code == .failure)
    #expect(
      session.errors == """
        error: cannot write standard output: no space left on device
          hint: free some space, or write somewhere else

        """)
  }

  @Test func `the version is one line`() async {
    #expect(await Session.run("version").output == "plumb 0.1.0\n")
    #expect(await Session.run("--version").output == "plumb 0.1.0\n")
  }
}
