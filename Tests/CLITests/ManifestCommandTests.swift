import Host
import Manifests
import Model
import TestSupport
import Testing

@testable import CLI

private let sound = """
  apiVersion: plumb/v1
  kind: Collection
  metadata:
    name: docs
  spec:
    source:
      store: lake
      name: handbook
    target:
      connection: prod
      collection: docs
    collection:
      vectors: { size: 3, distance: Cosine }
    sync:
      prune: true

  """

private let misspelt = """
  apiVersion: plumb/v1
  kind: Collection
  metadata: { name: docs }
  spec:
    source: { store: lake, nmae: handbook, name: handbook }
    target: { connection: prod, collection: docs }
    collection: { vectors: { size: 3, distance: Cosine } }
    sync: { prune: true }

  """

@Suite struct `Manifests are validated from the command line` {
  @Test func `a sound one has no result and a summary`() async {
    let session = await Session.run(["validate", "-"], input: sound)
    #expect(session.code == .ok)
    #expect(session.output == "")
    #expect(session.errors == "1 manifest, no problems\n")
  }

  @Test func `a problem is shown with its place and blocks`() async {
    let session = await Session.run(["validate", "-"], input: misspelt)
    #expect(session.code == .blocked)
    #expect(
      session.output == """
        standard input:5:26: error PL101: unknown key `nmae` in `spec.source`
              source: { store: lake, nmae: handbook, name: handbook }
                                     ^^^^
            hint: did you mean `name`?

        """)
    #expect(session.errors == "1 error in 1 file\n")
  }

  @Test func `colours are the only thing that a terminal adds`() async {
    let plain = await Session.run(["validate", "-"], input: misspelt)
    let screen = MemoryOutput(terminal: Terminal(columns: 80))
    let coloured = await Session.run(["validate", "-"], input: misspelt, output: screen)
    #expect(
      coloured.output.hasPrefix("\u{1B}[1mstandard input:5:26:\u{1B}[0m \u{1B}[1;31merror PL101:"))
    #expect(coloured.output.withoutColours == plain.output)
  }

  @Test func `JSON has every problem with its place`() async {
    let session = await Session.run(["validate", "--json", "-"], input: misspelt)
    #expect(session.code == .blocked)
    #expect(
      session.output == """
        {
          "format_version": "1.0",
          "valid": false,
          "files": [
            "standard input"
          ],
          "manifests": 0,
          "errors": 1,
          "warnings": 0,
          "problems": [
            {
              "severity": "error",
              "code": "PL101",
              "message": "unknown key `nmae` in `spec.source`",
              "hint": "did you mean `name`?",
              "file": "standard input",
              "line": 5,
              "column": 26,
              "length": 4
            }
          ]
        }

        """)
  }

  @Test func `JSON of a path that is not there is one document too`() async {
    let session = await Session.run(["validate", "--json", "/nowhere/a.yaml"])
    #expect(session.code == .failure)
    #expect(
      session.output == """
        {
          "format_version": "1.0",
          "error": {
            "code": "missing",
            "message": "there is no /nowhere/a.yaml",
            "hints": [
              "the folder / is there, 'nowhere' in it is not"
            ]
          },
          "exit_code": 1
        }

        """)
  }

  @Test func `a connections file that is named is held against its own language`() async {
    await withTemporaryFolder { folder in
      let file = "\(folder)/connections.yaml"
      let text = """
        apiVersion: plumb/v1
        kind: Connections
        targets:
          prod: { qdrant: { url: "${PLUMB_TEST_URL}" } }

        """
      #expect(throws: Never.self) { try Files.replace(file, with: Array(text.utf8)) }
      let known = await Session.run(
        ["validate", file], environment: ["PLUMB_TEST_URL": "http://127.0.0.1:6333"])
      #expect(known.code == .ok)
      #expect(known.errors == "1 connections file, no problems\n")
      let unknown = await Session.run(["validate", file])
      #expect(unknown.code == .blocked)
      #expect(unknown.output.contains("PLUMB_TEST_URL"))
      let found = await Session.run(["validate", folder])
      #expect(found.code == .blocked)
      #expect(found.output.contains("this is a connections file"))
    }
  }

  @Test(arguments: [
    ([Problem.Severity](), false, ExitCode.ok, "3 manifests, no problems"),
    ([.warning], false, .ok, "1 warning in 1 of 2 files"),
    ([.warning], true, .blocked, "1 warning in 1 of 2 files (--strict: a warning is an error)"),
    ([.error, .error, .warning], false, .blocked, "2 errors and 1 warning in 1 of 2 files"),
  ])
  func `the summary counts`(
    severities: [Problem.Severity], isStrict: Bool, exit: ExitCode, summary: String
  ) {
    let place = Place(file: "a.yaml", line: 1, column: 1, source: "x")
    let report = ValidationReport(
      files: ["a.yaml", "b.yaml"], manifests: 3, connections: 0,
      problems: severities.map { Problem($0, code: "PL000", "wrong", at: place) },
      isStrict: isStrict)
    #expect(report.exit == exit)
    #expect(report.summary == summary)
  }

  @Test func `the text of a problem is that of the model`() {
    let place = Place(file: "a.yaml", line: 3, column: 2, length: 2, source: "\tab cd")
    let view = ProblemView(palette: Palette(isOn: false))
    for problem in [
      Problem(code: "PL001", "wrong", at: place, hint: "right"),
      Problem(.warning, code: "PL002", "odd"),
    ] {
      #expect(view.text(problem) == problem.text)
    }
  }
}

@Suite struct `Manifests are formatted from the command line` {
  private let messy = "kind: Collection   # what\napiVersion:   'plumb/v1'\n"
  private let tidy = "apiVersion: plumb/v1\nkind: Collection # what\n"

  private func run(_ arguments: [String], on texts: [String: String]) async throws -> (
    Session, [String: String]
  ) {
    try await withTemporaryFolder { folder in
      for (name, text) in texts {
        try Files.replace("\(folder)/\(name)", with: Array(text.utf8), mode: 0o640)
      }
      let session = await Session.run(["fmt", folder] + arguments)
      let names = try Files.list(folder)
      let after = try names.map {
        ($0, String(decoding: try Files.read("\(folder)/\($0)", limit: 1 << 20), as: UTF8.self))
      }
      let output = session.output.split(separator: "\n").map { Files.name(of: String($0)) }
      return (
        Session(code: session.code, output: output.joined(separator: " "), errors: session.errors),
        Dictionary(uniqueKeysWithValues: after)
      )
    }
  }

  @Test func `what changes is written and named`() async throws {
    let (session, after) = try await run([], on: ["a.yaml": messy, "b.yaml": tidy])
    #expect(session.code == .ok)
    #expect(session.output == "a.yaml")
    #expect(session.errors == "1 of 2 files rewritten\n")
    #expect(after == ["a.yaml": tidy, "b.yaml": tidy])
  }

  @Test func `a check writes nothing and blocks`() async throws {
    let (session, after) = try await run(["--check"], on: ["a.yaml": messy, "b.yaml": tidy])
    #expect(session.code == .blocked)
    #expect(session.output == "a.yaml")
    #expect(session.errors == "1 of 2 files would be rewritten\n")
    #expect(after["a.yaml"] == messy)
  }

  @Test func `one broken text keeps all from being written`() async throws {
    let (session, after) = try await run([], on: ["a.yaml": messy, "b.yaml": "a: [\n"])
    #expect(session.code == .blocked)
    #expect(session.errors == "1 error, nothing was written\n")
    #expect(after["a.yaml"] == messy)
  }

  @Test func `standard input goes to standard output`() async {
    let session = await Session.run(["fmt", "-"], input: messy)
    #expect(session.code == .ok)
    #expect(session.output == tidy)
    #expect(session.errors == "")
  }

  @Test func `permissions and links stay`() async throws {
    try await withTemporaryFolder { folder in
      try Files.replace("\(folder)/real", with: Array(messy.utf8), mode: 0o640)
      #expect(Shell.run("ln -s real \(folder)/a.yaml").status == 0)
      let session = await Session.run(["fmt", "\(folder)/a.yaml"])
      #expect(session.code == .ok)
      #expect(
        Shell.run("cd \(folder); stat -c '%a %F' real a.yaml").output
          == "640 regular file\n777 symbolic link\n")
      #expect(try Files.read("\(folder)/real", limit: 1 << 20) == Array(tidy.utf8))
    }
  }

  @Test func `the schema is the one in the repository`() async throws {
    let session = await Session.run("schema")
    #expect(session.code == .ok)
    #expect(session.output == Language.jsonSchema())
  }
}

extension String {
  fileprivate var withoutColours: String {
    var text = ""
    var isCode = false
    for character in self {
      if character == "\u{1B}" { isCode = true }
      if !isCode { text.append(character) }
      if isCode, character == "m" { isCode = false }
    }
    return text
  }
}
