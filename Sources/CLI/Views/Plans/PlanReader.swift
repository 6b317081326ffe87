internal import Model

/// Reads a plan back from the JSON that `PlanJSON` writes. Nil anywhere means that it is none.
struct PlanReader {
  private let tree: PayloadObject

  init?(_ value: PayloadValue) {
    guard case .object(let tree) = value else { return nil }
    self.tree = tree
  }

  func plan() -> Plan? {
    guard let owner = tree.text("owner"), let source = source(), let target = target(),
      let base = base(), let changes = tree.list("changes"), let points = points(tree["points"]),
      let blocks = tree.list("blocked_by"), let warnings = tree.list("warnings")
    else { return nil }
    let entries = changes.compactMap { $0.object }
    var plan = Plan(
      owner: owner, source: source, target: target, base: base,
      collection: collection(entries, target), points: points)
    plan.schema = entries.filter { $0.text("kind") == "setting" }.compactMap(setting)
    plan.indexes = entries.filter { $0.text("kind") == "index" }.compactMap(index)
    plan.alias = entries.first { $0.text("kind") == "alias" }.flatMap(alias)
    plan.declared = entry(of: target, in: entries)?["after"]?.object ?? PayloadObject()
    plan.losses = tree.present("losses").flatMap { self.points($0) }
    plan.isDrift = tree["drift"] == .bool(true)
    plan.hold = hold()
    plan.suspension = tree["suspension"]?.object.flatMap {
      guard let reason = $0.text("reason") else { return nil }
      return Suspension(reason: reason, until: $0.text("until"))
    }
    plan.retired = (tree.list("retired") ?? []).compactMap(\.text)
    plan.finishesInterrupted = tree["finishes_interrupted_apply"] == .bool(true)
    plan.blocks = blocks.compactMap { $0.object }.compactMap(block)
    plan.warnings = warnings.compactMap { $0.object }.compactMap(warning)
    return plan
  }

  private func source() -> PlannedSource? {
    guard let source = tree["source"]?.object, let store = source.text("store"),
      let name = source.text("name"), let files = source.number("files"),
      let bytes = source.number("bytes").flatMap({ UInt64(exactly: $0) }),
      let rows = source.number("rows"),
      let rules = source.list("dedupe")
    else { return nil }
    let dropped = rules.compactMap { $0.object }.compactMap { rule -> DedupeReport.Rule? in
      guard let name = rule.text("rule"), let dropped = rule.number("dropped") else { return nil }
      return DedupeReport.Rule(name: name, dropped: dropped, recall: recall(rule["recall"]))
    }
    return PlannedSource(
      store: store, name: name, version: source.text("version"),
      isLatest: source["latest"] == .bool(true), files: files, bytes: bytes,
      dedupe: DedupeReport(input: rows, rules: dropped))
  }

  private func recall(_ value: PayloadValue?) -> DedupeReport.Recall? {
    guard let recall = value?.object, let sampled = recall.number("sampled"),
      let missed = recall.number("missed")
    else { return nil }
    switch recall["share"] {
    case .double(let share):
      return DedupeReport.Recall(sampled: sampled, missed: missed, share: share)
    case .int(let share):
      return DedupeReport.Recall(sampled: sampled, missed: missed, share: Double(share))
    default: return nil
    }
  }

  private func target() -> PlannedTarget? {
    guard let target = tree["target"]?.object, let connection = target.text("connection"),
      let kind = target.text("kind"), let address = target.text("address"),
      let collection = target.text("collection"), let physical = target.text("physical")
    else { return nil }
    return PlannedTarget(
      connection: connection, kind: kind, address: address, collection: collection,
      alias: target.text("alias"), live: target.text("live"), physical: physical)
  }

  private func base() -> PlanBase? {
    guard let base = tree["base"]?.object, let manifest = base.text("manifest"),
      let source = base.text("source"), let desired = base.text("desired"),
      let config = base.text("config"), let live = base.text("live"),
      let serial = base.number("serial")
    else { return nil }
    return PlanBase(
      manifest: manifest, source: source, desired: desired, config: config, live: live,
      serial: serial)
  }

  private func collection(_ entries: [PayloadObject], _ target: PlannedTarget) -> CollectionChange {
    let entry = entry(of: target, in: entries)
    switch entry?.list("actions")?.compactMap(\.text) {
    case ["create"]: return .create
    case ["update"]: return .update
    case ["create", "delete"]:
      return .replace(because: (entry?.list("replace_paths") ?? []).compactMap(\.text))
    default: return .keep
    }
  }

  private func entry(of target: PlannedTarget, in entries: [PayloadObject]) -> PayloadObject? {
    entries.first { $0.text("kind") == "collection" && $0.text("name") == target.physical }
  }

  private func setting(_ entry: PayloadObject) -> SchemaChange? {
    guard let path = entry.text("name"), let after = entry["after"],
      let effect = entry.text("effect").flatMap({ SchemaChange.Effect(rawValue: $0) })
    else { return nil }
    return SchemaChange(path: path, before: entry.present("before"), after: after, effect: effect)
  }

  private func index(_ entry: PayloadObject) -> IndexChange? {
    guard let field = entry.text("name") else { return nil }
    return IndexChange(
      field: field, before: entry.present("before"), after: entry.present("after"))
  }

  private func alias(_ entry: PayloadObject) -> AliasChange? {
    guard let name = entry.text("name"), let after = entry.text("after") else { return nil }
    return AliasChange(alias: name, before: entry.text("before"), after: after)
  }

  private func points(_ value: PayloadValue?) -> PointChanges? {
    guard let points = value?.object, let before = points.number("owned_before"),
      let inserted = points.number("inserted"), let rewritten = points.number("rewritten"),
      let payload = points.number("payload_only"), let deleted = points.number("deleted"),
      let unchanged = points.number("unchanged"), let retained = points.number("retained"),
      let unmanaged = points.number("unmanaged"), let foreign = points.number("other_owners"),
      let reasons = points.list("reasons")
    else { return nil }
    return PointChanges(
      ownedBefore: before, inserted: inserted, rewritten: rewritten, payloadOnly: payload,
      deleted: deleted, unchanged: unchanged, retained: retained, unmanaged: unmanaged,
      foreign: foreign, reasons: reasons.compactMap { $0.object }.compactMap(reason))
  }

  private func reason(_ entry: PayloadObject) -> ReasonCount? {
    guard let reason = entry.text("reason").flatMap({ PointReason(rawValue: $0) }),
      let count = entry.number("count"), let samples = entry.list("samples"),
      let owners = entry.list("owners"), let contested = entry.number("contested")
    else { return nil }
    return ReasonCount(
      reason: reason, count: count, samples: samples.compactMap(id),
      owners: owners.compactMap(\.text), contested: contested)
  }

  private func id(_ value: PayloadValue) -> PointID? {
    switch value {
    case .int(let number): UInt64(exactly: number).map { .number($0) }
    case .string(let text): PointID(text)
    case .null, .bool, .double, .list, .object: nil
    }
  }

  private func hold() -> RollbackHold? {
    guard let hold = tree["hold"]?.object, let generation = hold.number("generation"),
      let since = hold.text("since"), let manifest = hold.text("manifest")
    else { return nil }
    return RollbackHold(generation: generation, manifestDigest: manifest, at: since)
  }

  private func block(_ entry: PayloadObject) -> Block? {
    guard let code = entry.text("code"), let message = entry.text("message"),
      let remedy = entry.text("remedy")
    else { return nil }
    return Block(code: code, message, remedy: remedy)
  }

  private func warning(_ entry: PayloadObject) -> Problem? {
    guard let code = entry.text("code"), let message = entry.text("message") else { return nil }
    return Problem(.warning, code: code, message)
  }
}

extension PayloadValue {
  var object: PayloadObject? {
    if case .object(let object) = self { object } else { nil }
  }

  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }
}

extension PayloadObject {
  func text(_ key: String) -> String? { self[key]?.text }

  func number(_ key: String) -> Int? {
    if case .int(let number) = self[key] { Int(number) } else { nil }
  }

  func list(_ key: String) -> [PayloadValue]? {
    if case .list(let list) = self[key] { list } else { nil }
  }

  /// The value, unless it is null.
  func present(_ key: String) -> PayloadValue? {
    self[key].flatMap { $0 == .null ? nil : $0 }
  }
}
