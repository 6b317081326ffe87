import TestSupport
import Testing

@testable import CLI

@Suite struct `A store is published without copies` {
  private let fixture = Fixture()

  private func publish(_ arguments: String...) async -> Session {
    await Session.run(
      [
        "store", "publish", fixture.path("stores/docs/v1"), "--to", "local", "--name", "clean",
        "--connections", fixture.path("plumb.yaml"),
      ] + arguments)
  }

  private func versions(_ arguments: String...) async -> Session {
    await Session.run(
      [
        "store", "versions", "local", "--name", "clean", "--connections",
        fixture.path("plumb.yaml"),
      ]
        + arguments)
  }

  @Test func `and says before, at it and after it how many rows each rule dropped`() async {
    let manifest = fixture.path("docs.yaml")
    let facts = "2 rows, 3 files, 444 bytes"
    let rules = "  dedupe  2 of 4 rows dropped (1 by id, 1 by text), 2 kept\n"
    let dry = await publish("--version", "v1", "--dedupe", manifest, "--dry-run")
    #expect(dry.code == .ok, "\(dry.errors)")
    #expect(dry.output.hasPrefix("would publish clean v1 to "))
    #expect(dry.output.hasSuffix("/stores: \(facts)\n" + rules), "\(dry.output)")
    #expect(await versions().code == .failure)

    let real = await publish("--version", "v1", "--dedupe", manifest)
    #expect(real.output.hasSuffix("/stores: \(facts)\n" + rules), "\(real.output)")
    let listing = await versions()
    #expect(
      listing.output.hasSuffix(
        "numpy, 2 documents, 3 dimensions, 268 bytes, "
          + "dedupe: 2 of 4 rows dropped (1 by id, 1 by text), 2 kept\n"), "\(listing.output)")
    let again = await publish("--version", "v1", "--dedupe", manifest)
    #expect(again.output.contains("is in ") && again.output.hasSuffix(rules), "\(again.output)")
    let read = await Session.run([
      "store", "dump", fixture.path("stores"), "--name", "clean", "--no-vectors",
    ])
    #expect(
      read.output == """
        {"position":0,"id":1,"text":"one b","metadata":{"page":2,"updated_at":"2026-02-01"}}
        {"position":1,"id":3,"text":"two","metadata":{"page":4}}

        """)
  }

  @Test func `and tells programs the same`() async {
    let expected = """
          "dedupe": {
            "input": 4,
            "kept": 2,
            "dropped": 2,
            "rules": [
              {
                "rule": "id",
                "dropped": 1
              },
              {
                "rule": "text",
                "dropped": 1
              }
            ]
          }
      """
    func words(_ text: String) -> String {
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let outcome = await publish("--version", "v1", "--dedupe", fixture.path("docs.yaml"), "--json")
    #expect(words(outcome.output).contains(words(expected)), "\(outcome.output)")
    let listing = await versions("--json")
    #expect(words(listing.output).contains(words(expected)), "\(listing.output)")
    let plain = await publish("--version", "v2", "--json")
    #expect(plain.output.contains("\"dedupe\": null"), "\(plain.output)")
  }

  @Test func `but not by a manifest without rules, or by none or several of them`() async {
    fixture.use(version: "v1", dedupe: [])
    let none = await publish("--dedupe", fixture.path("docs.yaml"))
    #expect(
      none.errors == """
        error: the manifest docs has no dedupe rules
          hint: publish without --dedupe, or write rules below `dedupe`

        """)
    fixture.use(version: "v1", dedupe: ["{ by: nothing }"])
    #expect(await publish("--dedupe", fixture.path("docs.yaml")).code == .blocked)
    let lone = await publish("--collection", "x")
    #expect(lone.code == .usage, "\(lone.errors)")
    let missing = await publish("--dedupe", fixture.path("no.yaml"))
    #expect(missing.code == .failure && missing.errors.contains("there is no "))
  }

  @Test func `by the manifest of its name, where there are several`() async {
    fixture.use(version: "v1")
    func manifest(_ owner: String, _ source: String) -> String {
      """
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: \(owner) }
      spec:
        source: { store: local, name: \(source) }
        dedupe: [{ by: text }]
        target: { connection: local, collection: \(owner) }
        collection: { vectors: { size: 3, distance: Cosine } }
        sync: { prune: true }

      """
    }
    fixture.scratch.write("two/a.yaml", manifest("a", "other"))
    fixture.scratch.write("two/b.yaml", manifest("b", "clean"))
    let right = await publish("--dedupe", fixture.path("two"), "--dry-run")
    #expect(
      right.output.hasSuffix("dedupe  1 of 4 rows dropped (1 by text), 3 kept\n"),
      "\(right.output)\(right.errors)")
    fixture.scratch.write("two/b.yaml", manifest("b", "else"))
    let wrong = await publish("--dedupe", fixture.path("two"), "--dry-run")
    #expect(
      wrong.errors == """
        error: none of the 2 manifests in \(fixture.path("two")) has a source named "clean"
          hint: name a file that holds only the one whose rules are meant

        """)
  }
}
