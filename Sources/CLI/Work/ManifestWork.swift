internal import Crypto
internal import Engine
internal import Host
internal import Manifests
internal import Model

/// The manifests of a command line, ready to be reconciled, each after those that it depends on.
struct ManifestWork: Sendable {
  let files: [SourceFile]
  let reconcilers: [Reconciler]

  /// Reads manifests and connections. Errors in a manifest are shown and end the command.
  static func load(_ context: CommandContext, paths: [String]) async throws -> ManifestWork {
    let files = try await ManifestSearch.files(at: paths, input: context.input)
    return try await load(context, files: files)
  }

  static func load(_ context: CommandContext, files: [SourceFile]) async throws -> ManifestWork {
    let set = ManifestReader.read(files: files)
    try show(set.problems, context, of: "manifest")
    let workshop = try await Workshop.of(context)
    let samples = context.values.integerIfKnown(.samples) ?? 5
    let commits = await commits(set, files)
    let reconcilers = ordered(set.manifests.map(\.manifest)).map {
      Reconciler(
        $0, canonical: $0.canonical, workshop: workshop, approvals: context.values.approvals,
        samples: samples, gitCommit: commits[$0.name])
    }
    return ManifestWork(files: files, reconcilers: reconcilers)
  }

  /// By the name of the manifest.
  private static func commits(_ set: ManifestSet, _ files: [SourceFile]) async -> [String: String] {
    var commits: [String: String] = [:]
    for file in files {
      let own = set.manifests.filter { $0.place.file == file.path }
      guard !own.isEmpty, let commit = await ManifestCommit.of(file) else { continue }
      for entry in own { commits[entry.manifest.name] = commit }
    }
    return commits
  }

  /// Warnings are shown; an error ends the command as a guard would.
  static func show(_ problems: [Problem], _ context: CommandContext, of kind: String) throws {
    let view = ProblemView(palette: context.messages.palette)
    for problem in problems { context.messages.note(view.text(problem)) }
    let errors = problems.count { $0.severity == .error }
    guard errors == 0 else {
      throw CommandError(
        "invalid_\(kind)", "\(errors.counted("error")) in the \(kind)s; nothing was contacted",
        hints: ["check them alone with 'plumb validate'"], exit: .blocked)
    }
  }

  /// Dependencies first, else as given. Validation has refused cycles and unknown names.
  private static func ordered(_ manifests: [Manifest]) -> [Manifest] {
    var result: [Manifest] = []
    var done: Set<String> = []
    func visit(_ manifest: Manifest) {
      guard done.insert(manifest.name).inserted else { return }
      for name in manifest.dependsOn {
        if let dependency = manifests.first(where: { $0.name == name }) { visit(dependency) }
      }
      result.append(manifest)
    }
    for manifest in manifests { visit(manifest) }
    return result
  }
}

extension Workshop {
  /// The machine and the connections that a command works with.
  static func of(_ context: CommandContext) async throws -> Workshop {
    Workshop(
      connections: try await ConnectionsSearch.connections(context),
      identity: ProcessIdentity.current(), clock: SystemClock(),
      progress: context.events ?? ProgressReport(context.progress) as any ProgressSink,
      cache: context.values.isOnIfKnown(.noCache) ? nil : cacheFolder(context.environment),
      scratch: context.environment.nonEmpty("TMPDIR") ?? "/var/tmp",
      downloads: cacheFolder(context.environment), environment: context.environment,
      lockID: { Hex.text(Random.bytes(16)) })
  }

  /// Where the operator says, else where the desktop says, else below the home folder.
  fileprivate static func cacheFolder(_ environment: Environment) -> String? {
    if let folder = environment.nonEmpty("PLUMB_CACHE") { return folder }
    if let folder = environment.nonEmpty("XDG_CACHE_HOME") { return folder + "/plumb" }
    return environment.nonEmpty("HOME").map { $0 + "/.cache/plumb" }
  }
}

extension StorePlaces {
  static func of(_ context: CommandContext) async throws -> StorePlaces {
    StorePlaces(
      connections: try await ConnectionsSearch.connections(context),
      environment: context.environment, clock: SystemClock(),
      downloads: Workshop.cacheFolder(context.environment))
  }
}

/// Hands the engine's progress to the progress line.
struct ProgressReport: ProgressSink {
  private let progress: Progress

  init(_ progress: Progress) {
    self.progress = progress
  }

  func begin(_ phase: String, total: Int?) { progress.start(phase, total: total) }
  func advance(by count: Int) { progress.advance(count) }
  func end() { progress.finish() }
}

extension Values {
  func integerIfKnown(_ option: Option) -> Int? {
    textIfKnown(option).flatMap { Int($0) }
  }
}
