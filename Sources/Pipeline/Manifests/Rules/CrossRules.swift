internal import Model

/// What several manifests mean for each other.
struct CrossRules {
  private let outlines: [Outline]
  /// Whether every file could be read, so that a name that is nowhere is really nowhere.
  private let isComplete: Bool
  private(set) var problems: [Problem] = []

  static func problems(among outlines: [Outline], isComplete: Bool) -> [Problem] {
    var rules = CrossRules(outlines: outlines, isComplete: isComplete)
    rules.checkNames()
    rules.checkCollections()
    rules.checkAliases()
    rules.checkDependencies()
    return rules.problems
  }

  private init(outlines: [Outline], isComplete: Bool) {
    self.outlines = outlines
    self.isComplete = isComplete
  }

  private mutating func note(_ code: Code, _ message: String, at place: Place, hint: String) {
    problems.append(Problem(code: code.rawValue, message, at: place, hint: hint))
  }

  /// Both places are reported, because only the writers know which of them is the wrong one.
  private mutating func notePair(
    _ code: Code, _ message: String, _ one: Place, _ other: Place, hint: String
  ) {
    note(code, "\(message), also at \(other.file):\(other.line)", at: one, hint: hint)
    note(code, "\(message), also at \(one.file):\(one.line)", at: other, hint: hint)
  }

  private mutating func checkNames() {
    var first: [String: Outline.Named] = [:]
    for name in outlines.compactMap(\.name) {
      guard let other = first[name.text] else {
        first[name.text] = name
        continue
      }
      notePair(
        .sameName, "two manifests are called \(Quote.text(name.text))", other.place, name.place,
        hint: "the name is the owner written on every point; make it unique")
    }
  }

  private mutating func checkCollections() {
    var first: [[String]: Outline.Named] = [:]
    for outline in outlines {
      guard let connection = outline.connection, let collection = outline.collection else {
        continue
      }
      let key = [connection, collection.text]
      guard let other = first[key] else {
        first[key] = collection
        continue
      }
      notePair(
        .sameCollection,
        "two manifests own the collection \(Quote.text(collection.text)) on \(Quote.text(connection))",
        other.place, collection.place, hint: "merge them, or give one of them another collection")
    }
  }

  private mutating func checkAliases() {
    for (index, outline) in outlines.enumerated() {
      guard let alias = outline.alias, let connection = outline.connection else { continue }
      for (position, other) in outlines.enumerated()
      where position != index && other.connection == connection {
        if let collection = other.collection, collection.text == alias.text {
          note(
            .aliasClash,
            "the alias \(Quote.text(alias.text)) is a collection at \(collection.place.file):\(collection.place.line)",
            at: alias.place,
            hint: "aliases and collections share one space of names; choose another")
        }
        if position < index, let taken = other.alias, taken.text == alias.text {
          notePair(
            .aliasClash, "two manifests move the alias \(Quote.text(alias.text))", taken.place,
            alias.place, hint: "an alias leads to one collection; choose another")
        }
      }
    }
  }

  private mutating func checkDependencies() {
    let names = Set(outlines.compactMap(\.name?.text))
    for outline in outlines {
      for dependency in outline.dependsOn {
        if dependency.text == outline.name?.text {
          note(
            .dependsOnItself, "a manifest cannot wait for itself", at: dependency.place,
            hint: "remove it")
        } else if isComplete && !names.contains(dependency.text) {
          let near = Suggestion.nearest(to: dependency.text, among: names.sorted())
          note(
            .unknownDependency, "no manifest is called \(Quote.text(dependency.text))",
            at: dependency.place,
            hint: near.map { "did you mean \($0)?" }
              ?? "give the manifest that it names to the same command")
        }
      }
    }
    for cycle in DependencyCycles.of(outlines) {
      let way = cycle.way.joined(separator: " -> ")
      note(
        .dependencyCycle, "manifests wait for each other: \(way)", at: cycle.place,
        hint: "remove one of these dependencies")
    }
  }
}
