internal import Host
internal import Manifests

/// Finds and reads the manifests behind the paths of a command line.
///
/// A file is taken whatever its name; `-` is standard input; a folder stands for every `*.yaml` and
/// `*.yml` below it, except hidden ones, in the order of their bytes. Links are followed, and every
/// file and folder counts once, so a loop of links ends.
struct ManifestSearch: Sendable {
  /// Of one file, and of all together. A manifest has a few kilobytes; beyond the first limit the
  /// path is a mistake, and beyond the second somebody named the wrong folder.
  static let fileLimit = 64 << 20
  static let totalLimit = 256 << 20

  private let input: any InputChannel
  private let flag: CancellationFlag
  private var seen: Set<Files.Identity> = []
  private var files: [SourceFile] = []
  private var size = 0
  /// How many manifests were met, also those that were met before.
  private var met = 0

  private init(_ input: any InputChannel, _ flag: CancellationFlag) {
    self.input = input
    self.flag = flag
  }

  /// All files behind `paths`, read off the cooperative pool. There is at least one.
  static func files(at paths: [String], input: any InputChannel) async throws -> [SourceFile] {
    let lane = BlockingLane(label: "plumb.manifests")
    return try await withCancellationFlag { flag in
      try await lane.run { () throws(any Error) -> [SourceFile] in
        var search = ManifestSearch(input, flag)
        for path in paths { try search.take(path) }
        return search.files
      }
    }
  }

  // MARK: - Private

  private mutating func take(_ path: String) throws {
    if path == "-" {
      let (input, flag) = (input, flag)
      return try add(StandardInput.name) { try input.readAll(limit: $0, flag: flag) }
    }
    guard let kind = try? Files.kind(path) else { throw UnreadablePath(path).error }
    guard kind == .folder else { return try takeFile(path) }
    let before = met
    try takeFolder(path)
    if met == before {
      throw CommandError(
        "no_manifests", "there is no manifest in \(path)",
        hints: ["a folder stands for the files below it that end in .yaml or .yml"])
    }
  }

  private mutating func takeFolder(_ path: String) throws {
    guard seen.insert(try identity(path)).inserted else { return met += 1 }
    let names: [String]
    do {
      names = try Files.list(path)
    } catch {
      throw UnreadablePath(path, error).error
    }
    for name in names where !name.hasPrefix(".") {
      let child = path == "." ? name : path.hasSuffix("/") ? path + name : "\(path)/\(name)"
      let isManifest = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
      switch try? Files.kind(child) {
      case .folder: try takeFolder(child)
      // The operator's connections where every command looks for them, beside what they are for.
      case .file where name == ConnectionsSearch.usual && isConnections(child): break
      case .file where isManifest: try takeFile(child)
      // A manifest behind a broken link is missing; whatever else is broken is not ours.
      case nil where isManifest: throw UnreadablePath(child).error
      case .file, .link, .other, nil: break
      }
    }
  }

  private func isConnections(_ path: String) -> Bool {
    guard let bytes = try? Files.read(path, limit: Self.fileLimit) else { return false }
    return SourceFile(path: path, bytes: bytes).isConnections
  }

  private mutating func takeFile(_ path: String) throws {
    met += 1
    guard seen.insert(try identity(path)).inserted else { return }
    try add(path) { try Files.read(path, limit: $0) }
  }

  private mutating func add(_ path: String, _ read: (Int) throws -> [UInt8]) throws {
    if flag.isRaised { throw CancellationError() }
    do {
      let bytes = try read(min(Self.fileLimit, Self.totalLimit - size))
      size += bytes.count
      files.append(SourceFile(path: path, bytes: bytes))
    } catch let error as Files.ReadError {
      if flag.isRaised { throw CancellationError() }
      throw UnreadablePath(path, error).error
    }
  }

  private func identity(_ path: String) throws -> Files.Identity {
    do {
      return try Files.sameness(path)
    } catch {
      throw UnreadablePath(path, error).error
    }
  }
}
