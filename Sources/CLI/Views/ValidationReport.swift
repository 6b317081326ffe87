internal import Model
internal import Wire

/// What was found in a set of manifests, as text and as JSON.
struct ValidationReport {
  /// The files that were looked at.
  let files: [String]
  /// How many manifests without errors of their own they hold, and how many connections files.
  let manifests: Int
  let connections: Int
  let problems: [Problem]
  /// Warnings forbid too.
  let isStrict: Bool

  var exit: ExitCode { forbids ? .blocked : .ok }

  /// `3 manifests, no problems`, `2 errors and 1 warning in 2 of 3 files`.
  var summary: String {
    guard !problems.isEmpty else { return "\(counted), no problems" }
    let parts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }
    let counts = parts.map { $0.0.counted($0.1) }.joined(separator: " and ")
    let strict = isStrict && errors == 0 ? " (--strict: a warning is an error)" : ""
    return "\(counts) in \(share)\(strict)"
  }

  func text(_ palette: Palette) -> String {
    let view = ProblemView(palette: palette)
    return problems.map { view.text($0) + "\n" }.joined(separator: "\n")
  }

  var members: KeyValuePairs<String, JSON> {
    [
      "valid": .bool(!forbids),
      "files": .array(files.map { .string($0) }),
      "manifests": JSON(manifests),
      "errors": JSON(errors),
      "warnings": JSON(warnings),
      "problems": .array(problems.map(Self.json)),
    ]
  }

  // MARK: - Private

  private var counted: String {
    let parts = [(manifests, "manifest"), (connections, "connections file")]
    let there = parts.filter { $0.0 > 0 }.map { $0.0.counted($0.1) }
    return there.isEmpty ? "0 manifests" : there.joined(separator: " and ")
  }

  private var errors: Int { problems.count { $0.severity == .error } }
  private var warnings: Int { problems.count { $0.severity == .warning } }
  private var forbids: Bool { errors > 0 || (isStrict && warnings > 0) }

  private var share: String {
    let affected = Set(problems.compactMap { $0.place?.file }).count
    if files.count == 1 { return "1 file" }
    return "\(affected.grouped) of \(files.count.counted("file"))"
  }

  static func json(_ problem: Problem) -> JSON {
    let place = problem.place
    return [
      "severity": .string(problem.severity.rawValue),
      "code": .string(problem.code),
      "message": .string(problem.message),
      "hint": JSON(problem.hint),
      "file": JSON(place?.file),
      "line": place.map { JSON($0.line) } ?? .null,
      "column": place.map { JSON($0.column) } ?? .null,
      "length": place.map { JSON($0.length) } ?? .null,
    ]
  }
}

extension Int {
  /// `1 file`, `3 files`.
  func counted(_ noun: String) -> String {
    self == 1 ? "1 \(noun)" : "\(grouped) \(noun)s"
  }
}
