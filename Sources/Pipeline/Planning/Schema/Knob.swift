internal import Model

/// One key of a collection: what changing it takes, and which server was the first to know it.
struct Knob: Sendable {
  /// "*" stands for a name that the manifest's author chose.
  let path: [String]
  let effect: SchemaChange.Effect
  /// Nil: every server that Plumb speaks to.
  let since: ServerVersion?

  init(_ path: [String], _ effect: SchemaChange.Effect, since: String? = nil) {
    self.path = path
    self.effect = effect
    self.since = since.flatMap { ServerVersion($0) }
  }

  func isAt(_ path: [String]) -> Bool {
    path.count == self.path.count && zip(self.path, path).allSatisfy { $0 == "*" || $0 == $1 }
  }

  /// The same key of a section that stands elsewhere.
  func under(_ section: [String]) -> Knob {
    Knob(section + path, effect, since: since?.description)
  }
}

extension [Knob] {
  /// All of them under one more section.
  func under(_ section: String...) -> [Knob] { map { $0.under(section) } }
}

/// A value that not every server knows.
struct ValueGate: Sendable {
  let path: [String]
  let value: PayloadValue
  let since: ServerVersion?

  init(_ path: [String], _ value: String, since: String) {
    self.path = path
    self.value = .string(value)
    self.since = ServerVersion(since)
  }
}
