import Foundation
import Host
import Model
import TestSupport
import Testing
import Wire

@testable import CLI

/// What people see, command by command, on a real store and a real target. The transcripts are
/// files; with PLUMB_REWRITE_GOLDEN=1 they are written instead of compared.
@Suite struct `The commands on a small store` {
  private func expect(_ transcript: Transcript, _ name: String) throws {
    try PlanGolden.expect(transcript.text, "../Transcripts/\(name).txt")
  }

  @Test func `from nothing to an applied manifest`() async throws {
    let desk = Transcript()
    await desk.run("plan ./docs.yaml")
    #expect(await desk.run("plan --detailed-exitcode ./docs.yaml").code == .changes)
    #expect(!Files.exists(desk), "a plan writes nothing")
    #expect(await desk.run("apply ./docs.yaml").code == .usage)
    #expect(await desk.run("apply ./docs.yaml", typing: "no").code == .blocked)
    #expect(await desk.run("apply ./docs.yaml", typing: "y").code == .blocked)
    #expect(await desk.run("apply ./docs.yaml", typing: "").code == .blocked)
    #expect(await desk.run("apply ./docs.yaml", typing: "yes").code == .ok)
    #expect(await desk.run("plan --detailed-exitcode ./docs.yaml").code == .ok)
    for line in ["apply", "status", "history", "verify", "drift", "unlock"] {
      #expect(await desk.run("\(line) ./docs.yaml").code == .ok, "\(line)")
    }
    try expect(desk, "first-apply")
  }

  @Test func `hints are for people`() async {
    let desk = Transcript()
    #expect(
      await desk.run("plan ./docs.yaml").errors
        == "to apply this: plumb apply \(desk.scratch.path)/docs.yaml\n")
    for line in ["--json", "--markdown"] {
      #expect(await desk.run("plan \(line) ./docs.yaml").errors == "")
    }
    #expect(await desk.run("plan ./docs.yaml", environment: ["CI": "true"]).errors == "")
  }

  /// An applied collection, and a saved plan with one row more and one less.
  private func saved() async -> Transcript {
    let desk = Transcript()
    desk.manifest(sync: "prune: true, maxDelete: { count: 10, percent: 100 }")
    await desk.run("apply --yes ./docs.yaml", isRecorded: false)
    desk.rows(1..<4)
    return desk
  }

  @Test func `a saved plan is shown, applied, and good for once`() async throws {
    let desk = await saved()
    await desk.run("plan --out ./plan.json ./docs.yaml")
    #expect(await desk.run("show ./plan.json").code == .ok)
    #expect(await desk.run("show --markdown ./plan.json").code == .ok)
    #expect(await desk.run("apply --yes ./plan.json").code == .ok)
    #expect(await desk.run("apply --yes ./plan.json").code == .stalePlan)
    #expect(await desk.run("verify ./docs.yaml").code == .ok)
    try expect(desk, "saved-plan")
  }

  @Test(
    arguments: [
      ("source", "docs: the source files and docs: the source rows"),
      ("points", "docs: the live points"),
      ("schema", "docs: the collection's schema, indexes or alias"),
      ("alias", "docs: the collection's schema, indexes or alias"),
      ("ledger", "docs: the ledger (another apply or rollback)"),
      (
        "connections",
        "docs: the collection's schema, indexes or alias, docs: the live points and docs: the ledger "
          + "(another apply or rollback)"
      ),
    ])
  func `a saved plan names what has moved`(what: String, moved: String) async {
    let desk = await saved()
    await desk.run("plan --out ./plan.json ./docs.yaml")
    switch what {
    case "source": desk.rows(1..<5)
    case "points": desk.sql("DELETE FROM points_1 WHERE (low & 7) = 2")
    case "schema":
      desk.sql(
        "UPDATE collections SET config = json_set(config, '$.hnsw_config', json('{}'))")
    case "alias": desk.sql("DELETE FROM aliases")
    case "ledger":
      desk.sql("UPDATE ledger SET serial = 9, entry = json_set(entry, '$.serial', 9)")
    default:
      desk.scratch.write(
        "connections.yaml",
        """
        apiVersion: plumb/v1
        kind: Connections
        stores:
          local: { files: { path: stores } }
        targets:
          local: { local: { path: other.db } }

        """)
    }
    let session = await desk.run("apply --yes ./plan.json")
    #expect(session.code == .stalePlan)
    #expect(session.output == "")
    #expect(
      session.errors == """
        error: the plan is stale, and nothing was written; moved since it was made: \(moved)
          hint: plan again and look at it again

        """)
  }

  @Test func `a saved plan does not look at the manifest again`() async {
    let desk = await saved()
    await desk.run("plan --out ./plan.json ./docs.yaml")
    desk.manifest(sync: "prune: false")
    let session = await desk.run("apply --yes ./plan.json")
    #expect(session.code == .ok)
    #expect(session.output.contains("1 deleted."))
  }

  @Test func `an edited plan is refused`() async throws {
    let desk = await saved()
    await desk.run("plan --out ./plan.json ./docs.yaml", isRecorded: false)
    let path = desk.scratch.path + "/plan.json"
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    for (old, new) in [
      ("\"deleted\": 1", "\"deleted\": 0"), ("prune: true", "prune: false"),
      ("\"can_apply\": true", "\"can_apply\": false"), ("SavedPlan", "SavedPlam"),
    ] {
      #expect(text.contains(old))
      desk.note("\(old) is now \(new)")
      desk.scratch.write("edited.json", text.replacing(old, with: new, maxReplacements: 1))
      await desk.run("show ./edited.json")
      await desk.run("apply --yes ./edited.json")
    }
    desk.scratch.write("edited.json", String(text.dropLast(100)))
    desk.note("cut short")
    await desk.run("show ./edited.json")
    try expect(desk, "edited-plan")
  }

  @Test func `mistakes say what there is`() async throws {
    let desk = Transcript()
    desk.manifest(connection: "nowhere")
    await desk.run("plan ./docs.yaml")
    desk.manifest(store: "dogs")
    await desk.run("plan ./docs.yaml")
    desk.manifest(version: "v9")
    await desk.run("plan --json ./docs.yaml")
    desk.manifest(size: 5)
    await desk.run("plan ./docs.yaml")
    desk.manifest(sync: "prun: true")
    await desk.run("plan ./docs.yaml")
    await desk.run("apply --yes ./docs.yaml")
    await desk.run("plan ./nothing.yaml")
    await desk.run("show ./docs.yaml")
    desk.manifest()
    await desk.run("plan --connections ./nothing.yaml ./docs.yaml")
    await desk.run("rollback ./docs.yaml")
    try expect(desk, "mistakes")
  }

  @Test func `drift is found, told and put right`() async throws {
    let desk = Transcript()
    await desk.run("apply --yes ./docs.yaml", isRecorded: false)
    desk.sql("DELETE FROM points_1 WHERE (low & 7) = 2; DELETE FROM aliases")
    #expect(await desk.run("drift ./docs.yaml").code == .ok)
    #expect(await desk.run("drift --detailed-exitcode ./docs.yaml").code == .changes)
    #expect(await desk.run("verify ./docs.yaml").code == .changes)
    #expect(await desk.run("apply --yes ./docs.yaml").code == .ok)
    #expect(await desk.run("drift --detailed-exitcode ./docs.yaml").code == .ok)
    #expect(await desk.run("verify ./docs.yaml").code == .ok)
    desk.rows(0..<4)
    await desk.run("drift ./docs.yaml")
    try expect(desk, "drift")
  }

  @Test func `a replacement, a rollback and forward again`() async throws {
    let desk = Transcript()
    await desk.run("apply --yes ./docs.yaml", isRecorded: false)
    desk.manifest(version: "v2", size: 3)
    #expect(await desk.run("plan ./docs.yaml").code == .blocked)
    #expect(await desk.run("apply --yes ./docs.yaml").code == .blocked)
    #expect(await desk.run("apply --yes --allow-replace ./docs.yaml").code == .ok)
    await desk.run("status ./docs.yaml")
    #expect(await desk.run("rollback ./docs.yaml").code == .ok)
    await desk.run("status ./docs.yaml")
    await desk.run("plan ./docs.yaml")
    #expect(await desk.run("apply --yes ./docs.yaml").code == .ok)
    #expect(await desk.run("rollback --release ./docs.yaml").code == .ok)
    await desk.run("plan --allow-replace ./docs.yaml")
    #expect(await desk.run("apply --yes --allow-replace ./docs.yaml").code == .ok)
    await desk.run("history ./docs.yaml")
    await desk.run("history --limit 1 ./docs.yaml")
    try expect(desk, "replacement-and-rollback")
  }

  @Test func `a lock of somebody else is respected and can be removed by its id`() async throws {
    let desk = await saved()
    desk.sql(
      "INSERT INTO locks VALUES ('docs', 'l0ck', 'ci@elsewhere', '2026-11-20T09:00:00Z', "
        + "'2999-01-01T00:00:00Z')")
    #expect(await desk.run("plan ./docs.yaml").code == .ok)
    #expect(await desk.run("apply --yes ./docs.yaml").code == .locked)
    await desk.run("status ./docs.yaml")
    #expect(await desk.run("unlock ./docs.yaml").code == .locked)
    #expect(await desk.run("unlock --id other ./docs.yaml").code == .locked)
    #expect(await desk.run("unlock --id l0ck ./docs.yaml").code == .ok)
    #expect(await desk.run("apply --yes ./docs.yaml").code == .ok)
    try expect(desk, "locked")
  }

  @Test func `several manifests, dependencies first`() async throws {
    let desk = Transcript()
    // Two that depend on each other's order, and one by itself; by name they come the other way round.
    desk.manifest("answers", store: "mails", more: "  dependsOn: [docs]")
    desk.manifest("mails", store: "mails")
    #expect(await desk.run("plan ./answers.yaml ./docs.yaml ./mails.yaml").code == .ok)
    desk.manifest(sync: "prune: true, minRows: 100")
    #expect(
      await desk.run("apply --yes ./answers.yaml ./docs.yaml ./mails.yaml").code == .blocked)
    desk.manifest()
    #expect(await desk.run("apply --yes ./answers.yaml ./docs.yaml ./mails.yaml").code == .ok)
    await desk.run("status ./docs.yaml")
    try expect(desk, "several")
  }

  @Test func `every command speaks JSON`() async throws {
    let desk = Transcript()
    await desk.run("plan --json ./docs.yaml")
    await desk.run("plan --out ./plan.json --json-out ./plans.json ./docs.yaml")
    await desk.run("show --json ./plan.json")
    for line in [
      "apply --yes --json", "apply --yes --json", "drift --json", "verify --json", "status --json",
      "history --json",
    ] {
      let session = await desk.run("\(line) ./docs.yaml")
      #expect(session.code == .ok)
      #expect(session.errors == "")
    }
    desk.manifest(sync: "prune: true, minRows: 100")
    desk.rows(0..<4)
    let session = await desk.run("apply --yes --json ./docs.yaml")
    #expect(session.code == .blocked)
    try expect(desk, "json")
    #expect(
      runPython("plan_schema.py", try schemaAndFolder(desk)).map(text) == """
        plan.json valid
        plans.json valid

        """)
  }

  @Test func `long work is told event by event`() async throws {
    let desk = Transcript()
    await desk.run("plan --events ./docs.yaml")
    let apply = await desk.run("apply --yes --events ./docs.yaml")
    #expect(apply.errors == "")
    for line in apply.output.split(separator: "\n") {
      guard case .object(let event) = try JSONReader.value(Array(line.utf8)) else {
        Issue.record("no event: \(line)")
        continue
      }
      #expect(event["format_version"] == .string("1.0"))
    }
    #expect(await desk.run("apply --yes --events ./docs.yaml").code == .ok)
    try expect(desk, "events")
  }

  private func schemaAndFolder(_ desk: Transcript) throws -> [String] {
    let schema = PlanGolden.root.appending(path: "manifests/plan.schema.json").path
    return [schema, desk.scratch.path]
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension Files {
  fileprivate static func exists(_ desk: Transcript) -> Bool {
    exists(desk.scratch.path + "/plumb.db")
  }
}

@Suite struct `The schema of plans` {
  @Test func `is stored for programs`() async throws {
    let session = await Session.run("schema plan")
    #expect(session.code == .ok)
    try PlanGolden.expect(session.output, "../../../manifests/plan.schema.json")
  }

  @Test func `is not that of manifests`() async {
    let plain = await Session.run("schema")
    let manifest = await Session.run("schema manifest")
    let other = await Session.run("schema other")
    #expect(plain.output == manifest.output)
    #expect(plain.output.contains("Plumb manifests and connections"))
    #expect(other.code == .usage)
  }

  @Test func `describes every plan, down to the last key`() throws {
    let schema = PlanGolden.root.appending(path: "manifests/plan.schema.json").path
    let output = try #require(runPython("plan_schema.py", [schema, PlanGolden.folder.path]))
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
    let expected = PlanScenes.names.map { "\($0).json valid" }
    #expect(lines.map(String.init).sorted() == expected.sorted())
  }
}
