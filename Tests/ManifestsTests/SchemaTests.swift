import Foundation
import Model
import Testing
import Wire
import YAML

@testable import Manifests

@Suite struct `The JSON Schema` {
  @Test func `is stored for editors`() throws {
    try Golden.expect(
      Language.jsonSchema(), equals: ExampleTests.folder.appending(path: "plumb.schema.json"))
  }

  @Test func `has a reference for people beside it`() throws {
    try Golden.expect(
      Language.reference(), equals: ExampleTests.folder.appending(path: "REFERENCE.md"))
  }

  @Test func `has one definition for each mapping of the language`() {
    var titles: [String: [String]] = [:]
    for object in ManifestShape.shape.allObjects + ConnectionsShape.shape.allObjects {
      let keys = object.fields.map(\.name)
      #expect(titles[object.title] == nil || titles[object.title] == keys, "\(object.title)")
      titles[object.title] = keys
    }
  }

  /// Rules that compare values with each other or look into the environment. A schema cannot say them,
  /// so a document that breaks only these is valid for an editor and refused by Plumb.
  static let beyondSchemas: [Code: String] = [
    .aliasIsCollection: "two values have to differ",
    .writtenTwice: "keys and values of four mappings have to differ",
    .renamedAway: "the keys of a mapping have to be entries of a list",
    .rangeUpsideDown: "one number has to be above another",
    .denseAndSparse: "the keys of two mappings have to differ",
    .noSuchSpace: "a value has to be a key of another mapping",
    .indexForNothing: "two values have to differ",
    .undefinedVariable: "the environment decides",
    .brokenVariable: "a text with a variable is judged when it is expanded",
  ]

  static func isValid(_ document: Documents.Document) -> Bool {
    let file = SourceFile(path: "x", bytes: Array(document.text.utf8))
    let problems =
      document.isConnections
      ? ConnectionsReader.read(file, environment: [:], baseFolder: ".").problems
      : DocumentReader.manifests(file).problems
    return !problems.contains { problem in
      problem.severity == .error && !beyondSchemas.keys.contains { $0.rawValue == problem.code }
    }
  }

  @Test func `accepts and refuses the same documents as the checker`() throws {
    let documents = try Documents.all()
    #expect(documents.count >= 1_500)
    let folder = FileManager.default.temporaryDirectory.appending(path: "plumb-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let list = folder.appending(path: "documents")
    try Data((documents.map(\.text).joined(separator: "\n") + "\n").utf8).write(to: list)
    let schema = folder.appending(path: "schema")
    try Data(Language.jsonSchema().utf8).write(to: schema)
    let opinions = try Python.lines(
      "schema_agreement.py", [schema.path, list.path], in: folder)
    try #require(opinions.count == documents.count, "\(opinions.last ?? "")")
    var valid = 0
    for (document, opinion) in zip(documents, opinions) {
      let isValid = Self.isValid(document)
      valid += isValid ? 1 : 0
      #expect(isValid == (opinion == "valid"), "\(document.change): \(opinion): \(document.text)")
    }
    #expect(valid >= 100, "enough documents of both sides")
    #expect(documents.count - valid >= 1_000, "enough documents of both sides")
  }
}

extension ObjectShape {
  var allObjects: [ObjectShape] { [self] + fields.flatMap { $0.shape.allObjects } }
}

extension Shape {
  var allObjects: [ObjectShape] {
    switch self {
    case .object(let object), .having(_, let object, _): object.allObjects
    case .map(let dictionary): dictionary.values.allObjects
    case .list(let list): list.element.allObjects
    case .either(let shapes): shapes.flatMap(\.allObjects)
    case .text, .integer, .number, .boolean, .yes, .null, .anything: []
    }
  }
}

/// Programs of the tests that are written in Python.
enum Python {
  static var path: String {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["PLUMB_TEST_PYTHON"] { return path }
    let local = Golden.root.appending(path: ".venv/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: local) ? local : "/usr/bin/env"
  }

  static func lines(_ program: String, _ arguments: [String], in folder: URL) throws -> [String] {
    let output = folder.appending(path: "output")
    _ = FileManager.default.createFile(atPath: output.path, contents: nil)
    let process = Process()
    process.executableURL = URL(filePath: path)
    let script = Golden.root.appending(path: "Tests/Support/peers/\(program)").path
    process.arguments = (path == "/usr/bin/env" ? ["python3"] : []) + [script] + arguments
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    return String(decoding: try Data(contentsOf: output), as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }
}
