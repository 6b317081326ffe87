/// A named choice of the caller: `--strict`, `--color never`.
struct Option: Hashable, Sendable {
  enum Form: Hashable, Sendable {
    case flag
    /// The placeholder in help, and what fits.
    case value(String, ValueKind)
  }

  /// Without the dashes.
  let name: String
  let short: Character?
  let form: Form
  let summary: String
  /// Used when neither the command line nor the environment gives a value.
  let fallback: String?
  /// The environment variable that gives a value when the command line does not.
  let variable: String?
  /// Each occurrence adds a value. Otherwise the last one counts.
  let repeats: Bool

  static func flag(_ name: String, short: Character? = nil, _ summary: String) -> Option {
    Option(
      name: name, short: short, form: .flag, summary: summary, fallback: nil, variable: nil,
      repeats: false)
  }

  static func value(
    _ name: String, _ placeholder: String, _ kind: ValueKind, short: Character? = nil,
    fallback: String? = nil, variable: String? = nil, repeats: Bool = false, _ summary: String
  ) -> Option {
    Option(
      name: name, short: short, form: .value(placeholder, kind), summary: summary,
      fallback: fallback, variable: variable, repeats: repeats)
  }

  var spellings: [String] {
    ["--\(name)"] + (short.map { ["-\($0)"] } ?? [])
  }

  /// How help shows it: `-h, --help`, `--color WHEN`.
  var usage: String {
    let names = (short.map { "-\($0), " } ?? "") + "--\(name)"
    return switch form {
    case .flag: names
    case .value(let placeholder, _): "\(names) \(placeholder)"
    }
  }
}

extension Option {
  static let help = Option.flag("help", short: "h", "explain the command")
  static let color = Option.value(
    "color", "WHEN", .choice(["auto", "always", "never"]), fallback: "auto",
    "colour the output: always, never, or only on a terminal")
  static let noColor = Option.flag("no-color", "the same as --color never")
  static let yes = Option.flag("yes", short: "y", "do not ask")
  static let json = Option.flag("json", "print one JSON document on standard output")
  /// Only before any command, because every program is asked this way.
  static let version = Option.flag("version", "the same as 'plumb version'")

  /// Accepted by every command, before and behind its name.
  static let common: [Option] = [color, noColor, help]
}

/// A value that is known by its place.
struct Argument: Hashable, Sendable {
  enum Count: Hashable, Sendable { case one, optional, many, any }

  /// The placeholder in help, in capitals.
  let name: String
  let kind: ValueKind
  let count: Count
  let summary: String

  init(_ name: String, _ kind: ValueKind, _ count: Count = .one, _ summary: String) {
    self.name = name
    self.kind = kind
    self.count = count
    self.summary = summary
  }

  var takesSeveral: Bool { count == .many || count == .any }
  var isRequired: Bool { count == .one || count == .many }

  /// How help shows it: `PATH…`, `[COMMAND…]`.
  var usage: String {
    let name = takesSeveral ? "\(name)…" : name
    return isRequired ? name : "[\(name)]"
  }
}

/// What a value must look like, and what a shell can offer for it.
enum ValueKind: Hashable, Sendable {
  case text
  case file
  case folder
  case choice([String])
  case integer(ClosedRange<Int>)
  /// The name of a command, for `help`.
  case command

  /// Nil when `value` fits, else what was wanted.
  func expectation(unmetBy value: String) -> String? {
    switch self {
    case .text, .file, .folder, .command:
      return value.isEmpty ? "something that is not empty" : nil
    case .choice(let choices):
      return choices.contains(value) ? nil : choices.spokenList(joinedBy: "or")
    case .integer(let range):
      if let number = Int(value), range.contains(number) { return nil }
      return "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }
  }
}

extension [String] {
  /// "a", "a or b", "a, b or c".
  func spokenList(joinedBy word: String) -> String {
    guard count > 1, let last else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " \(word) \(last)"
  }
}
