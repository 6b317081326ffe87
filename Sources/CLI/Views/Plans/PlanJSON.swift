internal import Model
internal import Wire

/// A plan for programs. Keys are added under a higher minor number; nothing else changes within a
/// major one. The schema is published beside the manifest's.
enum PlanJSON {
  /// All plans of a command, behind the version of the format.
  static func document(_ plans: [Plan]) -> KeyValuePairs<String, JSON> {
    [
      "plans": .array(plans.map(plan)), "empty": .bool(plans.allSatisfy(\.isEmpty)),
      "can_apply": .bool(plans.allSatisfy(\.canApply)),
    ]
  }

  static func plan(_ plan: Plan) -> JSON {
    [
      "owner": .string(plan.owner),
      "verdict": .string(plan.verdict.rawValue), "empty": .bool(plan.isEmpty),
      "can_apply": .bool(plan.canApply), "drift": .bool(plan.isDrift),
      "sentence": .string(PlanVerdict(plan).sentence), "source": source(plan.source),
      "target": target(plan.target), "base": base(plan.base), "changes": .array(changes(plan)),
      "points": points(plan.points), "losses": plan.losses.map(points) ?? .null,
      "retired": .array(plan.retired.map { .string($0) }),
      "hold": hold(plan.hold), "suspension": suspension(plan.suspension),
      "blocked_by": .array(plan.blocks.map(block)),
      "warnings": .array(plan.warnings.map(warning)),
      "finishes_interrupted_apply": .bool(plan.finishesInterrupted),
      "summary": .array(PlanSummary(plan).lines.map { .string($0) }),
    ]
  }

  private static func source(_ source: PlannedSource) -> JSON {
    [
      "store": .string(source.store), "name": .string(source.name), "version": JSON(source.version),
      "latest": .bool(source.isLatest), "files": JSON(source.files),
      "bytes": .unsigned(source.bytes),
      "rows": JSON(source.dedupe.input), "kept": JSON(source.dedupe.kept),
      "dedupe": .array(
        source.dedupe.rules.map(rule)),
    ]
  }

  /// `recall` is there only where an index chose what was compared.
  static func rule(_ rule: DedupeReport.Rule) -> JSON {
    var members: [JSON.Member] = [
      .init("rule", .string(rule.name)), .init("dropped", JSON(rule.dropped)),
    ]
    if let recall = rule.recall {
      members.append(
        .init(
          "recall",
          [
            "share": .double(recall.share), "sampled": JSON(recall.sampled),
            "missed": JSON(recall.missed),
          ]))
    }
    return .object(members)
  }

  private static func target(_ target: PlannedTarget) -> JSON {
    [
      "connection": .string(target.connection), "kind": .string(target.kind),
      "address": .string(target.address), "collection": .string(target.collection),
      "alias": JSON(target.alias), "live": JSON(target.live), "physical": .string(target.physical),
    ]
  }

  private static func base(_ base: PlanBase) -> JSON {
    [
      "manifest": .string(base.manifest), "source": .string(base.source),
      "desired": .string(base.desired), "config": .string(base.config), "live": .string(base.live),
      "serial": JSON(base.serial),
    ]
  }

  private static func changes(_ plan: Plan) -> [JSON] {
    var changes: [JSON] = []
    switch plan.collection {
    case .keep: break
    case .create:
      changes.append(
        change("collection", plan.target.physical, ["create"], [.init("after", declared(plan))]))
    case .update: changes.append(change("collection", plan.target.physical, ["update"]))
    case .replace(let because):
      changes.append(
        change(
          "collection", plan.target.physical, ["create", "delete"],
          [
            .init("after", declared(plan)),
            .init("replace_paths", .array(because.map { .string($0) })),
          ]))
    }
    changes += plan.schema.map { entry in
      change(
        "setting", entry.path, ["update"],
        values(entry.before, entry.after) + [.init("effect", .string(entry.effect.rawValue))])
    }
    changes += plan.indexes.map { entry in
      let action = entry.after == nil ? "delete" : entry.before == nil ? "create" : "update"
      return change("index", entry.field, [action], values(entry.before, entry.after))
    }
    if let alias = plan.alias {
      changes.append(
        change(
          "alias", alias.alias, [alias.before == nil ? "create" : "update"],
          [.init("before", JSON(alias.before)), .init("after", .string(alias.after))]))
    }
    changes += plan.retired.map { change("collection", $0, ["delete"]) }
    return changes
  }

  private static func declared(_ plan: Plan) -> JSON { JSON(.object(plan.declared)) }

  private static func change(
    _ kind: String, _ name: String, _ actions: [String], _ more: [JSON.Member] = []
  ) -> JSON {
    .object(
      [
        .init("kind", .string(kind)), .init("name", .string(name)),
        .init("actions", .array(actions.map { .string($0) })),
      ] + more)
  }

  private static func values(_ before: PayloadValue?, _ after: PayloadValue?) -> [JSON.Member] {
    [
      .init("before", before.map { JSON($0) } ?? .null),
      .init("after", after.map { JSON($0) } ?? .null),
    ]
  }

  private static func points(_ points: PointChanges) -> JSON {
    [
      "owned_before": JSON(points.ownedBefore), "owned_after": JSON(points.ownedAfter),
      "inserted": JSON(points.inserted), "rewritten": JSON(points.rewritten),
      "payload_only": JSON(points.payloadOnly), "deleted": JSON(points.deleted),
      "deleted_share": .string(Counted.percent(points.deleted, of: points.ownedBefore)),
      "unchanged": JSON(points.unchanged), "retained": JSON(points.retained),
      "unmanaged": JSON(points.unmanaged), "other_owners": JSON(points.foreign),
      "reasons": .array(points.reasons.map(reason)),
    ]
  }

  private static func reason(_ entry: ReasonCount) -> JSON {
    [
      "reason": .string(entry.reason.rawValue), "count": JSON(entry.count),
      "samples": .array(entry.samples.map(id)),
      "owners": .array(entry.owners.map { .string($0) }), "contested": JSON(entry.contested),
    ]
  }

  static func id(_ id: PointID) -> JSON {
    switch id {
    // Readers of JSON keep integers up to 63 bits at best; a larger id goes as text and loses nothing.
    case .number(let number):
      number <= UInt64(Int64.max) ? .unsigned(number) : .string(String(number))
    case .uuid(let uuid): .string(uuid.description)
    }
  }

  private static func hold(_ hold: RollbackHold?) -> JSON {
    guard let hold else { return .null }
    return [
      "generation": JSON(hold.generation), "since": .string(hold.at),
      "manifest": .string(hold.manifestDigest),
    ]
  }

  private static func suspension(_ suspension: Suspension?) -> JSON {
    guard let suspension else { return .null }
    return ["reason": .string(suspension.reason), "until": JSON(suspension.until)]
  }

  private static func block(_ block: Block) -> JSON {
    [
      "code": .string(block.code), "message": .string(block.message),
      "remedy": .string(block.remedy),
    ]
  }

  private static func warning(_ problem: Problem) -> JSON {
    ["code": .string(problem.code), "message": .string(problem.message)]
  }
}
