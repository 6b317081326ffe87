internal import Model

/// What a plan has to tell, in order and in words. Text and markdown are two ways to print it, and
/// JSON has the same numbers, so that the three cannot disagree.
struct PlanStory {
  /// What a line does to what is live; its symbol says so without colour.
  enum Mark: String {
    case create = "+"
    case delete = "-"
    case change = "~"
    case replace = "+/-"
    case drift = "!"
    case ignore = "?"
    case none = " "
  }

  struct Line {
    var mark: Mark
    /// 0 for a heading such as a collection, 1 for what is under it, and so on.
    var depth: Int
    var text: String
    /// Smaller print that explains the line: reasons, samples, provenance.
    var details: [String] = []
  }

  var header: String
  var verdict: String
  var isRisky: Bool
  var lines: [Line]
  var blocks: [Block]
  var warnings: [Problem]
  var summary: [String]

  init(_ plan: Plan) {
    header = PlanStory.header(plan)
    verdict = PlanVerdict(plan).sentence
    isRisky = plan.verdict == .delete || plan.verdict == .replace
    lines = PlanLines(plan).all
    blocks = plan.blocks
    warnings = plan.warnings
    summary = PlanSummary(plan).lines
  }

  private static func header(_ plan: Plan) -> String {
    let version = plan.source.version.map { " \($0)" } ?? ""
    let latest = plan.source.isLatest && plan.source.version != nil ? " (latest)" : ""
    return "\(plan.owner)  source \(plan.source.store)/\(plan.source.name)\(version)\(latest)  "
      + "target \(plan.target.kind) \(plan.target.address) \(plan.target.collection)"
  }

  /// The symbols in use, with what they mean.
  var legend: [(mark: Mark, meaning: String)] {
    let used = Set(lines.map(\.mark))
    let meanings: [(Mark, String)] = [
      (.replace, "replaced by a new generation"), (.delete, "deleted"), (.create, "created"),
      (.change, "changed (live -> planned)"), (.drift, "changed outside plumb"),
      (.ignore, "left alone"),
    ]
    return meanings.filter { used.contains($0.0) }.map { (mark: $0.0, meaning: $0.1) }
  }
}
