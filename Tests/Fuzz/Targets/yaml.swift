import YAML

/// The reader and the formatter of YAML.
enum YAMLTarget: FuzzTarget {
  static func feed(_ bytes: [UInt8], in folder: String) throws {
    let stream = YAMLReader.read(bytes)
    try require(
      stream.problems.count(where: { $0.kind == .syntax }) <= 1, "two syntax problems")
    for problem in stream.problems {
      let mark = problem.mark
      try require(
        mark.line >= 1 && mark.column >= 1 && mark.offset <= bytes.count,
        "a problem outside of the text")
    }
    guard let once = try? YAMLFormatter.format(bytes, keyOrder: { _ in ["b", "a"] }) else { return }
    guard let twice = try? YAMLFormatter.format(once, keyOrder: { _ in ["b", "a"] }) else {
      throw Broken("what was formatted cannot be formatted")
    }
    try require(once == twice, "formatting moves what was formatted")
  }
}
