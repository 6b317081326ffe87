internal import Model

/// The physical collections of one owner that exist, by number.
struct OwnGenerations {
  /// Ascending by number; only those that exist.
  let existing: [Generation]
  /// What readers see: the alias's collection, else the newest complete one, else a first one that a
  /// killed apply left half built.
  let live: Generation?
  private let known: [Generation]
  private let aliased: Set<String>

  init(_ manifest: Manifest, _ state: LiveState) {
    var known = state.entry?.generations ?? []
    let base = manifest.target.collection
    // A collection made by hand has no entry in the ledger; the ownership guard speaks of it.
    if !known.contains(where: { $0.collection == base }), state.collections[base] != nil {
      known.append(Generation(number: 1, collection: base, isComplete: true))
    }
    known.sort { $0.number < $1.number }
    self.known = known
    existing = known.filter { state.collections[$0.collection] != nil }
    // The manifest's own alias moves with the plan; any other one keeps its collection alive.
    aliased = Set(state.aliases.filter { $0.key != manifest.target.alias }.values)
    live = OwnGenerations.live(among: existing, manifest, state)
  }

  private static func live(
    among existing: [Generation], _ manifest: Manifest, _ state: LiveState
  ) -> Generation? {
    guard let alias = manifest.target.alias else {
      // Without an alias, readers know the collection by its own name.
      return existing.first { $0.collection == manifest.target.collection }
    }
    if let target = state.aliases[alias],
      let generation = existing.first(where: { $0.collection == target })
    {
      return generation
    }
    return existing.last(where: \.isComplete) ?? existing.first
  }

  /// Above every number that a collection ever had, so that a name never comes back with other
  /// content. One that was announced by an apply that was killed before it made the collection is
  /// still free: the next apply shall end where that one would have.
  var nextFree: Int {
    let used = known.filter { known in
      known.isComplete || existing.contains { $0.collection == known.collection }
    }
    return (used.map(\.number).max() ?? 0) + 1
  }

  func others(than live: Generation) -> [Generation] {
    existing.filter { $0.number != live.number }
  }

  /// Those that exist and are neither current, nor among the `keep` newest complete others, nor
  /// behind any alias that stays where it is.
  func retired(current: Int, keep: Int, previous: Int? = nil) -> [String] {
    let others = existing.filter { $0.number != current }
    // What readers see until the swap is the first candidate for a rollback.
    let ranked = others.filter(\.isComplete).sorted {
      ($0.number == previous ? 1 : 0, $0.number) > ($1.number == previous ? 1 : 0, $1.number)
    }
    let kept = Set(ranked.prefix(keep).map(\.number))
    return others.filter { generation in
      !kept.contains(generation.number) && !aliased.contains(generation.collection)
    }.map(\.collection)
  }
}
