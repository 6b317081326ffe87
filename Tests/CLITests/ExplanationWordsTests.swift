import Model
import Testing

@testable import CLI
@testable import Engine

@Suite struct `What a plan does with a point is said in one sentence` {
  private static func explanation(
    _ outcome: Explanation.Outcome, _ reason: PointReason? = nil, owner: String? = "docs",
    isDesired: Bool = false, changes: [Explanation.PayloadChange] = []
  ) -> Explanation {
    var plan = Plan(
      owner: "docs",
      source: PlannedSource(
        store: "local", name: "docs", version: nil, isLatest: true, files: 1, bytes: 1,
        dedupe: DedupeReport(input: 1)),
      target: PlannedTarget(
        connection: "local", kind: "local", address: "./plumb.db", collection: "docs", alias: nil,
        live: "docs", physical: "docs__g2"),
      base: PlanBase(manifest: "", source: "", desired: "", config: "", live: "", serial: 1),
      collection: .keep, points: PointChanges())
    plan.hold = RollbackHold(generation: 4, manifestDigest: "", at: "")
    let hash = Hash128(high: 0, low: 1)
    let fingerprint = Fingerprint(vector: hash, payload: hash)
    let mark = owner.map { LivePoint.Mark(owner: $0, fingerprint: fingerprint) }
    return Explanation(
      id: .number(1), rows: [], replaced: [], replacedHidden: 0,
      desired: isDesired
        ? Explanation.Desired(row: 0, fingerprint: fingerprint, payload: PayloadObject()) : nil,
      live: Explanation.Live(collection: "docs", mark: mark, payload: PayloadObject()),
      outcome: outcome, reason: reason, changes: changes, plan: plan)
  }

  private static let page = Explanation.PayloadChange(key: "page", before: .int(3), after: .int(4))

  private static let table: [(Explanation, String)] = [
    (explanation(.insert, .new), "will be inserted: it is new"),
    (explanation(.insert, .missing), "will be inserted: it was applied before, and is missing"),
    (
      explanation(.insert, .newGeneration),
      "will be inserted: docs__g2 is built as a new generation"
    ),
    (explanation(.rewrite, .vector), "will be rewritten: vector changed"),
    (
      explanation(.rewrite, .vectorAndPayload, changes: [page]),
      "will be rewritten: vector changed; payload changed: page 3 -> 4"
    ),
    (
      explanation(.payloadOnly, .payload, changes: [page]),
      "its payload will be written, and its vector stays: page 3 -> 4"
    ),
    (
      explanation(.payloadOnly, .payload),
      "its payload will be written, and its vector stays: its fingerprint differs"
    ),
    (explanation(.delete, .leftSource), "will be deleted: no row of the source has this id"),
    (explanation(.keep), "is as it should be; nothing will be done"),
    (
      explanation(.keep, changes: [page]),
      "nothing will be done: its mark is right, but its payload was changed behind it: page 3 -> 4; "
        + "'plumb verify' compares content"
    ),
    (
      explanation(.retained, .retained),
      "stays, though no row of the source has this id: `sync.prune` is false"
    ),
    (
      explanation(.unmanaged, .unmanaged, owner: nil),
      "is never touched: it carries no mark of plumb's"
    ),
    (
      explanation(.otherOwner, .otherOwner, owner: "other", isDesired: true),
      "is never touched: it belongs to \"other\", though the manifest wants a point of this id"
    ),
    (
      explanation(.leftBehind, .leftSource),
      "is not built into the new generation: no row of the source has this id"
    ),
    (explanation(.held), "stays as it is: a rollback holds generation 4"),
    (explanation(.absent), "is not live and will not be: no row of the source has this id"),
  ]

  @Test(arguments: table.indices)
  func `by its outcome`(row: Int) {
    let (explanation, sentence) = Self.table[row]
    #expect(ExplanationWords(explanation: explanation).sentence == sentence)
  }

  @Test func `no outcome is left out`() {
    #expect(Set(Self.table.map(\.0.outcome)) == Set(Explanation.Outcome.allCases))
  }

  @Test func `many changes are cut, and no control character reaches a terminal`() {
    let changes = (0..<7).map {
      Explanation.PayloadChange(key: "k\($0)\u{1B}[2J", before: nil, after: .int(1))
    }
    let sentence = ExplanationWords(
      explanation: Self.explanation(.payloadOnly, .payload, changes: changes)
    ).sentence
    #expect(sentence.hasSuffix("k4?[2J none -> 1, and 2 more"))
  }
}
