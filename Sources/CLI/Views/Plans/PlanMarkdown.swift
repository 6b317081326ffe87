internal import Model

/// A plan for a comment on a pull request: the verdict stands outside everything that folds.
struct PlanMarkdown {
  /// Above this many lines the body is folded away.
  private static let unfolded = 12

  func render(_ plan: Plan) -> String {
    let story = PlanStory(plan)
    var text = "### plumb plan: \(escaped(plan.owner))\n\n"
    text += "**\(escaped(story.verdict))**\n\n"
    for block in story.blocks {
      text += "> **Blocked \(block.code):** \(escaped(block.message))<br>\n"
      text += "> To go on: \(escaped(block.remedy))\n\n"
    }
    for warning in story.warnings {
      text += "> **Warning \(warning.code):** \(escaped(warning.message))\n\n"
    }
    if let title = story.title { text += escaped(title) + "\n\n" }
    if !story.lines.isEmpty { text += body(story, isRisky: story.isRisky) }
    for line in story.summary { text += escaped(line) + "<br>\n" }
    let facts = story.facts.map { "\($0.name) \(escaped($0.text))" }
    return text + "\n<sub>" + facts.joined(separator: "<br>\n") + "</sub>\n"
  }

  /// Deletions stand open; a long list of harmless changes is folded.
  private func body(_ story: PlanStory, isRisky: Bool) -> String {
    let lines = story.lines.flatMap(render)
    let fenced = "```diff\n" + lines.map { $0 + "\n" }.joined() + "```\n"
    guard lines.count > PlanMarkdown.unfolded, !isRisky else { return fenced + "\n" }
    return
      "<details><summary>\(lines.count) lines of changes</summary>\n\n\(fenced)\n</details>\n\n"
  }

  /// The mark goes to the first column, where a diff fence colours by it.
  private func render(_ line: PlanStory.Line) -> [String] {
    let mark: String
    switch line.mark {
    case .create: mark = "+"
    case .delete: mark = "-"
    case .change, .replace, .drift: mark = "!"
    case .gate, .ignore, .none: mark = " "
    }
    let indent = String(repeating: " ", count: 1 + line.depth * 2)
    return [mark + indent + fenced(line.text)]
      + line.details.map { " " + indent + "  " + fenced($0) }
  }

  /// Names come from manifests and ids from stores: neither may close the fence, nor turn the
  /// direction of text and so hide what it says.
  private func fenced(_ text: String) -> String {
    text.printable.split(separator: "```", omittingEmptySubsequences: false)
      .joined(separator: "'''")
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text.printable {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "#", "~": result += "\\" + String(character)
      // A zero-width space keeps a name from calling a person.
      case "@": result += "@\u{200B}"
      default: result.append(character)
      }
    }
    return result
  }
}
