import Foundation
import Model
import Testing
import Wire

@testable import CLI

/// The recorded texts of plans. With PLUMB_REWRITE_GOLDEN=1 they are written instead of compared;
/// read the difference before committing it.
enum PlanGolden {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Plans")
  static let root = folder.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let isRewriting = ProcessInfo.processInfo.environment["PLUMB_REWRITE_GOLDEN"] == "1"

  static func expect(_ text: String, _ name: String) throws {
    let file = folder.appending(path: name)
    if isRewriting {
      try Data(text.utf8).write(to: file)
      return
    }
    let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(text == expected, "\(name)")
  }

  static func text(_ plan: Plan) -> String { PlanText(palette: Palette(isOn: false)).render(plan) }
  static func markdown(_ plan: Plan) -> String { PlanMarkdown().render(plan) }
  static func json(_ plan: Plan) -> String {
    JSONWriter.text(Output.document(PlanJSON.document([plan])), .pretty) + "\n"
  }
}

@Suite struct `How plans read` {
  @Test func `there are plans of every kind`() {
    #expect(PlanScenes.all.count >= 40)
    #expect(Set(PlanScenes.names).count == PlanScenes.all.count)
    let plans = PlanScenes.all.map(\.plan)
    #expect(Set(plans.map(\.verdict)) == Set(Plan.Verdict.allCases))
    #expect(
      Set(
        plans.flatMap { $0.points.reasons.map(\.reason) + ($0.losses?.reasons.map(\.reason) ?? []) }
      )
        == Set(PointReason.allCases))
    #expect(
      Set(plans.flatMap { $0.blocks.map(\.code) + $0.warnings.map(\.code) }).isSuperset(
        of: [501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 511, 512, 513, 514].map { "PL\($0)" }
      ))
  }

  @Test(arguments: PlanScenes.names) func `the text is as recorded`(_ name: String) throws {
    try PlanGolden.expect(PlanGolden.text(#require(PlanScenes.plan(name))), name + ".txt")
  }

  @Test(arguments: PlanScenes.names) func `the markdown is as recorded`(_ name: String) throws {
    try PlanGolden.expect(PlanGolden.markdown(#require(PlanScenes.plan(name))), name + ".md")
  }

  @Test(arguments: PlanScenes.names) func `the JSON is as recorded`(_ name: String) throws {
    try PlanGolden.expect(PlanGolden.json(#require(PlanScenes.plan(name))), name + ".json")
  }

  @Test(arguments: ["mixed", "replacement", "drift", "contested"])
  func `the colours are as recorded`(_ name: String) throws {
    let text = PlanText(palette: Palette(isOn: true)).render(try #require(PlanScenes.plan(name)))
    // An escape character would make the file unreadable.
    try PlanGolden.expect(text.replacing("\u{1B}", with: "␛"), name + ".colour.txt")
    let plain = text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(plain == PlanGolden.text(try #require(PlanScenes.plan(name))))
  }

  @Test func `several plans end with one line for each`() throws {
    let names = [
      "create", "no-changes", "deletes", "replacement-unapproved", "drift-of-points", "held",
      "indexes",
    ]
    var plans = try names.map { try #require(PlanScenes.plan($0)) }
    #expect(PlanOverview([plans[0]]).text == "")
    for index in plans.indices { plans[index].owner = names[index] }
    #expect(
      PlanOverview(plans).text == """

        All 7 plans
          create                  creates a collection with 3 points
          no-changes              no changes
          deletes                 DELETES 7 of 100 points
          replacement-unapproved  BLOCKED (PL513), REPLACES its collection
          drift-of-points         DRIFT, updates 12 points in place
          held                    held by a rollback
          indexes                 updates in place

        """)
  }

  @Test(arguments: PlanScenes.names, [40, 80, 100])
  func `lines fit the terminal where they can be broken`(_ name: String, columns: Int) throws {
    let plan = try #require(PlanScenes.plan(name))
    let text = PlanText(palette: Palette(isOn: false), columns: columns).render(plan)
    for line in text.split(separator: "\n") where line.count > columns {
      // Only one word, with its indent and label, may be longer.
      #expect(line.drop { $0 == " " }.split(separator: " ").count <= 4, "\(line)")
    }
    for line in text.split(separator: "\n") { #expect(line.last != " ", "\(line)") }
  }

  @Test(arguments: PlanScenes.names) func `nothing turns the text or the screen`(_ name: String)
    throws
  {
    let plan = try #require(PlanScenes.plan(name))
    for text in [PlanGolden.text(plan), PlanGolden.markdown(plan)] {
      let odd = text.unicodeScalars.filter { scalar in
        guard scalar != "\n", scalar != "\u{200B}" else { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
      }
      #expect(odd.isEmpty, "\(odd)")
    }
    let fences = PlanGolden.markdown(plan).split(separator: "\n").filter { $0.contains("```") }
    #expect(fences.isEmpty || fences.map(String.init) == ["```diff", "```"])
  }
}
