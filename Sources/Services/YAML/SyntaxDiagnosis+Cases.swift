extension SyntaxDiagnosis {
  /// Tabs that indent are behind many complaints, and never the one that is named.
  var tabbed: YAMLProblem? {
    let isFlow = complaint.context.hasPrefix("while parsing a flow")
    let isTab = complaint.problem.hasPrefix("found a tab character")
    guard isTab || !isFlow, !complaint.context.contains("quoted scalar"),
      let tab = line.indentation.firstIndex(of: 0x09)
    else { return nil }
    let column = tab - line.bytes.startIndex + 1
    return report(
      "a tab indents this line",
      at: Mark(line: line.number, column: column, offset: tab),
      hint: "use spaces; YAML allows no tabs in indentation")
  }

  var badBeginning: YAMLProblem {
    guard let next else { return report("expected a value here", hint: nil) }
    if next == 0x09 { return report("unexpected tab", hint: "use spaces instead of the tab") }
    let name = Character(Unicode.Scalar(next))
    return report("a value cannot begin with \(name)", hint: "put quotes around the value")
  }

  var missingColon: YAMLProblem {
    let line = text.line(at: complaint.contextPlace)
    let hint =
      line.tightColon == nil
      ? "write key: value, or indent the line if it continues the text above"
      : "put a space after the colon"
    return report("expected a colon after this key", at: complaint.contextPlace, hint: hint)
  }

  var strayColon: YAMLProblem {
    if line.endsKey(before: complaint.place.offset) {
      return report(
        "a second colon on the line cannot end a key",
        hint: "put quotes around the value if the colon belongs to it")
    }
    let above = text.line(above: line) { _ in true }
    if let above, !above.endsKey(before: above.bytes.endIndex), above.tightColon != nil {
      return report(
        "this line continues the text of line \(above.number), so it can have no key",
        hint: "put a space after the colon on line \(above.number)")
    }
    if let above, line.indent > above.indent {
      return report(
        "this line continues the text of line \(above.number), so it can have no key",
        hint: "align it with line \(above.number) (column \(above.indent + 1)),"
          + " or remove the value of line \(above.number)")
    }
    return report("a key cannot stand here", hint: "put quotes around the text if it is no key")
  }

  var notAKey: YAMLProblem {
    if let trailing { return trailing }
    if next == UInt8(ascii: "-"), line.bytes.dropFirst(line.indent + 1).first ?? 0x20 == 0x20 {
      return report(
        "a list item cannot stand among the keys of the mapping of line"
          + " \(complaint.contextPlace.line)",
        hint: "indent the list below its key, or remove the dash")
    }
    return misaligned
  }

  var notAnItem: YAMLProblem {
    if let trailing { return trailing }
    let start = complaint.contextPlace
    return report(
      "expected an item of the list that begins on line \(start.line)",
      hint: "begin the line with \"- \" at column \(start.column), or indent it as its list's key")
  }

  var secondRoot: YAMLProblem {
    if let trailing { return trailing }
    if text.line(above: line, where: { $0.bytes.first == UInt8(ascii: "%") }) != nil {
      return report("expected --- after the directives", hint: "write a line with --- before this")
    }
    if let above = text.line(above: line, where: { $0.indent > line.indent }),
      text.line(above: line, where: { $0.indent <= line.indent }) == nil
    {
      return report(
        "this line is indented less than the beginning of the document",
        hint: "align it with line \(above.number) (column \(above.indent + 1))")
    }
    return report(
      "the document has already ended above this line",
      hint: "indent the line as the others, or write --- before it to begin another document")
  }

  func unclosed(_ closing: String, opening: String, _ noun: String) -> YAMLProblem {
    let start = complaint.contextPlace
    if isAtEnd {
      return report("\(opening) is never closed", at: start, hint: "write \(closing) at its end")
    }
    return report(
      "expected , or \(closing) in the \(noun) opened on line \(start.line), column \(start.column)",
      hint: "write the missing , or \(closing), or put quotes around the text")
  }

  var openQuote: YAMLProblem {
    report(
      "the quote opened here is never closed", at: complaint.contextPlace,
      hint: "close it; inside single quotes a quote is written twice, inside double quotes as \\\"")
  }

  var namelessAnchor: YAMLProblem {
    let start = complaint.contextPlace
    let sign = complaint.context.contains("alias") ? "*" : "&"
    return report(
      "\(sign) begins an \(sign == "*" ? "alias" : "anchor"), and no name follows", at: start,
      hint: "put quotes around text that begins with \(sign)")
  }

  /// Text behind a value that has already ended on the same line.
  private var trailing: YAMLProblem? {
    guard !isFirstOnLine else { return nil }
    let before = text.bytes[line.bytes.startIndex..<complaint.place.offset].last { $0 != 0x20 }
    let isQuote = before == UInt8(ascii: "'") || before == UInt8(ascii: "\"")
    return report(
      isQuote ? "unexpected text after the closing quote" : "unexpected text after the value",
      hint: isQuote
        ? "inside single quotes a quote is written twice, inside double quotes as \\\""
        : "put quotes around the whole value")
  }

  private var misaligned: YAMLProblem {
    if let next, "]}[{,".utf8.contains(next) {
      return report(
        "unexpected \(Character(Unicode.Scalar(next)))",
        hint: "remove it, or put quotes around the text")
    }
    let outer = text.line(above: line) { $0.indent < line.indent }
    let inner = text.line(above: line) { $0.indent > line.indent }
    let choices = [outer, inner].compactMap { $0 }.map {
      "line \($0.number) (column \($0.indent + 1))"
    }
    return report(
      "the indentation of this line fits no line above it",
      hint: choices.isEmpty ? nil : "align it with " + choices.joined(separator: " or "))
  }
}
