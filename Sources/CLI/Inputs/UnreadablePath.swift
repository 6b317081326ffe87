internal import Host
internal import Model

/// A path that was to be read and could not be, and what to do about it.
struct UnreadablePath {
  private let path: String
  private let cause: Files.ReadError

  init(_ path: String, _ cause: Files.ReadError) {
    self.path = path
    self.cause = cause
  }

  init(_ path: String, _ cause: SystemError) {
    self.init(path, .system(cause))
  }

  /// For a path that could not even be looked at: asks once more for the reason.
  init(_ path: String) {
    do {
      _ = try Files.kind(path)
      self.init(path, .isFolder(path: path))
    } catch {
      self.init(path, .system(error))
    }
  }

  var error: CommandError {
    switch cause {
    case .system(let error) where error.isMissing:
      CommandError("missing", "there is no \(path)", hints: missing)
    case .system(let error) where error.isForbidden:
      CommandError(
        "forbidden", "cannot read \(path): \(error.reason)",
        hints: ["see who may: ls -ld \(path.shellWord)"])
    case .system(let error):
      CommandError("unreadable", "cannot read \(path): \(error.reason)")
    case .tooLarge(_, let size, let limit):
      CommandError(
        "too_large",
        "\(path) is too large for a manifest: at least \(size.grouped) bytes, \(limit.grouped) allowed",
        hints: ["was this file meant?"])
    case .isFolder:
      CommandError("unreadable", "cannot read \(path): it is a folder")
    }
  }

  /// The part of the path that does exist, and names beside the missing one that look like it.
  private var missing: [String] {
    var folder = Files.parent(of: path)
    var name = Files.name(of: path)
    while folder != ".", folder != "/", !Files.exists(folder) {
      name = Files.name(of: folder)
      folder = Files.parent(of: folder)
    }
    if Files.exists(folder), (try? Files.kind(folder)) != .folder {
      return ["\(folder) is a file, not a folder"]
    }
    let near = Suggestions.near(name, among: (try? Files.list(folder)) ?? [])
    if !near.isEmpty {
      let paths = near.map { folder == "." ? "'\($0)'" : "'\(folder)/\($0)'" }
      return ["did you mean \(paths.spokenList(joinedBy: "or"))?"]
    }
    return folder == "." ? [] : ["the folder \(folder) is there, '\(name)' in it is not"]
  }
}

extension String {
  /// The text as one word of a shell command.
  var shellWord: String {
    let plain = utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    if plain, !isEmpty { return self }
    return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
