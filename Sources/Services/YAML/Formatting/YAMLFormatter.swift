/// Rewrites a text in one canonical form and keeps its meaning and every comment.
public enum YAMLFormatter {
  /// `keyOrder` is asked for the order of the keys of the mapping at `path`, in which "*" stands for
  /// any item of a sequence. Keys that it does not name come last, in the order of the text.
  public static func format(
    _ bytes: [UInt8], keyOrder: (_ path: [String]) -> [String]?
  ) throws(YAMLProblem) -> [UInt8] {
    let stream = YAMLReader.read(bytes)
    if let problem = stream.problems.first { throw problem }
    let text = try SourceText(bytes)
    let (sheets, comments) = try commented(text)
    let written = withoutActuallyEscaping(keyOrder) { keyOrder in
      var writer = SheetWriter(text, keyOrder: keyOrder)
      for (index, sheet) in sheets.enumerated() { writer.write(sheet, isFirst: index == 0) }
      return sheets.isEmpty ? loose(comments) : writer.out
    }
    let result = Array(written.utf8)
    try prove(result, stream, comments)
    return result
  }

  /// The documents of a text, with the comments where they belong, and all comments.
  private static func commented(
    _ text: SourceText
  ) throws(YAMLProblem) -> ([Sheet], [Comment]) {
    guard
      let reader = EventSource.with(
        text,
        { source -> SheetReader? in
          var reader = SheetReader(text)
          return reader.read(&source) ? reader : nil
        }) ?? nil
    else { throw .outOfMemory(at: Mark(line: 1, column: 1, offset: 0)) }
    let scanner = CommentScanner(text, scalars: reader.scalars)
    let finder = DashFinder(text: text, comments: scanner.comments)
    var sheets = reader.sheets
    for index in sheets.indices {
      let from = index == 0 ? 0 : sheets[index].start
      let to = index + 1 < sheets.count ? sheets[index + 1].start : Int.max
      finder.settle(sheets[index].root.value)
      let own =
        scanner.comments.firstPlace {
          $0.offset >= from
        }..<scanner.comments.firstPlace { $0.offset >= to }
      sheets[index] = CommentPlacing.place(
        Array(scanner.comments[own]), scanner.blankLines, in: sheets[index])
    }
    return (sheets, scanner.comments)
  }

  /// A text of comments alone.
  private static func loose(_ comments: [Comment]) -> String {
    comments.enumerated().map { index, comment in
      (comment.followsBlank && index > 0 ? "\n" : "") + comment.text + "\n"
    }.joined()
  }

  /// Reads the result back. What cannot be rewritten with the same meaning is left alone, and said.
  private static func prove(
    _ result: [UInt8], _ stream: YAMLStream, _ comments: [Comment]
  ) throws(YAMLProblem) {
    let again = YAMLReader.read(result)
    let (_, kept) = try commented(SourceText(result))
    let isSame =
      again.problems.isEmpty && again.documents.count == stream.documents.count
      && zip(again.documents, stream.documents).allSatisfy { $0.means($1) }
      && kept.map(\.text).sorted() == comments.map(\.text).sorted()
    guard isSame else {
      throw YAMLProblem(
        .syntax, "this text cannot be rewritten with the same meaning",
        at: Mark(line: 1, column: 1, offset: 0),
        hint: "simplify its anchors, block scalars or comments, or leave it as it is")
    }
  }
}

extension YAMLNode {
  /// Whether both hold the same values under the same keys, in whatever order the keys stand.
  func means(_ other: YAMLNode) -> Bool {
    switch (content, other.content) {
    case (.scalar(let one), .scalar(let two)): return one.means(two)
    case (.sequence(let one), .sequence(let two)):
      return one.count == two.count && zip(one, two).allSatisfy { $0.means($1) }
    case (.mapping(let one), .mapping(let two)):
      guard one.count == two.count else { return false }
      return zip(one.inKeyOrder, two.inKeyOrder).allSatisfy {
        $0.key.means($1.key) && $0.value.means($1.value)
      }
    default: return false
    }
  }

  fileprivate var keyText: String {
    guard case .scalar(let scalar) = content else { return "" }
    return scalar.resolved == .null ? "null" : scalar.text
  }
}

extension [YAMLEntry] {
  fileprivate var inKeyOrder: [YAMLEntry] { sorted { $0.key.keyText < $1.key.keyText } }
}

extension YAMLScalar {
  fileprivate func means(_ other: YAMLScalar) -> Bool {
    switch (resolved, other.resolved) {
    case (.double(let one), .double(let two)):
      one.bitPattern == two.bitPattern && text == other.text
    case (let one, let two): one == two
    }
  }
}
