internal import Model
internal import YAML

/// Reads one file into documents that were held against the language.
struct DocumentReader {
  struct Document {
    let root: YAMLNode
    let value: PayloadValue
    let hasErrors: Bool
  }

  /// Problems beyond this are counted, not shown.
  static let mostProblems = 100

  let lines: SourceLines
  private(set) var documents: [Document] = []
  private(set) var problems: [Problem]
  /// Whether the whole text could be read.
  let isComplete: Bool

  static func manifests(_ file: SourceFile) -> DocumentReader {
    DocumentReader(file) { root, checker in
      if let kind = root.entry("kind"), kind.value.text == ConnectionsShape.kind {
        checker.note(
          .otherDocument, "this is a connections file, and manifests are read here", at: kind.value,
          hint: "give it to --connections, and keep it out of the folder of manifests")
        return nil
      }
      guard !ForeignDocument.refuses(root, &checker) else { return nil }
      let value = checker.value(of: root, .object(ManifestShape.shape), at: .top)
      CombinationRules.check(root, &checker)
      return value
    } checker: {
      Checker($0, homes: Language.manifestHomes)
    }
  }

  static func connections(
    _ file: SourceFile, expanding environment: [String: String]
  ) -> DocumentReader {
    DocumentReader(file, hidesSecrets: true) { root, checker in
      if let kind = root.entry("kind"), kind.value.text == ManifestShape.kind {
        checker.note(
          .otherDocument, "this is a manifest, and the connections file is read here",
          at: kind.value, hint: "give it to the command itself, not to --connections")
        return nil
      }
      var expansion = Expansion(environment: environment, checker: checker)
      let expanded = expansion.expanded(root)
      checker = expansion.checker
      let clean = ConnectionRules.withoutSecrets(expanded, &checker)
      return checker.value(of: clean, .object(ConnectionsShape.shape), at: .top)
    } checker: {
      Checker($0, homes: Language.connectionsHomes, allowsVariables: true)
    }
  }

  private init(
    _ file: SourceFile, hidesSecrets: Bool = false,
    check: (YAMLNode, inout Checker) -> PayloadValue?,
    checker new: (SourceLines) -> Checker
  ) {
    let stream = YAMLReader.read(file.bytes)
    // A file that was refused for its size is not looked at for its lines either.
    let isRefused = stream.problems.contains { $0.kind == .tooLarge }
    lines = SourceLines(
      file: file.path, bytes: isRefused ? Array(file.bytes.prefix(256)) : file.bytes,
      hidesSecrets: hidesSecrets)
    problems = stream.problems.map(lines.problem)
    isComplete = stream.problems.allSatisfy { $0.kind == .duplicateKey }
    let roots = stream.documents.filter { $0.resolved != .null }
    if roots.isEmpty && stream.problems.isEmpty {
      problems.append(
        Problem(
          code: Code.empty.rawValue, "there is no document in this file",
          at: lines.place(Mark(line: 1, column: 1, offset: 0)),
          hint: "`plumb init` writes an example to start from"))
    }
    let unshown = checkAll(roots, refused: Set(stream.problems.map(\.mark.offset)), check, new)
    limitProblems(unshown)
  }

  /// Holds the documents against the language, until there are more problems than anybody reads.
  /// Returns how many were only counted.
  private mutating func checkAll(
    _ roots: [YAMLNode], refused: Set<Int>,
    _ check: (YAMLNode, inout Checker) -> PayloadValue?, _ new: (SourceLines) -> Checker
  ) -> Int {
    var unshown = 0
    for root in roots {
      guard problems.count < Checker.mostProblems else {
        // At least one: nothing is applied from a file like this anyway.
        unshown += 1
        documents.append(Document(root: root, value: .null, hasErrors: true))
        continue
      }
      var checker = new(lines)
      checker.refused = refused
      let value = check(root, &checker)
      unshown += checker.unshown
      let hasErrors = checker.problems.contains { $0.severity == .error }
      problems += checker.problems
      documents.append(Document(root: root, value: value ?? .null, hasErrors: hasErrors))
    }
    return unshown
  }

  private mutating func limitProblems(_ unshown: Int) {
    problems.sort(by: Problem.isBefore)
    guard problems.count > Self.mostProblems else { return }
    let rest = problems.count - Self.mostProblems + unshown
    let last = problems[Self.mostProblems]
    problems = Array(problems.prefix(Self.mostProblems))
    problems.append(
      Problem(
        code: Code.tooManyProblems.rawValue,
        "at least \(rest) more problems from here on are not shown",
        at: last.place, hint: "correct the ones above first"))
  }
}
