internal import Model

/// Counts points by reason and keeps the first few ids of each.
struct ReasonTally: Sendable {
  private let samples: Int
  private var byReason: [PointReason: ReasonCount] = [:]

  init(samples: Int) {
    self.samples = samples
  }

  /// A contested point is one that the manifest wants and cannot have; those are shown first,
  /// because they are what a person must act on.
  mutating func add(
    _ reason: PointReason, _ id: PointID, owner: String? = nil, isContested: Bool = false
  ) {
    var entry = byReason[reason] ?? ReasonCount(reason: reason, count: 0, samples: [])
    entry.count += 1
    if isContested {
      entry.contested += 1
      if entry.contested <= samples {
        entry.samples.insert(id, at: entry.contested - 1)
        if entry.samples.count > samples { entry.samples.removeLast() }
      }
    } else if entry.samples.count < samples {
      entry.samples.append(id)
    }
    if let owner, !entry.owners.contains(owner) {
      entry.owners.append(owner)
      entry.owners.sort { $0.precedesInBytes($1) }
    }
    byReason[reason] = entry
  }

  /// In the order of `PointReason.allCases`.
  var counts: [ReasonCount] { PointReason.allCases.compactMap { byReason[$0] } }
}
