import Model
import Testing
import Wire

@testable import Manifests
@testable import Planning

private func object(_ text: String) throws -> PayloadObject {
  guard case .object(let object) = try JSONReader.value(text) else { return PayloadObject() }
  return object
}

/// Every key of a collection is changed once, and the plan says beforehand what that takes.
@Suite struct `What changing a key takes` {
  private func said(
    _ declared: PayloadObject, live: PayloadObject, version: String? = "1.19.0",
    applied: [String] = []
  ) -> [String] {
    SchemaComparison(
      declared, live: live, version: version.flatMap { ServerVersion($0) }, applied: applied
    ).changes.map { "\($0.path) \($0.effect.rawValue)" }
  }

  /// The case in its section, which may be nested.
  private func check(_ knob: KnobCase, in section: String...) throws {
    func inSection(_ text: String) throws -> PayloadObject {
      let value = try JSONReader.value(text)
      guard let last = section.last else { return try object(text) }
      var tree: PayloadObject = value == .null ? PayloadObject() : [last: value]
      for key in section.dropLast().reversed() { tree = [key: .object(tree)] }
      return tree
    }
    let path = section.joined(separator: ".")
    let expected = knob.said.map {
      $0.first == " " ? path + $0 : path.isEmpty ? $0 : "\(path).\($0)"
    }
    #expect(said(try inSection(knob.declared), live: try inSection(knob.live)) == expected)
    // What was changed is not changed again.
    let after = try inSection(knob.declared)
    #expect(said(after, live: after) == [])
  }

  @Test(arguments: KnobCases.collection)
  func `for the collection`(_ knob: KnobCase) throws { try check(knob) }

  @Test(arguments: KnobCases.hnsw)
  func `for the graph, of all vectors and of one`(_ knob: KnobCase) throws {
    try check(knob, in: "hnsw_config")
    try check(knob, in: "vectors", "title", "hnsw_config")
  }

  @Test(arguments: KnobCases.optimizers)
  func `for the optimizers`(_ knob: KnobCase) throws { try check(knob, in: "optimizers_config") }

  @Test(arguments: KnobCases.strictMode)
  func `for strict mode`(_ knob: KnobCase) throws { try check(knob, in: "strict_mode_config") }

  @Test(arguments: KnobCases.quantization)
  func `for quantization, of all vectors and of one`(_ knob: KnobCase) throws {
    try check(knob, in: "quantization_config")
    try check(knob, in: "vectors", "title", "quantization_config")
  }

  @Test(arguments: KnobCases.dense)
  func `for a named vector`(_ knob: KnobCase) throws { try check(knob, in: "vectors", "title") }

  @Test(arguments: KnobCases.dense)
  func `for the unnamed vector`(_ knob: KnobCase) throws {
    let base: PayloadObject = ["size": .int(4), "distance": .string("Dot")]
    var (live, declared) = (base, base)
    for (key, value) in try object(knob.live) { live[key] = value }
    for (key, value) in try object(knob.declared) { declared[key] = value }
    if live["distance"] != base["distance"] { live["distance"] = .string("Cosine") }
    #expect(
      said(["vectors": .object(declared)], live: ["vectors": .object(live)])
        == knob.said.map { "vectors.\($0)" })
  }

  @Test(arguments: KnobCases.sparse)
  func `for a sparse vector`(_ knob: KnobCase) throws {
    try check(knob, in: "sparse_vectors", "words")
  }

  @Test(arguments: KnobCases.indexes)
  func `for a payload index`(_ knob: (live: String, declared: String, isBuilt: Bool)) throws {
    let (live, declared) = (try JSONReader.value(knob.live), try JSONReader.value(knob.declared))
    let changes = IndexComparison.changes(["f": declared], live: ["f": live], applied: [])
    #expect(
      changes == (knob.isBuilt ? [IndexChange(field: "f", before: live, after: declared)] : []))
    #expect(IndexComparison.changes(["f": declared], live: ["f": declared], applied: []) == [])
  }

  @Test func `for vectors that come and go, by the age of the server`() throws {
    let live = try object(
      #"{"vectors": {"old": {"size": 2, "distance": "Dot"}, "own": {"size": 3}}}"#)
    let declared = try object(
      #"{"vectors": {"new.er": {"size": 4, "distance": "Dot"}, "own": {"size": 3}}, "sparse_vectors": {"words": {}}}"#
    )
    let applied = ["vectors.old.size", "vectors.own.size"]
    for (version, effect) in [("1.18.0", "inPlace"), (nil, "inPlace"), ("1.17.1", "replace")] {
      #expect(
        said(declared, live: live, version: version, applied: applied) == [
          "sparse_vectors.words \(effect)", "vectors.new.er \(effect)", "vectors.old \(effect)",
        ])
    }
    // Somebody else's vector stays.
    #expect(
      said(declared, live: live) == ["sparse_vectors.words inPlace", "vectors.new.er inPlace"])
  }

  @Test func `for a vector that gets a name, or loses it`() throws {
    let unnamed = try object(#"{"vectors": {"size": 4, "distance": "Dot"}}"#)
    let named = try object(#"{"vectors": {"title": {"size": 4, "distance": "Dot"}}}"#)
    #expect(said(named, live: unnamed) == ["vectors.title replace"])
    #expect(
      said(unnamed, live: named, applied: ["vectors.title.size"])
        == ["vectors.distance replace", "vectors.size replace"])
  }

  @Test func `covers every key that there is`() {
    var covered: Set<[String]> = []
    func cover(_ cases: [KnobCase], _ section: String...) {
      for said in cases.flatMap(\.said) {
        let path = said.prefix { $0 != " " }.split(separator: ".").map(String.init)
        covered.insert(section + path)
      }
    }
    cover(KnobCases.collection)
    cover(KnobCases.hnsw, "hnsw_config")
    cover(KnobCases.optimizers, "optimizers_config")
    cover(KnobCases.strictMode, "strict_mode_config")
    cover(KnobCases.dense, "vectors", "title")
    cover(KnobCases.sparse, "sparse_vectors", "words")
    let parents = Set(
      Knobs.all.map(\.path).flatMap { path in (0..<path.count).map { path.prefix($0) } })
    for knob in Knobs.all where !parents.contains(knob.path[...]) {
      let place = knob.path.joined(separator: ".")
      // Quantization is changed whole, and indexes have a table of their own.
      if place.contains("quantization_config") || knob.path[0] == "payload_indexes" { continue }
      if knob.path.prefix(3).contains("hnsw_config"), knob.path[0] == "vectors" { continue }
      if knob.path[0] == "vectors", knob.path.count == 2 || knob.path[1] != "*" { continue }
      #expect(covered.contains { knob.isAt($0) }, "\(place)")
    }
  }
}

@Suite struct `Which server a key needs` {
  /// Paths of the language's keys with the version that the language gives them.
  private func documented(
    _ shape: Shape, at path: [String], since: String?,
    _ found: inout [(path: [String], since: String?)]
  ) {
    switch shape {
    case .object(let object):
      for field in object.fields {
        let own = field.since ?? since
        found.append((path + [field.name], own))
        documented(field.shape, at: path + [field.name], since: own, &found)
      }
    case .map(let map): documented(map.values, at: path + ["*"], since: since, &found)
    case .either(let shapes):
      for shape in shapes { documented(shape, at: path, since: since, &found) }
    case .having(_, let object, let named):
      documented(.object(object), at: path, since: since, &found)
      documented(.map(named), at: path, since: since, &found)
    default: break
    }
  }

  @Test func `is what the language documents, for every key`() {
    var found: [(path: [String], since: String?)] = []
    documented(.object(Manifests.CollectionShape.shape), at: [], since: nil, &found)
    #expect(found.count > 150)
    for (path, since) in found where path.first != "metadata" {
      let place = path.joined(separator: ".")
      guard Knobs.knob(at: path) != nil else {
        Issue.record("the table lacks \(place)")
        continue
      }
      guard let since else { continue }
      let needed = (1...path.count).compactMap { VersionNeeds.since(Array(path.prefix($0))) }
        .max()
      #expect(needed == ServerVersion(since), "\(place)")
    }
  }

  @Test(arguments: [
    (#"{"hnsw_config": {"memory": "cold"}}"#, "1.18.9", "hnsw_config.memory 1.19"),
    (#"{"hnsw_config": {"memory": "cold"}}"#, "1.19.0", ""),
    (#"{"metadata": {"memory": "cold"}}"#, "1.15.9", "metadata 1.16"),
    (
      #"{"vectors": {"a": {"size": 1, "datatype": "turbo4"}}}"#, "1.18.1",
      "vectors.a.datatype: turbo4 1.18.2"
    ),
    (#"{"vectors": {"size": 1, "datatype": "uint8"}}"#, "1.9.0", ""),
    (
      #"{"quantization_config": {"turbo": {"bits": "bits4", "memory": "cold"}}}"#, "1.17.0",
      "quantization_config.turbo 1.18"
    ),
    (
      #"{"quantization_config": {"turbo": {"bits": "bits4", "memory": "cold"}}}"#, "1.18.0",
      "quantization_config.turbo.memory 1.19"
    ),
    (
      #"{"payload_indexes": {"a": "uuid", "b": {"type": "uuid", "is_tenant": true}}}"#, "1.10.1",
      "payload_indexes.a.type: uuid 1.11, payload_indexes.b.is_tenant 1.11, payload_indexes.b.type: uuid 1.11"
    ),
    (
      #"{"strict_mode_config": {"max_points_count": 5}}"#, "1.13.4",
      "strict_mode_config.max_points_count 1.14"
    ),
    (#"{"strict_mode_config": {"max_points_count": 5}}"#, "1.12.0", "strict_mode_config 1.13"),
  ])
  func `is found for declared keys and values`(declared: String, version: String, needs: String)
    throws
  {
    let found = VersionNeeds.unmet(try object(declared), by: try #require(ServerVersion(version)))
    let words = found.map { need in
      "\(need.path)\(need.value.map { ": \($0)" } ?? "") \(need.since)"
    }
    #expect(words.joined(separator: ", ") == needs)
  }

  @Test func `blocks a plan, and is not asked of a target without a server`() throws {
    let manifest = Samples.manifest(
      declared: try object(
        #"{"vectors": {"size": 4, "distance": "Cosine", "memory": "cold"}, "hnsw_config": {"inline_storage": true}}"#
      ))
    var state = Samples.state()
    let desired = Samples.desired(count: 1)
    #expect(Samples.plan(Samples.request(manifest, desired: desired, state: state)).plan.canApply)
    state.facts = TargetFacts(kind: "qdrant", address: "http://127.0.0.1:6333", version: "1.15.3")
    let plan = Samples.plan(Samples.request(manifest, desired: desired, state: state)).plan
    #expect(plan.blocks.map(\.code) == ["PL515"])
    #expect(
      plan.blocks.first?.message
        == "the server is version 1.15.3, and `hnsw_config.inline_storage` needs 1.16, "
        + "`vectors.memory` needs 1.19")
  }

  @Test(arguments: [
    ("1.19", "1.19.0", 0), ("1.9.9", "1.10", -1), ("v1.18.2-dev", "1.18.2", 0), ("2", "1.99.99", 1),
  ])
  func `versions are compared as numbers`(left: String, right: String, order: Int) throws {
    let (left, right) = (try #require(ServerVersion(left)), try #require(ServerVersion(right)))
    #expect((left < right, left == right) == (order < 0, order == 0))
  }

  @Test(arguments: ["", "1.x", "latest", "1..2"])
  func `other words are no versions`(text: String) { #expect(ServerVersion(text) == nil) }
}

@Suite struct `Settings that are no longer declared` {
  @Test func `are named, because a server cannot unset them`() throws {
    let manifest = Samples.manifest()
    var state = Samples.state(
      ["docs": 1], generations: [Generation(number: 1, collection: "docs", isComplete: true)],
      aliases: ["docs-live": "docs"],
      config: try object(
        #"{"vectors": {"size": 4, "distance": "Cosine"}, "hnsw_config": {"m": 32}, "metadata": {"a.b": 1}}"#
      ))
    state.entry?.settings = [
      "hnsw_config.m", "metadata.a.b", "optimizers_config.max_segment_size", "vectors.size",
    ]
    let request = Samples.request(manifest, desired: Samples.desired(count: 1), state: state)
    let plan = Samples.plan(request, live: Samples.owned(0..<1)).plan
    #expect(plan.isEmpty)
    #expect(
      plan.warnings.map(\.message) == [
        "`hnsw_config.m`, `metadata.a.b` are no longer declared; the server keeps the last value, "
          + "because a setting cannot be unset"
      ])
  }

  @Test func `are the paths of what is declared`() throws {
    let declared = try object(
      #"{"vectors": {"size": 4, "quantization_config": {"binary": {}}}, "metadata": {"a": {"b": 1}, "c": null}, "payload_indexes": {"x": "bool"}, "sparse_vectors": {"w": {}}}"#
    )
    #expect(
      CollectionSpec(declared: declared, vectors: [:]).settings == [
        "metadata.a", "sparse_vectors.w", "vectors.quantization_config", "vectors.size",
      ])
  }
}
