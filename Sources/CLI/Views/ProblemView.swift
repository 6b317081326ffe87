internal import Model

/// A problem for a person: what, where, the line, a caret below it, and what was probably meant.
struct ProblemView {
  /// How many characters of a line are shown. Longer ones are cut around the caret.
  static let excerptColumns = 100

  let palette: Palette

  func text(_ problem: Problem) -> String {
    let ink: Palette.Ink = problem.severity == .error ? .boldRed : .boldYellow
    let verdict = palette.paint("\(problem.severity.rawValue):", ink)
    let code = palette.paint("[\(problem.code)]", .faint)
    let place = problem.place.map {
      palette.paint("\($0.file.printable):\($0.line):\($0.column):", .bold) + " "
    }
    var lines = ["\(place ?? "")\(verdict) \(problem.message.printable) \(code)"]
    if let place = problem.place { lines += excerpt(place, ink) }
    if let hint = problem.hint {
      lines.append("  \(palette.paint("hint:", .cyan)) \(hint.printable)")
    }
    return lines.joined(separator: "\n")
  }

  private func excerpt(_ place: Place, _ ink: Palette.Ink) -> [String] {
    let number = String(place.line)
    let shown = SourceExcerpt(place, columns: Self.excerptColumns)
    let gutter = "  " + String(repeating: " ", count: number.count) + " |"
    let line = shown.text.isEmpty ? "" : " " + shown.text
    let marks = String(repeating: "^", count: shown.caretColumns)
    return [
      palette.paint("  \(number) |", .faint) + line,
      palette.paint(gutter, .faint) + " " + String(repeating: " ", count: shown.indentColumns)
        + palette.paint(marks, ink),
    ]
  }
}
