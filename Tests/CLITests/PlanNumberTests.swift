import Foundation
import Model
import TestSupport
import Testing
import Wire

@testable import CLI

/// The three forms of a plan are for different readers, and none may be told another number.
@Suite struct `The numbers of a plan` {
  /// The numbers in front of these words, without commas; as printed, whatever is wrapped.
  private static func numbers(_ text: String, _ pattern: String) throws -> [Int] {
    let flat = text.replacing(/<br>/, with: " ").split { $0 == " " || $0 == "\n" }
      .joined(separator: " ")
    let regex = try Regex("([0-9,]+) " + pattern, as: (Substring, Substring).self)
    return flat.matches(of: regex).compactMap { Int($0.output.1.filter { $0 != "," }) }
  }

  private static func json(_ plan: Plan) throws -> PayloadObject {
    let value = try JSONReader.value(Array(PlanGolden.json(plan).utf8))
    return try #require(value.object?.list("plans")?.first?.object)
  }

  /// Words of the summary, and the number of the JSON document that they are about.
  private static let summary = [
    ("to insert,", "inserted"), ("to rewrite,", "rewritten"), ("payload only,", "payload_only"),
    ("to delete\\.", "deleted"), ("after;", "owned_after"), ("unchanged", "unchanged"),
  ]

  /// Words of the body, absent where the number is nothing.
  private static let body = [
    ("will be inserted", "inserted"), ("will be rewritten", "rewritten"),
    ("will get a new payload", "payload_only"),
    ("of [0-9,]+ \\([0-9.<]+%\\) will be deleted", "deleted"),
    ("no longer desired, but kept", "retained"), ("without plumb's mark", "unmanaged"),
    ("of other manifests,", "other_owners"),
  ]

  @Test(arguments: PlanScenes.names)
  func `agree in text, markdown and JSON`(_ name: String) throws {
    try Self.expectAgreement(try #require(PlanScenes.plan(name)))
  }

  /// Plans that nobody thought of.
  @Test(arguments: UInt64(0)..<80)
  func `agree in plans by chance`(_ seed: UInt64) throws {
    let plan = Self.generated(seed)
    try Self.expectAgreement(plan)
    let read = PlanReader(try JSONReader.value(JSONWriter.bytes(PlanJSON.plan(plan))))?.plan()
    #expect(read == plan)
  }

  private static func generated(_ seed: UInt64) -> Plan {
    var random = SeededGenerator(seed: seed)
    var manifest = PlanScene.manifest(sync: SyncSpec(prune: random.chance(70)))
    if random.chance(20) { manifest.collection.declared = PlanScene.schema(size: 8) }
    let live = (0..<random.below(3000)).filter { _ in random.chance(80) }.map { id -> LivePoint in
      if random.chance(3) { return LivePoint(id: .number(UInt64(id)), mark: nil) }
      let owner = random.chance(3) ? "papers" : "docs"
      let content = PlanScene.content(random.below(50), payload: random.below(2))
      return PlanScene.owned(.number(UInt64(id)), content, by: owner)
    }
    var scene = PlanScene.settled(manifest, live: live)
    if random.chance(10) { scene = PlanScene(manifest: manifest) }
    scene.desired = (0..<random.below(3000)).filter { _ in random.chance(80) }.map {
      (.number(UInt64($0)), PlanScene.content(random.below(50), payload: random.below(2)))
    }
    scene.samples = random.below(8)
    return scene.plan
  }

  private static func expectAgreement(_ plan: Plan) throws {
    let json = try Self.json(plan)
    let points = try #require(json["points"]?.object)
    for text in [PlanGolden.text(plan), PlanGolden.markdown(plan)] {
      for (words, key) in Self.summary
      where plan.hold == nil || !["after;", "unchanged"].contains(words) {
        let found = try Self.numbers(text, words)
        #expect(found == [points.number(key)].compactMap { $0 }, "\(words): \(text)")
      }
      for (words, key) in Self.body {
        let number = try #require(points.number(key))
        let found = try Self.numbers(text, words)
        #expect(found == (number == 0 ? [] : [number]), "\(words): \(text)")
      }
      let before = try Self.numbers(text, "points? before,")
      let losses = json.present("losses")?.object
      let expected = (losses ?? points).number("owned_before")
      #expect(before == (plan.hold == nil ? [expected] : []), "\(text)")
    }
  }

  @Test(arguments: PlanScenes.names) func `name every guard and every sample`(_ name: String) throws
  {
    let plan = try #require(PlanScenes.plan(name))
    let json = try Self.json(plan)
    let codes = try #require(json.list("blocked_by")).compactMap { $0.object?.text("code") }
    for text in [PlanGolden.text(plan), PlanGolden.markdown(plan)] {
      #expect(text.matches(of: /Blocked (PL\d+):/).map { String($0.output.1) } == codes)
      let words = Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init))
      for reason in try #require(json["points"]?.object?.list("reasons")).compactMap(\.object) {
        for sample in try #require(reason.list("samples")) {
          let id: String
          switch sample {
          case .int(let number): id = String(number)
          case .string(let text): id = text
          default: id = "?"
          }
          #expect(words.contains(id), "\(id): \(text)")
        }
      }
    }
  }

  @Test(arguments: PlanScenes.names) func `add up`(_ name: String) throws {
    let plan = try #require(PlanScenes.plan(name))
    for points in [plan.points, plan.losses].compactMap({ $0 }) {
      #expect(
        points.ownedBefore
          == points.rewritten + points.payloadOnly + points.unchanged + points.deleted
          + points.retained)
      #expect(points.ownedAfter == points.ownedBefore - points.deleted + points.inserted)
      func sum(_ reasons: PointReason...) -> Int {
        points.reasons.filter { reasons.contains($0.reason) }.reduce(0) { $0 + $1.count }
      }
      #expect(points.deleted == sum(.leftSource, .lostDedupe))
      #expect(points.inserted == sum(.new, .missing, .newGeneration))
      #expect(points.rewritten == sum(.vector, .vectorAndPayload))
      #expect(points.payloadOnly == sum(.payload))
      #expect(points.retained == sum(.retained))
      #expect(points.unmanaged == sum(.unmanaged))
      #expect(points.foreign == sum(.otherOwner))
    }
  }

  @Test(arguments: PlanScenes.names) func `survive being saved`(_ name: String) throws {
    let plan = try #require(PlanScenes.plan(name))
    let bytes = JSONWriter.bytes(PlanJSON.plan(plan))
    let read = PlanReader(try JSONReader.value(bytes))?.plan()
    #expect(read == plan)
  }

  @Test func `a saved plan with a part missing is none`() throws {
    let plan = try #require(PlanScenes.plan("mixed"))
    let whole = try #require(JSONReader.value(JSONWriter.bytes(PlanJSON.plan(plan))).object)
    for key in ["owner", "source", "target", "base", "changes", "points", "blocked_by", "warnings"]
    {
      var damaged = whole
      damaged[key] = nil
      #expect(PlanReader(.object(damaged))?.plan() == nil, "\(key)")
    }
    #expect(PlanReader(.list([])) == nil)
  }
}
