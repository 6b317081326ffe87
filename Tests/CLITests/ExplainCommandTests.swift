import TestSupport
import Testing

@testable import CLI

@Suite struct `Dedupe is explained` {
  private let fixture = Fixture()

  @Test func `as text`() async {
    let session = await fixture.run("dedupe")
    #expect(session.code == .ok)
    #expect(
      session.output == """
        docs  4 rows of docs v1: 2 kept, 2 dropped
          rule 1  id: 1 dropped
            row 0 (1): older updated_at: 2026-01-01, not 2026-02-01; row 1 (1) stays
                same id 1
          rule 2  text: 1 dropped
            row 2 (intro#3): the lower id stays; row 3 (3) stays
                same text "two"

        """)
  }

  @Test func `up to a limit, with a count of the rest`() async {
    let session = await fixture.run("dedupe", "--limit", "1")
    #expect(
      session.output == """
        docs  4 rows of docs v1: 2 kept, 2 dropped
          rule 1  id: 1 dropped
            row 0 (1): older updated_at: 2026-01-01, not 2026-02-01; row 1 (1) stays
                same id 1
          rule 2  text: 1 dropped
          and 1 more; see them with --limit

        """)
  }

  @Test func `as JSON`() async {
    fixture.scratch.write(
      "stores/docs/v2/rows.jsonl",
      """
      {"id":5,"text":"x","metadata":{"updated_at":"2026-03-01"},"vector":[1,0,0]}
      {"id":5,"text":"y","metadata":{},"vector":[1,0,0]}
      {"id":4,"text":"x","metadata":{},"vector":[1,0,0]}

      """)
    fixture.use(version: "v2")
    let session = await fixture.run("dedupe", "--json")
    #expect(session.code == .ok)
    #expect(
      session.output == """
        {
          "format_version": "1.0",
          "previews": [
            {
              "owner": "docs",
              "name": "docs",
              "version": "v2",
              "input": 3,
              "kept": 1,
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
              ],
              "drops": [
                {
                  "rule": 1,
                  "by": "id",
                  "key": {
                    "id": 5
                  },
                  "row": {
                    "position": 1,
                    "id": 5,
                    "point": 5
                  },
                  "survivor": {
                    "position": 0,
                    "id": 5,
                    "point": 5
                  },
                  "final_survivor": {
                    "position": 2,
                    "id": 4,
                    "point": 4
                  },
                  "reason": "no updated_at"
                },
                {
                  "rule": 2,
                  "by": "text",
                  "key": {
                    "text": "x"
                  },
                  "row": {
                    "position": 0,
                    "id": 5,
                    "point": 5
                  },
                  "survivor": {
                    "position": 2,
                    "id": 4,
                    "point": 4
                  },
                  "final_survivor": {
                    "position": 2,
                    "id": 4,
                    "point": 4
                  },
                  "reason": "the lower id stays"
                }
              ],
              "hidden": 0
            }
          ]
        }

        """)
    let text = await fixture.run("dedupe").output
    #expect(
      text.contains(
        "row 1 (5): no updated_at; row 0 (5) stays, until a later rule keeps row 2 (4) instead\n"))
  }
}

@Suite struct `A point is explained` {
  private let fixture = Fixture()
  private static let vector = "033b3557eda89f4510033ed7c2855f4b"

  @Test func `before anything is live`() async {
    let session = await fixture.run("explain", "1")
    #expect(session.code == .ok)
    #expect(
      session.output == """
        docs  point 1: will be inserted: it is new
          source    row 0 (1) of docs v1, dropped by rule 1 (id): older updated_at: 2026-01-01, not 2026-02-01; row 1 (1) stays
                    row 1 (1) of docs v1, kept
          desired   payload page 2, page_content "one b", updated_at "2026-02-01"
                    fingerprint: vector \(Self.vector), payload 1c50cf603bc617d05f575181b91f0162
          live      nothing

        """)
  }

  @Test func `by the source's own id, with what it lost to and what it replaced`() async {
    let lost = await fixture.run("explain", "intro#3")
    #expect(
      lost.output == """
        docs  point 210656eb-afd6-5303-aa8d-ce7520e81db2: is not live and will not be: every row with this id fell to dedupe
          source    row 2 (intro#3) of docs v1, dropped by rule 2 (text): the lower id stays; row 3 (3) stays
          desired   nothing
          live      nothing

        """)
    let other = await fixture.run("explain", "{210656EB-AFD6-5303-AA8D-CE7520E81DB2}")
    #expect(other.output == lost.output)
    let won = await fixture.run("explain", "3")
    #expect(
      won.output.contains(
        "  replaced  row 2 (intro#3), point 210656eb-afd6-5303-aa8d-ce7520e81db2, by rule 2 (text): "
          + "the lower id stays\n"))
  }

  @Test func `when its payload changes, key by key`() async {
    #expect(await fixture.run("apply", "--yes").code == .ok)
    fixture.use(version: "v2")
    let session = await fixture.run("explain", "1")
    #expect(
      session.output == """
        docs  point 1: its payload will be written, and its vector stays: new none -> "x", page 2 -> 5
          source    row 0 (1) of docs v2, kept
          desired   payload new "x", page 5, page_content "one b", updated_at "2026-02-01"
                    fingerprint: vector \(Self.vector), payload cbebb712fdbbb96ce9ea42635cc4bb5e
          live      in docs, owned by docs
                    fingerprint: vector \(Self.vector), payload 1c50cf603bc617d05f575181b91f0162

        """)
    let gone = await fixture.run("explain", "3")
    #expect(
      gone.output.hasPrefix(
        """
        docs  point 3: will be deleted: no row of the source has this id
          source    no row of docs v2 has this id
          desired   nothing
          live      in docs, owned by docs

        """))
  }

  @Test func `as JSON, whole`() async {
    #expect(await fixture.run("apply", "--yes").code == .ok)
    fixture.use(version: "v2")
    let session = await fixture.run("explain", "--json", "--full", "1")
    #expect(session.code == .ok)
    #expect(
      session.output == """
        {
          "format_version": "1.0",
          "asked": "1",
          "id": 1,
          "results": [
            {
              "owner": "docs",
              "id": 1,
              "outcome": "payload_only",
              "reason": "payload",
              "sentence": "its payload will be written, and its vector stays: new none -> \\"x\\", page 2 -> 5",
              "source": {
                "store": "local",
                "name": "docs",
                "version": "v2",
                "rows": [
                  {
                    "row": {
                      "position": 0,
                      "id": 1,
                      "point": 1
                    },
                    "kept": true,
                    "drop": null
                  }
                ]
              },
              "replaced": [],
              "replaced_hidden": 0,
              "desired": {
                "row": 0,
                "vector": "\(Self.vector)",
                "payload_hash": "cbebb712fdbbb96ce9ea42635cc4bb5e",
                "payload": {
                  "new": "x",
                  "page": 5,
                  "page_content": "one b",
                  "updated_at": "2026-02-01"
                }
              },
              "live": {
                "collection": "docs",
                "owner": "docs",
                "vector": "\(Self.vector)",
                "payload_hash": "1c50cf603bc617d05f575181b91f0162",
                "payload": {
                  "page": 2,
                  "page_content": "one b",
                  "updated_at": "2026-02-01"
                }
              },
              "payload_changes": [
                {
                  "key": "new",
                  "after": "x"
                },
                {
                  "key": "page",
                  "before": 2,
                  "after": 5
                }
              ],
              "blocked_by": []
            }
          ]
        }

        """)
  }

  @Test func `not when nothing has its id`() async {
    let session = await fixture.run("explain", "nope")
    #expect(session.code == .failure)
    #expect(session.output == "")
    #expect(
      session.errors.hasSuffix(
        """
        error: no row and no live point has the source id "nope", which would be \
        7bc7ad4a-1b09-58b9-9749-9ef1711d5419
          hint: where `map.id` takes ids from fields or content, ask for the point's own id
          hint: see the ids of the source with 'plumb store dump --no-vectors PATH'

        """))
  }
}
