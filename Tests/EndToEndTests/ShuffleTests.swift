import Local
import TestSupport
import Testing

/// Law 7: input order, time and machine change nothing.
@Suite(.timeLimit(.minutes(30))) struct `Rows in another order` {
  private static let rules: [[String]] = [
    [], ["{ by: id }"], ["{ by: text }"], ["{ by: vector }"], ["{ by: { fields: [page] } }"],
    ["{ by: id, keep: newest, order: page }", "{ by: text }"],
    ["{ by: { fields: [page] }, keep: oldest, order: edition }"],
    ["{ by: text, keep: any, normalize: [nfc, casefold] }", "{ by: { fields: [page] } }"],
  ]

  @Test(arguments: rules)
  func `give the same plan and the same database, byte for byte`(rules: [String])
    async throws
  {
    let seed = UInt64(rules.count + 1)
    var plans: Set<String> = []
    var dumps: Set<String> = []
    for order in 0..<3 {
      let scene = Scene()
      let versions = Self.versions(seed).map {
        order == 0 ? $0 : $0.shuffled(seed: seed + UInt64(order))
      }
      scene.write(versions)
      var manifest = ManifestText(version: 1)
      manifest.dedupe = rules
      for version in 1...2 {
        manifest.version = version
        scene.write(manifest)
        let plan = try Program.run("plan", "--json", "--samples", "50", "docs.yaml", in: scene)
        #expect(plan.status == 0, "\(plan.errors)")
        plans.insert("v\(version)\n" + plan.output)
        let end = try Program.run("apply", "--yes", "docs.yaml", in: scene)
        #expect(end.status == 0, "\(end.errors)")
        dumps.insert("v\(version)\n" + (try await LocalTarget(path: scene.database).dumpText()))
      }
    }
    #expect(plans.count == 2)
    #expect(dumps.count == 2)
  }

  /// With rows that are copies of others but for their id, and with equal ids where a rule decides.
  private static func versions(_ seed: UInt64) -> [GeneratedRows] {
    var first = GeneratedRows(seed: seed, count: 150, dimensions: 8)
    for index in 0..<40 {
      var copy = first.rows[index]
      copy.id += "-copy"
      if index % 3 == 0 { copy.page = 39 - copy.page }
      first.rows.append(copy)
    }
    return [first, first.bumped(seed: seed)]
  }
}
