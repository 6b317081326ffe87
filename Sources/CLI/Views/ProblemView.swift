internal import Model

/// `Problem.text` with colours: without them it is the same text to the letter.
struct ProblemView {
  let palette: Palette

  func text(_ problem: Problem) -> String {
    let ink: Palette.Ink = problem.severity == .error ? .boldRed : .boldYellow
    let place = problem.place.map { "\($0.file.printable):\($0.line):\($0.column):" }
    let verdict = palette.paint("\(problem.severity.rawValue) \(problem.code):", ink)
    let headline = [place.map { palette.paint($0, .bold) }, verdict, problem.message]
    var lines = [headline.compactMap(\.self).joined(separator: " ")]
    if let excerpt = problem.place?.excerpt, excerpt.count == 2 {
      lines += [indent + excerpt[0], indent + palette.paint(excerpt[1], ink)]
    }
    if let hint = problem.hint { lines.append("\(indent)\(palette.paint("hint:", .cyan)) \(hint)") }
    return lines.joined(separator: "\n")
  }

  private let indent = "    "

  init(palette: Palette) {
    self.palette = palette
  }
}
