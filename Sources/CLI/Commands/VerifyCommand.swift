internal import Engine
internal import Model
internal import Wire

/// `plumb verify`: is what is live what the source says?
enum VerifyCommand {
  private static let sample = Option.value(
    "sample", "N", .integer(0...1_000_000), fallback: "1000",
    "how many points to read back whole and compare, vectors and payloads")
  private static let deep = Option.flag(
    "deep", "read back every point, not a sample: a mark says what was written, the content what is"
  )

  static let definition = Command(
    "verify",
    "compare what is live with the source: counts, ids, fingerprints, a sample of content",
    discussion: [
      """
      Every id and fingerprint is compared. Of an even sample the whole point is read back, its vector \
      and payload are compared with the source, and it is looked for by search. Somebody who changes a \
      point and leaves its mark alone is found only so, and by --deep for certain.
      """
    ],
    arguments: [.manifests], options: Option.contact + [sample, deep, .json],
    examples: [
      Command.Example("plumb verify docs.yaml", "after an apply, or at any time"),
      Command.Example("plumb verify --sample 100000 --json docs.yaml", "more thoroughly, in a job"),
      Command.Example("plumb verify --deep docs.yaml", "every byte that is stored"),
    ],
    exits: [
      Command.Exit(.ok, "everything is as the manifest says"),
      Command.Exit(.changes, "something differs"),
      Command.Exit(.failure, "a source or target could not be read"),
    ],
    action: run)

  private static func run(_ context: CommandContext) async throws -> ExitCode {
    let work = try await ManifestWork.load(context, paths: context.values.texts(.manifests))
    let depth =
      context.values.isOn(deep)
      ? VerificationDepth.deep : .sample(context.values.integer(sample) ?? 1000)
    var results: [Verification] = []
    for reconciler in work.reconcilers {
      results.append(try await reconciler.verify(depth))
      context.progress.finish()
    }
    if context.values.isOn(.json) {
      try context.output.print([
        "results": .array(results.map(VerificationView.json)),
        "clean": .bool(results.allSatisfy(\.isClean)),
      ])
    } else {
      let view = VerificationView(palette: context.output.palette)
      try context.output.write(results.map { view.text($0) }.joined(separator: "\n"))
    }
    return results.allSatisfy(\.isClean) ? .ok : .changes
  }
}
