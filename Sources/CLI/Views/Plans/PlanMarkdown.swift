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
    if !story.lines.isEmpty { text += body(story, isRisky: story.isRisky) }
    for line in story.summary { text += escaped(line) + "<br>\n" }
    text += "\n<sub>\(escaped(story.header))</sub>\n"
    return text
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
    case .ignore, .none: mark = " "
    }
    let indent = String(repeating: " ", count: 1 + line.depth * 2)
    return [mark + indent + fenced(line.text)]
      + line.details.map { " " + indent + "  " + fenced($0) }
  }

  /// Names come from manifests and ids from stores: neither may close the fence.
  private func fenced(_ text: String) -> String {
    text.split(separator: "```", omittingEmptySubsequences: false).joined(separator: "'''")
      .filter { !$0.isNewline && !PlanMarkdown.turnsText($0) }
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text where !character.isNewline && !PlanMarkdown.turnsText(character) {
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

  /// Characters that turn the direction of text, and so can hide what it says.
  private static func turnsText(_ character: Character) -> Bool {
    character.unicodeScalars.contains {
      (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
        || $0.value == 0x200E || $0.value == 0x200F
    }
  }
}
