/// Documents from a seed, with comments in every place that has one.
struct GeneratedText {
  private var state: UInt64
  private(set) var text = ""
  private var comments = 0

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    writeDocuments()
  }

  mutating func next(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(bound))
  }

  private mutating func writeDocuments() {
    for number in 0...next(3) {
      if number > 0 || next(3) == 0 { text += "---" + trailing() + "\n" }
      maybeComments(next(3))
      if next(2) == 0 {
        mapping(indent: next(3), depth: 0)
      } else {
        sequence(indent: next(3), depth: 0)
      }
    }
  }

  private mutating func comment() -> String {
    comments += 1
    return "# c\(comments) 'x\" ü"
  }

  private mutating func trailing() -> String { next(5) == 0 ? "  " + comment() : "" }

  private mutating func maybeComments(_ indent: Int) {
    if next(4) == 0 { text += "\n" }
    while next(5) == 0 {
      text += spaces(indent) + comment() + "\n"
      if next(3) == 0 { text += "\n\n" }
    }
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  private mutating func mapping(indent: Int, depth: Int) {
    for number in 0...next(3) {
      maybeComments(indent)
      text += spaces(indent) + key(number, indent) + ":"
      value(indent: indent, depth: depth)
    }
    if next(6) == 0 { text += spaces(indent) + comment() + "\n" }
  }

  private mutating func sequence(indent: Int, depth: Int) {
    for _ in 0...next(3) {
      maybeComments(indent)
      text += spaces(indent) + "-"
      value(indent: indent, depth: depth)
    }
  }

  private mutating func value(indent: Int, depth: Int) {
    let deeper = indent + 1 + next(4)
    switch next(depth > 2 ? 5 : 8) {
    case 0: text += " " + flow(depth: depth, indent: deeper) + trailing() + "\n"
    case 1: block(indent: deeper)
    case 2: text += trailing() + "\n"
    case 3, 4: text += " " + scalar(isFlow: false) + trailing() + "\n"
    case 5, 6:
      text += trailing() + "\n"
      sequence(indent: deeper, depth: depth + 1)
    default:
      text += trailing() + "\n"
      mapping(indent: deeper, depth: depth + 1)
    }
  }

  private mutating func block(indent: Int) {
    let sign = ["|", "|-", "|+", ">", ">-", ">+"][next(6)]
    text += " " + sign + trailing() + "\n"
    text += spaces(indent) + "text\n"
    for _ in 0..<next(4) {
      text += spaces(indent) + ["text", "# no comment", "a: b", "  x", "end "][next(4)] + "\n"
      if next(4) == 0 { text += "\n" }
    }
  }

  private mutating func key(_ number: Int, _ indent: Int) -> String {
    [
      "k\(number)", "\"k \(number)\"", "'k\(number)'", "ü\(number)",
      "? k\(number)\n\(spaces(indent))",
    ][next(4)]
  }

  private mutating func scalar(isFlow: Bool) -> String {
    let all = [
      "plain text", "'it''s'", "\"a\\nb # no\"", "12", "'12'", "true", "\"true\"", "0x1F", "1.50",
      "~", "null", "''", "'- a'", "http://x/y#z", "\"\\u00e9\\t\"", "yes", "'yes'", "'a: b'",
      "'[x'",
      "\"日本 語\"", "!!str 1", "-1", ".inf", "'&a'", "2026-11-20", "'#'", "'a #b'", "\"\\\\\"", "'?'",
    ]
    return all[next(all.count)]
  }

  private mutating func flow(depth: Int, indent: Int) -> String {
    if depth > 4 { return scalar(isFlow: true) }
    let gap =
      next(6) == 0
      ? " " + comment() + "\n" + spaces(indent) : next(5) == 0 ? "\n" + spaces(indent) : " "
    let items = (0..<next(5)).map { number -> String in
      let value = next(4) == 0 ? flow(depth: depth + 1, indent: indent) : scalar(isFlow: true)
      return value + (next(8) == 0 ? " " + comment() + "\n" + spaces(indent) : "") + ""
    }
    if next(2) == 0 { return "[" + gap + items.joined(separator: "," + gap) + "]" }
    return "{" + gap
      + items.enumerated().map { "f\($0.offset): \($0.element)" }.joined(separator: ", ") + "}"
  }
}
