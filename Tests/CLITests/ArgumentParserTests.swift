import Host
import Testing

@testable import CLI

@Suite struct `The command line is read by the definition` {
  private func parse(_ line: String, environment: [String: String] = [:]) throws -> Invocation {
    let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    let outcome = try ArgumentParser.parse(
      words, root: Sample.program, environment: Environment(environment))
    guard case .run(let invocation) = outcome else { throw NotRun() }
    return invocation
  }

  private struct NotRun: Error {}

  @Test func `options may stand anywhere`() throws {
    for line in ["apply --yes a b", "apply a --yes b", "apply a b -y"] {
      let values = try parse(line).values
      #expect(values.isOn(Sample.yes))
      #expect(values.texts(Sample.paths) == ["a", "b"])
    }
  }

  @Test func `a value follows its option or an equals sign`() throws {
    #expect(try parse("apply a --limit 7").values.integer(Sample.limit) == 7)
    #expect(try parse("apply a --limit=7").values.integer(Sample.limit) == 7)
    #expect(try parse("apply a --tag=x=y").values.texts(Sample.tag) == ["x=y"])
    #expect(try parse("apply a --tag -").values.texts(Sample.tag) == ["-"])
  }

  @Test func `a repeated option adds up or the last one counts`() throws {
    let values = try parse("apply a --tag b --limit 1 --tag c --limit 2").values
    #expect(values.texts(Sample.tag) == ["b", "c"])
    #expect(values.integer(Sample.limit) == 2)
  }

  @Test func `behind two dashes everything is an argument`() throws {
    let values = try parse("apply -- --yes -y --").values
    #expect(values.texts(Sample.paths) == ["--yes", "-y", "--"])
    #expect(!values.isOn(Sample.yes))
  }

  @Test func `a missing option takes the variable then the default`() throws {
    #expect(try parse("apply a").values.integer(Sample.limit) == 10)
    let environment = ["SAMPLE_LIMIT": "20"]
    #expect(try parse("apply a", environment: environment).values.integer(Sample.limit) == 20)
    let given = try parse("apply a --limit 30", environment: environment)
    #expect(given.values.integer(Sample.limit) == 30)
    let empty = try parse("apply a", environment: ["SAMPLE_LIMIT": ""])
    #expect(empty.values.integer(Sample.limit) == 10)
  }

  @Test func `commands nest and common options stand before them`() throws {
    let invocation = try parse("--no-color store --color never inspect lake")
    #expect(invocation.path == ["store", "inspect"])
    #expect(invocation.values.text(Sample.store) == "lake")
    #expect(invocation.values.isOn(.noColor))
  }

  @Test(arguments: [
    ("aply x", "unknown command 'aply'", "did you mean 'apply'?|'plumb help' lists the commands"),
    ("xyzzy", "unknown command 'xyzzy'", "'plumb help' lists the commands"),
    (
      "store inspcet", "unknown command 'store inspcet'",
      "did you mean 'inspect'?|'plumb help store' lists the commands"
    ),
    (
      "store", "'plumb store' needs to know which of its commands to run",
      "'plumb help store' lists them"
    ),
    (
      "apply x --ys", "'plumb apply' has no option '--ys'",
      "did you mean '--yes'?|'plumb help apply' lists the options"
    ),
    (
      "--yes apply x", "unknown option '--yes'",
      "it belongs behind its command: plumb apply --yes"
    ),
    (
      "apply x -z", "'plumb apply' has no option '-z'", "'plumb help apply' lists the options"
    ),
    (
      "apply x --limit", "the option '--limit' needs a value: --limit N",
      "a value that begins with a dash is written --limit=N"
    ),
    (
      "apply x --limit --yes", "the option '--limit' needs a value: --limit N",
      "a value that begins with a dash is written --limit=N"
    ),
    (
      "apply x --yes=no", "the option '--yes' takes no value, but was given 'no'",
      "write just --yes"
    ),
    (
      "apply x --limit 101",
      "'101' does not fit the option '--limit', which wants a whole number from 1 to 100", ""
    ),
    (
      "store inspect a --format jsn",
      "'jsn' does not fit the option '--format', which wants text or json", "did you mean 'json'?"
    ),
    (
      "apply x --tag=",
      "'' does not fit the option '--tag', which wants something that is not empty",
      ""
    ),
    ("apply", "'plumb apply' needs PATH…", "'plumb help apply' shows how it is used"),
    (
      "store inspect a b", "'plumb store inspect' does not know what to do with 'b'",
      "'plumb help store inspect' shows how it is used"
    ),
  ])
  func `a wrong line says what is wrong and what to do`(
    line: String, message: String, hints: String
  ) throws {
    let error = try #require(throws: UsageError.self) { try parse(line) }
    #expect(error.message == message)
    #expect(error.hints.joined(separator: "|") == hints)
  }

  @Test func `a wrong variable is named`() throws {
    let error = try #require(throws: UsageError.self) {
      try parse("apply a", environment: ["SAMPLE_LIMIT": "many"])
    }
    #expect(
      error.message
        == "'many' does not fit the variable SAMPLE_LIMIT, which wants a whole number from 1 to 100"
    )
  }

  @Test func `help is asked for at any place`() throws {
    for line in [["apply", "--help"], ["apply", "-h", "--bogus"], ["apply", "x", "--yes", "-h"]] {
      let outcome = try ArgumentParser.parse(
        line, root: Sample.program, environment: Environment())
      guard case .help(let path, _) = outcome else {
        Issue.record("\(line) did not ask for help")
        continue
      }
      #expect(path == ["apply"])
    }
  }
}
