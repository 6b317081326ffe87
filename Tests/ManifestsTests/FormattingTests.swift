import Foundation
import Model
import Testing

@testable import Manifests

@Suite struct `Formatting` {
  static func formatted(_ text: String) throws -> String {
    let file = SourceFile(path: "x.yaml", bytes: Array(text.utf8))
    return String(decoding: try ManifestFormatter.format(file).get(), as: UTF8.self)
  }

  @Test func `puts keys in their order and keeps comments`() throws {
    let text = """
      kind: Collection   # what it is
      apiVersion: plumb/v1
      spec:
          # where it goes
          target: {collection: docs, connection: prod}
          source:
              name: handbook
              store: lake
      metadata:
          name: docs
      """
    let formatted = try Self.formatted(text)
    #expect(
      formatted == """
        apiVersion: plumb/v1
        kind: Collection # what it is
        metadata:
          name: docs
        spec:
          source:
            store: lake
            name: handbook
          # where it goes
          target: { collection: docs, connection: prod }

        """)
  }

  @Test(arguments: ExampleTests.files) func `changes no meaning and nothing twice`(
    _ name: String
  ) throws {
    let bytes = try Golden.bytes(ExampleTests.folder.appending(path: name))
    let before = ManifestReader.read(files: [SourceFile(path: name, bytes: bytes)])
    let once = try ManifestFormatter.format(SourceFile(path: name, bytes: bytes)).get()
    let after = ManifestReader.read(files: [SourceFile(path: name, bytes: once)])
    #expect(before.manifests.map(\.manifest) == after.manifests.map(\.manifest))
    #expect(try ManifestFormatter.format(SourceFile(path: name, bytes: once)).get() == once)
    #expect(once == bytes, "the examples are formatted")
  }

  @Test func `refuses a text that is broken, with its problems`() {
    let file = SourceFile(path: "x.yaml", bytes: Array("a: [1\n".utf8))
    #expect(throws: FormatRefusal.self) { try ManifestFormatter.format(file).get() }
  }
}
