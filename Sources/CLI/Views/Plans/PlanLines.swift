internal import Model

/// The body: deletions first, then what changes, is created, and is left alone.
struct PlanLines {
  let plan: Plan
  var points: PointChanges { plan.points }

  init(_ plan: Plan) {
    self.plan = plan
  }

  var all: [PlanStory.Line] {
    guard plan.hold == nil else { return alias }
    if case .replace = plan.collection { return PlanSteps(plan).all }
    let under = deletions + schema + indexes + insertions + rewrites + payloads + leftAlone
    return interrupted + heading(above: under) + under + alias + retired
  }

  private func heading(above lines: [PlanStory.Line]) -> [PlanStory.Line] {
    let name = "collection \"\(plan.target.physical)\""
    switch plan.collection {
    case .keep where lines.isEmpty: return []
    case .keep where points.writes == 0: return [line(.none, 0, "\(name) stays as it is")]
    case .keep:
      let text = "\(name): points change, its schema stays as it is"
      return [line(plan.isDrift ? .drift : .change, 0, text)]
    case .update:
      let text = plan.isDrift ? "will be set back" : "will be updated in place"
      return [line(plan.isDrift ? .drift : .change, 0, "\(name) \(text)")]
    case .create:
      return [
        line(.create, 0, "\(name) will be created", SettingWords.lines(plan.declared))
      ]
    case .replace: return []
    }
  }

  var interrupted: [PlanStory.Line] {
    guard plan.finishesInterrupted else { return [] }
    return [
      line(
        .change, 0, "the last apply was interrupted and will be finished",
        ["the plan is computed from what is really there"])
    ]
  }

  var schema: [PlanStory.Line] {
    plan.schema.map { change in
      if change.after == .null {
        let value = change.before.map(SettingWords.value) ?? ""
        return line(
          .delete, 1, "\(change.path)  \(value)", ["because the manifest no longer declares it"])
      }
      let before = change.before.map(SettingWords.value) ?? "not set"
      var details: [String] = []
      switch change.effect {
      case .inPlace: break
      case .rebuild: details = ["the server builds its vector index again in the background"]
      case .replace: details = ["cannot change in place"]
      }
      return line(
        .change, 1, "\(change.path)  \(before) -> \(SettingWords.value(change.after))", details)
    }
  }

  var indexes: [PlanStory.Line] {
    let gone = plan.indexes.filter { $0.after == nil }
    let stay = plan.indexes.filter { $0.after != nil }
    return (gone + stay).map { change in
      let name = "payload index \(change.field)"
      switch (change.before, change.after) {
      case (let before?, let after?):
        return line(
          .change, 1, "\(name)  \(SettingWords.value(before)) -> \(SettingWords.value(after))",
          ["the index is dropped and built again"])
      case (nil, let after?):
        return line(.create, 1, "\(name)  \(SettingWords.value(after))")
      case (let before, nil):
        return line(
          .delete, 1, "\(name)  \(before.map(SettingWords.value) ?? "")",
          ["because the manifest no longer declares it"])
      }
    }
  }

  private var alias: [PlanStory.Line] {
    guard let change = plan.alias else { return [] }
    guard let before = change.before else {
      return [line(.create, 0, "alias \"\(change.alias)\" -> \"\(change.after)\"")]
    }
    return [line(.change, 0, "alias \"\(change.alias)\"  \"\(before)\" -> \"\(change.after)\"")]
  }

  private var retired: [PlanStory.Line] {
    plan.retired.map { PlanLines.dropped($0, depth: 0) }
  }

  static func dropped(_ collection: String, depth: Int) -> PlanStory.Line {
    PlanStory.Line(
      mark: .delete, depth: depth, text: "collection \"\(collection)\" will be dropped",
      details: ["because it is beyond the generations that `sync.keep` keeps"])
  }

  func line(_ mark: PlanStory.Mark, _ depth: Int, _ text: String, _ details: [String] = [])
    -> PlanStory.Line
  {
    PlanStory.Line(mark: mark, depth: depth, text: text, details: details)
  }
}
