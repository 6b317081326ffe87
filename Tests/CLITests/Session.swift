import Host
import TestSupport

@testable import CLI

/// One run of the program in memory.
struct Session {
  let code: ExitCode
  let output: String
  let errors: String

  static func run(
    _ arguments: [String], environment: [String: String] = [:], input: String = "",
    typing: String? = nil, output: MemoryOutput = MemoryOutput(),
    errors: MemoryOutput = MemoryOutput()
  ) async -> Session {
    let surroundings = Surroundings(
      environment: Environment(environment),
      input: typing.map { MemoryInput($0, isTerminal: true) } ?? MemoryInput(input),
      output: output,
      errors: errors, clock: ManualTime().clock)
    let code = await Plumb.run(arguments, in: surroundings)
    return Session(code: code, output: output.text, errors: errors.text)
  }

  static func run(_ line: String) async -> Session {
    await run(line.split(separator: " ").map(String.init))
  }
}

/// A program that has everything a definition can have, so that tests do not depend on the real one.
enum Sample {
  static let store = Argument("STORE", .text, .one, "the store to look into")
  static let paths = Argument("PATH", .file, .many, "manifests and folders of them")
  static let limit = Option.value(
    "limit", "N", .integer(1...100), fallback: "10", variable: "SAMPLE_LIMIT", "how many to show")
  static let tag = Option.value("tag", "TAG", .text, repeats: true, "only these")
  static let yes = Option.flag("yes", short: "y", "do not ask")
  static let format = Option.value(
    "format", "FORMAT", .choice(["text", "json"]), "how to print it")

  static let apply = Command(
    "apply", "make it so", discussion: ["It asks first."], arguments: [paths],
    options: [yes, limit, tag, .json],
    examples: [Command.Example("plumb apply manifests/", "all of them")],
    exits: [Command.Exit(.ok, "it is so")]
  ) { _ in .ok }

  static let inspect = Command(
    "inspect", "look into a store", arguments: [store], options: [format],
    examples: [Command.Example("plumb store inspect lake", "look")]
  ) { _ in .ok }

  static let program = Command(
    "plumb", "does things", options: [.version], examples: [],
    subcommands: [
      apply,
      Command("store", "stores", examples: [], subcommands: [inspect]),
      VersionCommand.definition,
    ])
}
