internal import Model

/// A plan for a terminal.
struct PlanText {
  let palette: Palette

  func render(_ plan: Plan) -> String {
    let story = PlanStory(plan)
    var text = palette.paint("plan", .bold) + "  " + story.header + "\n\n"
    text += palette.paint("Verdict: " + story.verdict, story.isRisky ? .boldRed : .bold) + "\n"
    if !story.lines.isEmpty {
      text += "\n" + story.lines.map(render).joined()
    }
    for warning in story.warnings {
      text +=
        "\n" + palette.paint("warning \(warning.code): ", .boldYellow) + warning.message + "\n"
    }
    text += "\n" + palette.paint(story.summary[0], .bold) + "\n"
    text += "      " + story.summary.dropFirst().joined(separator: "\n      ") + "\n"
    for block in story.blocks {
      text += palette.paint("Blocked \(block.code): ", .boldRed) + block.message + "\n"
      text += "  " + palette.paint("to go on: ", .cyan) + block.remedy + "\n"
    }
    return text
  }

  private func render(_ line: PlanStory.Line) -> String {
    let indent = String(repeating: " ", count: 2 + line.depth * 4)
    let mark = line.mark.rawValue
    // "+/-" hangs to the left, so that the words stay in their column.
    let padded = indent.dropLast(mark.count - 1) + palette.paint(mark, ink(line.mark))
    var text = padded + " " + line.text + "\n"
    for detail in line.details { text += indent + "    " + palette.paint(detail, .faint) + "\n" }
    return text
  }

  private func ink(_ mark: PlanStory.Mark) -> Palette.Ink {
    switch mark {
    case .create: .green
    case .delete: .red
    case .change: .yellow
    case .replace: .magenta
    case .drift: .cyan
    case .ignore, .none: .faint
    }
  }
}
