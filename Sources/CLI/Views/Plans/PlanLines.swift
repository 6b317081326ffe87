internal import Model
internal import Wire

/// The body: deletions first, then what is replaced, changed and created.
struct PlanLines {
  private let plan: Plan
  private var points: PointChanges { plan.points }

  init(_ plan: Plan) {
    self.plan = plan
  }

  var all: [PlanStory.Line] {
    guard plan.hold == nil else { return [] }
    var lines = heading + schema + indexes
    lines += deletions + insertions + rewrites + payloads
    lines += leftAlone + alias + retired
    return lines
  }

  private var heading: [PlanStory.Line] {
    let name = plan.target.physical
    switch plan.collection {
    case .keep:
      guard !plan.isEmpty else { return [] }
      return [line(plan.isDrift ? .drift : .change, 0, "collection \"\(name)\" is kept as it is")]
    case .update:
      let what = plan.isDrift ? "was changed and will be set back" : "will be updated in place"
      return [line(plan.isDrift ? .drift : .change, 0, "collection \"\(name)\" \(what)")]
    case .create:
      return [line(.create, 0, "collection \"\(name)\" will be created", dedupe)]
    case .replace(let because):
      let old = plan.target.live ?? plan.target.collection
      let reason = "because " + because.joined(separator: ", ") + " cannot change in place"
      return [
        line(
          .replace, 0, "collection \"\(old)\" will be replaced by \"\(name)\"", [reason] + dedupe)
      ]
    }
  }

  private var dedupe: [String] {
    let report = plan.source.dedupe
    guard report.dropped > 0 else { return [] }
    let rules = report.rules.filter { $0.dropped > 0 }.map {
      "\(Counted.number($0.dropped)) by \($0.name)"
    }
    return [
      "dedupe: \(Counted.of(report.input, "row")) read, \(Counted.number(report.dropped)) dropped ("
        + rules.joined(separator: ", ") + ")"
    ]
  }

  private var schema: [PlanStory.Line] {
    plan.schema.map { change in
      let before = change.before.map { JSONWriter.text($0) } ?? "not set"
      var details: [String] = []
      if change.effect == .rebuild { details = ["the server rebuilds its index in the background"] }
      return line(
        .change, 1, "\(change.path)  \(before) -> \(JSONWriter.text(change.after))", details)
    }
  }

  private var indexes: [PlanStory.Line] {
    plan.indexes.map { change in
      switch (change.before, change.after) {
      case (let before?, let after?):
        line(
          .change, 1,
          "payload index \(change.field)  \(JSONWriter.text(before)) -> \(JSONWriter.text(after))",
          ["the index is dropped and built again"])
      case (nil, let after?):
        line(.create, 1, "payload index \(change.field)  \(JSONWriter.text(after))")
      case (_, nil):
        line(
          .delete, 1, "payload index \(change.field)",
          ["because the manifest no longer declares it"])
      }
    }
  }

  private var deletions: [PlanStory.Line] {
    guard points.deleted > 0 else { return [] }
    let share = Counted.percent(points.deleted, of: points.ownedBefore)
    let text =
      "points  \(Counted.number(points.deleted)) of \(Counted.number(points.ownedBefore)) "
      + "(\(share)) will be deleted"
    return [line(.delete, 1, text, reasons([.leftSource, .lostDedupe]))]
  }

  private var insertions: [PlanStory.Line] {
    guard points.inserted > 0 else { return [] }
    return [
      line(
        .create, 1, "points  \(Counted.number(points.inserted)) will be inserted",
        reasons([.new, .missing, .newGeneration]))
    ]
  }

  private var rewrites: [PlanStory.Line] {
    guard points.rewritten > 0 else { return [] }
    return [
      line(
        .change, 1, "points  \(Counted.number(points.rewritten)) will be rewritten",
        reasons([.vector, .vectorAndPayload]))
    ]
  }

  private var payloads: [PlanStory.Line] {
    guard points.payloadOnly > 0 else { return [] }
    return [
      line(
        .change, 1,
        "points  \(Counted.number(points.payloadOnly)) will get a new payload (vectors kept)",
        reasons([.payload]))
    ]
  }

  private var leftAlone: [PlanStory.Line] {
    var lines: [PlanStory.Line] = []
    if points.retained > 0 {
      lines.append(
        line(
          .ignore, 1,
          "points  \(Counted.number(points.retained)) are no longer desired and are kept",
          ["because `sync.prune` is false"] + reasons([.retained])))
    }
    if points.unmanaged > 0 {
      lines.append(
        line(
          .ignore, 1,
          "points  \(Counted.number(points.unmanaged)) without plumb's mark are left alone",
          reasons([.unmanaged])))
    }
    if points.foreign > 0 {
      lines.append(
        line(
          .ignore, 1, "points  \(Counted.number(points.foreign)) of other manifests are left alone",
          reasons([.otherOwner])))
    }
    return lines
  }

  private var alias: [PlanStory.Line] {
    guard let change = plan.alias else { return [] }
    guard let before = change.before else {
      return [line(.create, 0, "alias \"\(change.alias)\" -> \"\(change.after)\"")]
    }
    let text = "alias \"\(change.alias)\"  \"\(before)\" -> \"\(change.after)\""
    return [line(.change, 0, text, ["in one step, after the new generation is verified"])]
  }

  private var retired: [PlanStory.Line] {
    plan.retired.map {
      line(
        .delete, 0, "collection \"\($0)\" will be dropped",
        ["because it is beyond the generations that `sync.keep` keeps"])
    }
  }

  private func line(_ mark: PlanStory.Mark, _ depth: Int, _ text: String, _ details: [String] = [])
    -> PlanStory.Line
  {
    PlanStory.Line(mark: mark, depth: depth, text: text, details: details)
  }

  /// "35 left the source, such as 17, 23" for each of these reasons that occurs.
  private func reasons(_ wanted: [PointReason]) -> [String] {
    points.reasons.filter { wanted.contains($0.reason) }.map { entry in
      let samples = entry.samples.map(\.description).joined(separator: ", ")
      let more = entry.count > entry.samples.count ? ", …" : ""
      return "\(Counted.number(entry.count)) \(entry.phrase): \(samples)\(more)"
    }
  }
}

extension ReasonCount {
  /// What happened, as the end of "N …".
  var phrase: String {
    switch reason {
    case .leftSource: "left the source"
    case .lostDedupe: "lost to another copy in dedupe"
    case .new: count == 1 ? "is new" : "are new"
    case .missing: "disappeared from the collection"
    case .newGeneration: "for the new generation"
    case .vector: "with a new vector"
    case .vectorAndPayload: "with a new vector and payload"
    case .payload: "with a new payload"
    case .retained: "kept"
    case .unmanaged: contested > 0 ? "unmarked, \(contested) of them desired" : "unmarked"
    case .otherOwner: "owned by \(owners.joined(separator: ", "))"
    }
  }
}
