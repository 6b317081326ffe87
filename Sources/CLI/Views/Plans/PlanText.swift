internal import Model

/// A plan for a terminal, set in `columns`. What cannot be broken at a space may be longer.
struct PlanText {
  let palette: Palette
  var columns = 80

  func render(_ plan: Plan) -> String {
    let story = PlanStory(plan)
    var text = palette.paint("plan", .bold) + "  " + story.owner.printable + "\n"
    for fact in story.facts {
      text += set("  " + fact.name + "  ", fact.text, hanging: 10, .faint)
    }
    text += "\n" + set("", "Verdict: " + story.verdict, story.isRisky ? .boldRed : .bold)
    if !story.lines.isEmpty { text += "\n" + body(story) }
    if !story.warnings.isEmpty { text += "\n" }
    for warning in story.warnings {
      text += label("warning \(warning.code): ", .boldYellow, warning.message)
    }
    text += "\n" + set("", story.summary[0], .bold)
    for line in story.summary.dropFirst() { text += set("      ", line) }
    for block in story.blocks {
      text += "\n" + label("Blocked \(block.code): ", .boldRed, block.message)
      text += label("  to go on: ", .cyan, block.remedy)
    }
    return text
  }

  private func body(_ story: PlanStory) -> String {
    var text = ""
    if let title = story.title { text += set("  ", title, .cyan) }
    text += story.lines.map(render).joined()
    return text + "\n" + legend(story)
  }

  /// A symbol stays on the line of its meaning.
  private func legend(_ story: PlanStory) -> String {
    let entries = story.legend.map { "\($0.mark.rawValue) \($0.meaning)" }
    let glued = entries.map { $0.replacing(" ", with: "\u{A0}") }
    return set("  ", "symbols: " + glued.joined(separator: ", "), .faint)
      .replacing("\u{A0}", with: " ")
  }

  private func render(_ line: PlanStory.Line) -> String {
    let mark = line.mark.rawValue
    let indent = String(repeating: " ", count: 2 + line.depth * 4)
    // "+/-" hangs to the left, so that the words stay in their column.
    let lead = indent.dropLast(mark.count - 1)
    var text = set(
      lead + mark + " ", line.text, hanging: indent.count + 4,
      painting: lead + palette.paint(mark, ink(line.mark)) + " ")
    for detail in line.details { text += set(indent + "    ", detail, .faint) }
    return text
  }

  private func label(_ label: String, _ ink: Palette.Ink, _ text: String) -> String {
    set(label, text, hanging: 4, painting: palette.paint(label, ink))
  }

  private func set(
    _ lead: String, _ text: String, hanging: Int? = nil, _ ink: Palette.Ink? = nil
  ) -> String {
    set(lead, text, hanging: hanging, painting: lead, ink: ink)
  }

  /// One paragraph behind `lead`, its further lines indented. `painted` is the lead as it is shown.
  private func set(
    _ lead: String, _ text: String, hanging: Int?, painting painted: String,
    ink: Palette.Ink? = nil
  ) -> String {
    let text = text.printable
    let hang = String(repeating: " ", count: hanging ?? lead.count)
    let fits = lead.count + text.count <= columns
    let lines = fits ? [text] : text.wrapped(columns: columns - max(lead.count, hang.count))
    return lines.enumerated().map { index, line in
      (index == 0 ? painted : hang) + (ink.map { palette.paint(line, $0) } ?? line) + "\n"
    }.joined()
  }

  private func ink(_ mark: PlanStory.Mark) -> Palette.Ink {
    switch mark {
    case .create: .green
    case .delete: .red
    case .change: .yellow
    case .replace: .magenta
    case .drift: .cyan
    case .gate, .ignore, .none: .faint
    }
  }
}
