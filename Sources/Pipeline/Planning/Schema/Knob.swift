internal import Model

/// One key of a collection, and what changing it takes.
struct Knob: Sendable {
  /// "*" stands for a name that the manifest's author chose.
  let path: [String]
  let effect: SchemaChange.Effect

  init(_ path: [String], _ effect: SchemaChange.Effect) {
    self.path = path
    self.effect = effect
  }

  func isAt(_ path: [String]) -> Bool {
    path.count == self.path.count && zip(self.path, path).allSatisfy { $0 == "*" || $0 == $1 }
  }

  /// The same key of a section that stands elsewhere.
  func under(_ section: [String]) -> Knob { Knob(section + path, effect) }
}

extension [Knob] {
  /// All of them under one more section.
  func under(_ section: String...) -> [Knob] { map { $0.under(section) } }
}
