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
    case gate = "="
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

  /// Where the plan comes from and goes to: a word and what it stands for.
  var facts: [(name: String, text: String)]
  var owner: String
  var verdict: String
  var isRisky: Bool
  /// What the lines have in common, where that is not obvious.
  var title: String?
  var lines: [Line]
  var blocks: [Block]
  var warnings: [Problem]
  var summary: [String]

  init(_ plan: Plan) {
    owner = plan.owner
    facts = PlanFacts(plan).all
    verdict = PlanVerdict(plan).sentence
    isRisky = !plan.canApply || plan.verdict == .delete || plan.verdict == .replace
    lines = PlanLines(plan).all
    title =
      plan.isDrift
      ? "Changed outside plumb since the last apply; an apply puts it right:" : nil
    blocks = plan.blocks
    warnings = plan.warnings
    summary = PlanSummary(plan).lines
  }

  /// The symbols in use, with what they mean.
  var legend: [(mark: Mark, meaning: String)] {
    let used = Set(lines.map(\.mark))
    let meanings: [(Mark, String)] = [
      (.replace, "replaced"), (.delete, "deleted"), (.create, "created"),
      (.change, "changed (live -> planned)"), (.drift, "changed outside plumb"),
      (.gate, "checked"), (.ignore, "left alone"),
    ]
    return meanings.filter { used.contains($0.0) }.map { (mark: $0.0, meaning: $0.1) }
  }
}
