internal import Model

/// The head of a plan: what is read, what dedupe took away, and where it goes.
struct PlanFacts {
  private let plan: Plan

  init(_ plan: Plan) {
    self.plan = plan
  }

  var all: [(name: String, text: String)] {
    var facts = [(name: "source", text: source)]
    if let dedupe { facts.append((name: "dedupe", text: dedupe)) }
    facts.append((name: "target", text: target))
    return facts
  }

  private var source: String {
    let source = plan.source
    var text = "\(source.store)/\(source.name)"
    if let version = source.version { text += " \(version)\(source.isLatest ? " (latest)" : "")" }
    return text + ": \(Counted.of(source.dedupe.input, "row")) in "
      + "\(Counted.of(source.files, "file")), \(Counted.bytes(source.bytes))"
  }

  /// Nil where every row stays.
  private var dedupe: String? {
    let report = plan.source.dedupe
    return report.dropped > 0 ? Counted.dropped(report) : nil
  }

  private var target: String {
    let target = plan.target
    let alias = target.alias.map { ", alias \"\($0)\"" } ?? ""
    return "\(target.kind) \(target.address): collection \"\(target.collection)\"\(alias)"
  }
}
