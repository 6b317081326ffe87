/// The header and lines of a block scalar, where it can be kept as one.
struct BlockText {
  let header: String
  /// Without indentation; an empty line stays empty.
  let lines: [Substring]

  init?(_ leaf: Leaf, _ scalar: YAMLScalar, _ text: SourceText) {
    guard scalar.style == .literal || scalar.style == .folded else { return nil }
    guard scalar.text.utf8.contains(where: { $0 != 0x0A && $0 != 0x20 && $0 != 0x09 }) else {
      return nil
    }
    // White space alone on the last line could not be told from a blank line behind it.
    let behind = scalar.text.utf8.reversed().drop { $0 == 0x0A }.prefix { $0 != 0x0A }
    guard behind.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return nil }
    let printed = scalar.text.unicodeScalars.allSatisfy {
      $0 == "\n" || $0 == "\t" || UTF8Scalar.isAllowed($0.value)
    }
    guard printed else { return nil }
    if scalar.style == .folded, let folded = Self.folded(leaf, scalar, text) {
      self = folded
      return
    }
    let breaks = scalar.text.utf8.reversed().prefix { $0 == 0x0A }.count
    var lines = scalar.text.split(separator: "\n", omittingEmptySubsequences: false)
    if breaks > 0 { lines.removeLast() }
    let needsDigit = lines.first.map { $0.isEmpty || $0.hasPrefix(" ") || $0.hasPrefix("\t") }
    header = "|" + (needsDigit == true ? "2" : "") + Self.chomping(breaks)
    self.lines = lines
  }

  private init(header: String, lines: [Substring]) {
    self.header = header
    self.lines = lines
  }

  private static func chomping(_ breaks: Int) -> String {
    breaks == 0 ? "-" : breaks == 1 ? "" : "+"
  }

  /// The lines of a folded scalar as they were broken; nil when its indentation is not plain to see.
  private static func folded(_ leaf: Leaf, _ scalar: YAMLScalar, _ text: SourceText) -> BlockText? {
    let source = String(
      decoding: text.bytes[leaf.start.offset..<leaf.end.offset], as: UTF8.self)
    var lines = source.split(omittingEmptySubsequences: false) { $0.isNewline }
    let first = lines.removeFirst()
    let sign = first.drop { $0 != ">" }.prefix { $0 != " " && $0 != "\t" }
    guard !sign.utf8.contains(where: { $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    let breaks = scalar.text.utf8.reversed().prefix { $0 == 0x0A }.count
    guard breaks < 2, let model = lines.first(where: { $0.contains { $0 != " " } }) else {
      return nil
    }
    let indent = model.prefix { $0 == " " }.count
    let cut = lines.map { $0.dropFirst(min(indent, $0.prefix { $0 == " " }.count)) }
    return BlockText(header: ">" + chomping(breaks), lines: cut)
  }
}

extension UTF8Scalar {
  static func isAllowed(_ value: UInt32) -> Bool { UTF8Scalar(value: value, length: 0).isAllowed }
}
