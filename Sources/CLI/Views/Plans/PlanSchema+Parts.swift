internal import Model
internal import Wire

extension PlanSchema {
  /// What a plan is made of.
  static let parts: [JSON.Member] = [
    .init("Source", source), .init("Target", target), .init("Base", base),
    .init("Change", change), .init("Points", points), .init("Reason", reason),
    .init("Hold", hold), .init("Suspension", suspension), .init("Block", block),
    .init("Warning", warning),
  ]

  private static let source = object(
    "What is read.",
    [
      .init("store", text("The connection.")), .init("name", text("The store's name or path.")),
      .init("version", textOrNull("Null for a bare path.")),
      .init("latest", flag("The manifest asks for the latest version.")),
      .init("files", count("How many files.")), .init("bytes", count("How many bytes.")),
      .init("rows", count("Rows that were read.")), .init("kept", count("Rows after dedupe.")),
      .init(
        "dedupe",
        list(
          object(
            "One rule.",
            [
              .init("rule", text("The rule in words.")),
              .init("dropped", count("Rows it dropped.")),
              .init("recall", recall),
            ], optional: ["recall"]))),
    ])

  private static let recall = object(
    "Only of a rule by similarity that used an index: how much it found.",
    [
      .init("share", ["type": "number", "minimum": 0, "maximum": 1]),
      .init("sampled", count("Rows that stayed, each compared with all others that stayed.")),
      .init("missed", count("How many of them are similar to a better one.")),
    ])

  private static let target = object(
    "Where it goes.",
    [
      .init("connection", text("The connection.")), .init("kind", text("What kind of target.")),
      .init("address", text("Where, without anything secret.")),
      .init("collection", text("The manifest's collection.")),
      .init("alias", textOrNull("What readers use.")),
      .init("live", textOrNull("The collection that holds the points now.")),
      .init("physical", text("The collection that will hold them.")),
    ])

  private static let base = object(
    "Digests of everything the plan was computed from: a saved plan is stale when one has moved.",
    [
      .init("manifest", text("The manifest.")), .init("source", text("The source files.")),
      .init("desired", text("The desired ids and fingerprints.")),
      .init("config", text("The live schema, indexes and aliases.")),
      .init("live", text("The live ids, owners and fingerprints.")),
      .init("serial", count("The ledger's serial.")),
    ])

  private static let change = object(
    "One change beside those of points.",
    [
      .init("kind", words("Of what.", ["collection", "setting", "index", "alias"])),
      .init("name", text("Its name, or the path of a setting.")),
      .init(
        "actions",
        list(words("Create before delete: a replacement.", ["create", "update", "delete"]))),
      .init("before", ["description": "What is live; null where there is nothing."]),
      .init("after", ["description": "What is planned; null where it goes."]),
      .init(
        "effect",
        words("What changing a setting takes.", SchemaChange.Effect.allCases.map(\.rawValue))),
      .init("replace_paths", list(["type": "string"])),
    ], optional: ["before", "after", "effect", "replace_paths"])

  private static let points = object(
    "Counts of points. owned_before = rewritten + payload_only + unchanged + deleted + retained, "
      + "and owned_after = owned_before - deleted + inserted.",
    [
      .init("owned_before", count("Of this manifest, before.")),
      .init("owned_after", count("Of this manifest, after.")),
      .init("inserted", count("New ones.")), .init("rewritten", count("With another vector.")),
      .init("payload_only", count("With another payload, vectors kept.")),
      .init("deleted", count("Deleted ones.")),
      .init("deleted_share", text("Of owned_before, for people.")),
      .init("unchanged", count("As they should be.")),
      .init("retained", count("No longer desired, and kept.")),
      .init("unmanaged", count("Without a mark; never touched.")),
      .init("other_owners", count("Of other manifests; never touched.")),
      .init("reasons", list(reference("Reason"))),
    ])

  private static let reason = object(
    "How many points change for one reason.",
    [
      .init("reason", words("A stable code.", PointReason.allCases.map(\.rawValue))),
      .init("count", ["type": "integer", "minimum": 1]),
      .init(
        "samples",
        list([
          "description": "A number, or text: a UUID, or a number above 9223372036854775807.",
          "anyOf": [["type": "integer", "minimum": 0], ["type": "string"]],
        ])),
      .init("owners", list(["type": "string"])),
      .init("contested", count("How many of them the manifest wants for itself.")),
    ])

  private static let hold = object(
    "A rollback that stands.",
    [
      .init("generation", ["type": "integer", "minimum": 1]),
      .init("since", text("When, RFC 3339.")),
      .init("manifest", text("The manifest's digest that it holds against.")),
    ])

  private static let suspension = object(
    "Somebody stopped the manifest.",
    [.init("reason", text("Why.")), .init("until", textOrNull("RFC 3339."))])

  private static let block = object(
    "A guard that keeps the plan from being applied.",
    [
      .init("code", ["type": "string", "pattern": "^PL[0-9]{3}$"]),
      .init("message", text("For people.")), .init("remedy", text("What to do about it.")),
    ])

  private static let warning = object(
    "Worth knowing.",
    [
      .init("code", ["type": "string", "pattern": "^P[LS][0-9]{3}$"]),
      .init("message", text("For people.")),
    ])
}
