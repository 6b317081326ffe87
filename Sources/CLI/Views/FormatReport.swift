internal import Host
internal import Manifests
internal import Model
internal import Wire

/// What formatting does to files, before it is done.
struct FormatReport: Sendable {
  private let files: [SourceFile]
  private let formatted: [[UInt8]]
  let problems: [Problem]

  init(_ files: [SourceFile]) {
    self.files = files
    var formatted: [[UInt8]] = []
    var problems: [Problem] = []
    for file in files {
      switch ManifestFormatter.format(file) {
      case .success(let bytes): formatted.append(bytes)
      case .failure(let error): problems += error.problems
      }
    }
    self.formatted = formatted
    self.problems = problems
  }

  /// The formatted texts, when there are no problems.
  var texts: [String] { formatted.map { String(decoding: $0, as: UTF8.self) } }

  var changed: [SourceFile] {
    guard problems.isEmpty else { return [] }
    return zip(files, formatted).filter { $0.bytes != $1 }.map(\.0)
  }

  /// Writes what changed, each file as a whole.
  func write() async throws {
    let changes = zip(files, formatted).filter { $0.bytes != $1 }.map { ($0.path, $1) }
    try await BlockingLane(label: "plumb.fmt").run { () throws(SystemError) in
      for (path, bytes) in changes { try Files.rewrite(path, with: bytes) }
    }
  }

  func summary(isCheck: Bool) -> String {
    guard problems.isEmpty else { return "\(problems.count.counted("error")), nothing was written" }
    if changed.isEmpty { return "\(files.count.counted("file")), all in canonical form" }
    let verb = isCheck ? "would be rewritten" : "rewritten"
    return "\(changed.count.grouped) of \(files.count.counted("file")) \(verb)"
  }

  var members: KeyValuePairs<String, JSON> {
    [
      "files": JSON(files.count),
      "changed": .array(changed.map { .string($0.path) }),
      "problems": .array(problems.map(ValidationReport.json)),
    ]
  }
}
