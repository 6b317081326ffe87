import Foundation
import Model
import Testing

@testable import Manifests

@Suite struct `Broken files and what is said about them` {
  static let cases = Golden.names(in: Golden.folder, ending: ".yaml")

  /// What the environment of every case with connections holds.
  static let environment = ["WORD": "hunter2", "QDRANT_API_KEY": "hunter3"]

  static func problems(_ name: String, _ bytes: [UInt8]) -> [Problem] {
    let file = SourceFile(path: name, bytes: bytes)
    guard name.hasPrefix("connections-") else { return ManifestReader.read(files: [file]).problems }
    return ConnectionsReader.read(file, environment: environment, baseFolder: ".").problems
  }

  @Test func `there are at least two hundred`() {
    #expect(Self.cases.count >= 200)
  }

  @Test(arguments: cases) func `the text is as recorded`(_ name: String) throws {
    let bytes = try Golden.bytes(Golden.folder.appending(path: name))
    let problems = Self.problems(name, bytes)
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    #expect(!problems.isEmpty)
    for problem in problems {
      let place = try #require(problem.place)
      #expect(place.file == name)
      #expect((1...max(1, lines.count)).contains(place.line))
    }
    let text = problems.map(\.text).joined(separator: "\n\n") + "\n"
    #expect(!text.contains("hunter") && !text.contains("not-a-real-key"))
    try Golden.expect(
      text, equals: Golden.folder.appending(path: name.replacing(".yaml", with: ".txt")))
  }

  @Test func `every code has a golden text and an explanation`() throws {
    let texts = try Golden.names(in: Golden.folder, ending: ".txt").map {
      String(decoding: try Golden.bytes(Golden.folder.appending(path: $0)), as: UTF8.self)
    }
    // These need texts too large for a file; `Hostile texts` has them.
    let large: [Code] = [.tooLarge, .tooDeep, .tooManyNodes]
    for code in Code.allCases {
      #expect(CodeEntry.entry(for: code.rawValue) != nil, "\(code.rawValue)")
      guard !large.contains(code) else { continue }
      #expect(texts.contains { $0.contains(" \(code.rawValue): ") }, "\(code.rawValue)")
    }
    #expect(CodeEntry.all.map(\.code) == Code.allCases.map(\.rawValue))
  }
}
