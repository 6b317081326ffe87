internal import Model

/// Cycles of `dependsOn`, each once, beginning at its smallest name.
struct DependencyCycles {
  struct Cycle {
    /// The first name comes again at the end.
    let way: [String]
    let place: Place
  }

  private var edges: [String: [Outline.Named]] = [:]
  private var finished: Set<String> = []
  private var cycles: [Cycle] = []

  static func of(_ outlines: [Outline]) -> [Cycle] {
    var search = DependencyCycles()
    for outline in outlines {
      guard let name = outline.name?.text else { continue }
      search.edges[name, default: []] += outline.dependsOn.filter { $0.text != name }
    }
    for name in search.edges.keys.sorted() { search.walk(from: name) }
    return search.cycles
  }

  /// Depth first, without recursion: a chain may be as long as there are manifests.
  private mutating func walk(from start: String) {
    guard !finished.contains(start) else { return }
    var way = [(name: start, next: 0)]
    while let last = way.last {
      let dependencies = edges[last.name] ?? []
      guard last.next < dependencies.count else {
        finished.insert(last.name)
        way.removeLast()
        continue
      }
      way[way.count - 1].next += 1
      let dependency = dependencies[last.next]
      if let begin = way.firstIndex(where: { $0.name == dependency.text }) {
        cycles.append(
          Cycle(way: way[begin...].map(\.name) + [dependency.text], place: dependency.place))
      } else if !finished.contains(dependency.text) {
        way.append((dependency.text, 0))
      }
    }
  }
}
