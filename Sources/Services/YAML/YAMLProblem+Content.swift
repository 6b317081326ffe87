// What can be wrong with a text that follows the grammar.
extension YAMLProblem {
  static let scalarTags = ["str", "int", "float", "bool", "null"].map { YAMLScalar.coreTag + $0 }

  private static let beginning = Mark(line: 1, column: 1, offset: 0)

  static func tooLarge(_ size: Int, limit: Int) -> YAMLProblem {
    YAMLProblem(
      .tooLarge, "the text has \(size) bytes, the limit is \(limit)", at: beginning,
      hint: "split it into several files")
  }

  static func outOfMemory(at mark: Mark) -> YAMLProblem {
    YAMLProblem(.tooLarge, "there is not enough memory to read the text", at: mark)
  }

  static func tooDeep(_ depth: Int, at mark: Mark) -> YAMLProblem {
    YAMLProblem(.tooDeep, "nested deeper than \(depth) levels", at: mark)
  }

  static func tooMany(_ limit: Int, withAliases: Bool, at mark: Mark) -> YAMLProblem {
    withAliases
      ? YAMLProblem(
        .tooManyAliases, "with aliases replaced the text has more than \(limit) nodes", at: mark,
        hint: "write fewer aliases of aliases")
      : YAMLProblem(
        .tooManyNodes, "the text has more than \(limit) nodes", at: mark,
        hint: "split it into several files")
  }

  static func unknownAlias(_ name: String, _ event: Event) -> YAMLProblem {
    YAMLProblem(
      .unknownAlias, "alias *\(name) names no anchor", at: event.start, length: event.length,
      hint: "write &\(name) before a value further up in the same document,"
        + " or put quotes around the text if no alias is meant")
  }

  static func recursiveAlias(_ name: String, _ event: Event) -> YAMLProblem {
    YAMLProblem(
      .unknownAlias, "alias *\(name) stands inside its own anchor &\(name)", at: event.start,
      length: event.length, hint: "a value cannot contain itself")
  }

  static func duplicateKey(_ text: String, _ key: YAMLNode, firstLine: Int) -> YAMLProblem {
    YAMLProblem(
      .duplicateKey, "duplicate key \(quoted(text)), first written on line \(firstLine)",
      at: key.start, length: key.length, hint: "keep one of the two")
  }

  static func keyNotScalar(_ key: YAMLNode) -> YAMLProblem {
    let noun =
      if case .sequence = key.content { "sequence" } else { "mapping" }
    return YAMLProblem(
      .keyNotScalar, "a key must be text, this one is a \(noun)", at: key.start,
      length: key.length, hint: "put quotes around the value if its brackets or braces are text")
  }

  static func mergeKey(_ key: YAMLNode) -> YAMLProblem {
    YAMLProblem(
      .unsupportedTag, "merge key << is not supported", at: key.start, length: key.length,
      hint: "write the merged keys out, or use an alias as a whole value")
  }

  static func unsupportedTag(_ tag: String, on noun: String, _ event: Event) -> YAMLProblem {
    YAMLProblem(
      .unsupportedTag, "tag \(short(tag)) is not supported on a \(noun)", at: event.start,
      length: short(tag).unicodeScalars.count,
      hint: "remove it; only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are known")
  }

  static func unfitTag(_ tag: String, _ text: String, _ event: Event) -> YAMLProblem {
    YAMLProblem(
      .unsupportedTag, "\(quoted(text)) is not a value of tag \(short(tag))", at: event.start,
      length: event.length, hint: "remove the tag or correct the value")
  }

  private static func short(_ tag: String) -> String {
    tag.hasPrefix(YAMLScalar.coreTag)
      ? "!!" + tag.dropFirst(YAMLScalar.coreTag.count) : tag.hasPrefix("!") ? tag : "!<\(tag)>"
  }

  /// The text between quotes, on one line and not longer than a line.
  private static func quoted(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(60) {
      shown.append(scalar.value < 0x20 ? " " : scalar)
    }
    return "\"\(shown)\(text.unicodeScalars.count > 60 ? "…" : "")\""
  }
}

extension Event {
  /// How many scalars to underline.
  var length: Int { start.length(to: end) }
}

extension YAMLNode {
  var length: Int { start.length(to: end) }
}

extension Mark {
  fileprivate func length(to end: Mark) -> Int {
    end.line == line ? max(1, end.column - column) : 1
  }
}
