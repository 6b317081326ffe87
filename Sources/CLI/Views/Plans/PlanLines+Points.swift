internal import Model

extension PlanLines {
  var deletions: [PlanStory.Line] {
    guard points.deleted > 0 else { return [] }
    let share = Counted.percent(points.deleted, of: points.ownedBefore)
    let text =
      "points  \(Counted.number(points.deleted)) of \(Counted.number(points.ownedBefore)) "
      + "(\(share)) will be deleted"
    return [line(.delete, 1, text, reasons([.leftSource, .lostDedupe]))]
  }

  var insertions: [PlanStory.Line] {
    counted(points.inserted, .create, "will be inserted", [.new, .missing, .newGeneration])
  }

  var rewrites: [PlanStory.Line] {
    counted(points.rewritten, .change, "will be rewritten", [.vector, .vectorAndPayload])
  }

  var payloads: [PlanStory.Line] {
    counted(points.payloadOnly, .change, "will get a new payload, vectors kept", [.payload])
  }

  /// Points that an apply does not touch, and why.
  var leftAlone: [PlanStory.Line] {
    counted(
      points.retained, .ignore, "no longer desired, but kept because `sync.prune` is false",
      [.retained])
      + counted(points.unmanaged, .ignore, "without plumb's mark, left alone", [.unmanaged])
      + counted(points.foreign, .ignore, "of other manifests, left alone", [.otherOwner])
  }

  private func counted(
    _ count: Int, _ mark: PlanStory.Mark, _ what: String, _ wanted: [PointReason]
  ) -> [PlanStory.Line] {
    guard count > 0 else { return [] }
    return [line(mark, 1, "points  \(Counted.number(count)) \(what)", reasons(wanted))]
  }

  /// "35 left the source: 17, 23, …" for each of these reasons that occurs.
  func reasons(_ wanted: [PointReason], in changes: PointChanges? = nil) -> [String] {
    (changes ?? points).reasons.filter { wanted.contains($0.reason) }.map { entry in
      let phrase = "\(Counted.number(entry.count)) \(entry.phrase(inDrift: plan.isDrift))"
      guard !entry.samples.isEmpty else { return phrase }
      let samples = entry.samples.map(\.description).joined(separator: ", ")
      return phrase + ": " + samples + (entry.count > entry.samples.count ? ", …" : "")
    }
  }
}

extension ReasonCount {
  /// What happened, as the end of "N …". In a drift the source is as it was, so that whatever
  /// differs did so in the collection.
  func phrase(inDrift isDrift: Bool) -> String {
    switch reason {
    case .leftSource: isDrift ? "not in the source, added outside plumb" : "left the source"
    case .lostDedupe: "lost to another copy in dedupe"
    case .new: "new in the source"
    case .missing: "disappeared from the collection"
    case .newGeneration: "for the new generation"
    case .vector: isDrift ? "with a changed vector" : "with a new vector"
    case .vectorAndPayload:
      isDrift ? "with a changed vector and payload" : "with a new vector and payload"
    case .payload: isDrift ? "with a changed payload" : "with a new payload"
    case .retained: "kept"
    case .unmanaged:
      contested > 0 ? "unmarked, \(Counted.number(contested)) of them desired" : "unmarked"
    case .otherOwner:
      "owned by \(owners.joined(separator: ", "))"
        + (contested > 0 ? ", \(Counted.number(contested)) of them desired" : "")
    }
  }
}
