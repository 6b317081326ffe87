import TestSupport
import Testing

@testable import CLI

@Suite struct `Dedupe by similarity is explained` {
  private let fixture = Fixture()

  init() {
    fixture.scratch.write(
      "stores/docs/v2/rows.jsonl",
      """
      {"id":1,"text":"a","metadata":{"updated_at":"2026-03-01"},"vector":[1,0,0]}
      {"id":2,"text":"b","metadata":{"updated_at":"2026-03-02"},"vector":[1,0.1,0]}
      {"id":3,"text":"c","metadata":{"updated_at":"2026-03-03"},"vector":[0,0,1]}
      {"id":4,"text":"d","metadata":{"updated_at":"2026-03-02"},"vector":[2,0.2,0]}

      """)
    fixture.use(
      version: "v2",
      dedupe: ["{ by: { similarity: 0.99 }, keep: newest, order: updated_at, exact: true }"])
  }

  @Test func `as text`() async {
    let session = await fixture.run("dedupe")
    #expect(session.code == .ok)
    #expect(
      session.output == """
        docs  4 rows of docs v2: 2 kept, 2 dropped
          rule 1  similarity 0.99: 2 dropped
            row 0 (1): older updated_at: 2026-03-01, not 2026-03-02; row 1 (2) stays
                similarity 0.995037 to row 1 (2)
            row 3 (4): same updated_at; the lower id stays; row 1 (2) stays
                similarity 1.000000 to row 1 (2)

        """)
  }

  @Test func `as JSON, with all digits`() async {
    let session = await fixture.run("dedupe", "--json", "--limit", "1")
    #expect(
      session.output.contains(
        """
              "rules": [
                {
                  "rule": "similarity 0.99",
                  "dropped": 2
                }
              ],
              "drops": [
                {
                  "rule": 1,
                  "by": "similarity 0.99",
                  "key": {
                    "similarity": 0.99503719
        """), "\(session.output)")
  }

  @Test func `with the recall of an index`() async {
    fixture.use(version: "v2", dedupe: ["{ by: { similarity: 0.99 }, exact: false }"])
    let session = await fixture.run("dedupe", "--limit", "0")
    #expect(
      session.output == """
        docs  4 rows of docs v2: 2 kept, 2 dropped
          rule 1  similarity 0.99: 2 dropped
                  an index chose what to compare: recall 1.0000, measured on 2 rows that stayed
          and 2 more; see them with --limit

        """)
    let json = await fixture.run("dedupe", "--limit", "0", "--json")
    #expect(
      json.output.contains(
        """
                  "dropped": 2,
                  "recall": {
                    "share": 1.0,
                    "sampled": 2,
                    "missed": 0
                  }
        """), "\(json.output)")
    let plan = await fixture.run("plan")
    #expect(
      plan.output.contains(
        "dedupe  2 of 4 rows dropped (2 by similarity 0.99, recall 1.0000), 2 kept"),
      "\(plan.output)")
  }

  @Test func `for one point`() async {
    let lost = await fixture.run("explain", "4")
    #expect(
      lost.output.contains(
        "row 3 (4) of docs v2, dropped by rule 1 (similarity 0.99): same updated_at; the lower id "
          + "stays; row 1 (2) stays; similarity 1.000000 to row 1 (2)\n"), "\(lost.output)")
    let won = await fixture.run("explain", "2")
    #expect(
      won.output.contains(
        "row 0 (1), point 1, by rule 1 (similarity 0.99): older updated_at: 2026-03-01, not "
          + "2026-03-02; similarity 0.995037 to row 1 (2)\n"), "\(won.output)")
  }

  @Test(arguments: [
    (
      #"{"id":9,"text":"e","metadata":{"updated_at":1},"vector":[0,0,0]}"#,
      "its vector is all zeros, which has no direction to compare"
    ),
    (#"{"id":9,"text":"e","metadata":{"updated_at":1}}"#, "has no vector to compare"),
    (
      #"{"id":9,"text":"e","metadata":{"updated_at":"soon"},"vector":[1,0,0]}"#,
      #"field "updated_at" is not a date that can be read: "soon""#
    ),
    (
      #"{"id":9,"text":"e","metadata":{"updated_at":[1]},"vector":[1,0,0]}"#,
      #"field "updated_at" is a list, which has no order"#
    ),
    (
      #"{"id":9,"text":"e","metadata":{"updated_at":{"a":1}},"vector":[1,0,0]}"#,
      #"field "updated_at" is an object, which has no order"#
    ),
  ])
  func `a row that cannot be compared is named with the rule`(row: String, message: String) async {
    fixture.scratch.write("stores/docs/v2/rows.jsonl", row + "\n")
    let session = await fixture.run("dedupe")
    #expect(session.code == .failure)
    #expect(
      session.errors.contains("row 0 (id 9): dedupe rule 1 (similarity 0.99): \(message)"),
      "\(session.errors)")
  }
}
