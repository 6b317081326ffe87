internal import Engine
internal import Model
internal import Wire

/// `plumb doctor`: whether everything answers.
enum DoctorCommand {
  static let definition = Command(
    "doctor", "check that every store and target of the connections answers",
    discussion: [
      """
      Nothing is written. For stores in buckets it says where the credentials come from, and never what \
      they are.
      """
    ],
    options: [.connections, .json],
    examples: [Command.Example("plumb doctor", "what works and what does not")],
    exits: [
      Command.Exit(.ok, "everything answers"),
      Command.Exit(.failure, "something does not; the lines say what"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let findings = await Checkup(try await StorePlaces.of(context)).findings()
    if context.values.isOn(.json) {
      try context.output.print([
        "plumb_version": .string(VersionCommand.number), "findings": .array(findings.map(json)),
      ])
    } else {
      let lines = findings.map { text($0, context.output.palette) }
      try context.output.write("plumb \(VersionCommand.number)\n" + lines.joined())
    }
    return findings.allSatisfy(\.isFine) ? .ok : .failure
  }

  private static func text(_ finding: Checkup.Finding, _ palette: Palette) -> String {
    let mark = finding.isFine ? palette.paint("ok", .green) : palette.paint("failed", .red)
    let more =
      (finding.credentials.map { ["credentials: \($0.printable)"] } ?? [])
      + finding.hints.map { "hint: \($0.printable)" }
    return "\(finding.kind) \(finding.name.printable): \(mark), \(finding.detail.printable)\n"
      + more.map { "  \($0)\n" }.joined()
  }

  private static func json(_ finding: Checkup.Finding) -> JSON {
    [
      "kind": .string(finding.kind), "name": .string(finding.name), "ok": .bool(finding.isFine),
      "detail": .string(finding.detail), "credentials": JSON(finding.credentials),
      "hints": .array(finding.hints.map { .string($0) }),
    ]
  }
}
