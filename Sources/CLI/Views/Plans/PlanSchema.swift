internal import Model
internal import Wire

/// The JSON Schema of `plan --json` and of saved plans, from the same types that are written. It
/// lets unknown keys pass, because a higher minor version of the format may add some.
enum PlanSchema {
  static var text: String { JSONWriter.text(schema, .pretty) + "\n" }

  private static let schema: JSON = [
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:plumb:schema:plan:v1",
    "title": "Plumb plans",
    "description": "What 'plumb plan --json' prints, and the file that 'plumb plan --out' saves.",
    "oneOf": [reference("Plans"), reference("SavedPlan")],
    "$defs": .object(
      [
        .init("Plans", plans), .init("SavedPlan", saved), .init("Plan", plan),
      ] + parts),
  ]

  private static let version: JSON = [
    "description": "A higher minor number only adds keys.", "type": "string", "pattern": "^1\\.",
  ]

  private static let plans = object(
    "The plans of one command.",
    [
      .init("format_version", version), .init("plans", list(reference("Plan"))),
      .init("empty", flag("An apply would write nothing.")),
      .init("can_apply", flag("No guard blocks any of the plans.")),
    ])

  private static let saved = object(
    "Plans in a file. It holds no vector, no payload and no secret.",
    [
      .init("format_version", version), .init("kind", ["const": "SavedPlan"]),
      .init("digest", text("SHA-256 of the body's canonical form.")),
      .init(
        "body",
        object(
          "What the digest is over.",
          [
            .init(
              "manifests",
              list(
                object(
                  "A manifest file as it was.",
                  [.init("path", text("Its path.")), .init("text", text("Its text."))]))),
            .init("plans", list(reference("Plan"))),
          ])),
    ])

  private static let plan = object(
    "What an apply of one manifest would do.",
    [
      .init("owner", text("The manifest's name.")),
      .init(
        "verdict", words("The worst that the plan does.", Plan.Verdict.allCases.map(\.rawValue))),
      .init("empty", flag("An apply would write nothing.")),
      .init("can_apply", flag("No guard blocks it.")),
      .init("drift", flag("Everything here happened outside plumb.")),
      .init("sentence", text("The verdict for people; its wording may change.")),
      .init("source", reference("Source")), .init("target", reference("Target")),
      .init("base", reference("Base")), .init("changes", list(reference("Change"))),
      .init("points", reference("Points")),
      .init("losses", orNull(reference("Points"))),
      .init("retired", list(["type": "string"])), .init("hold", orNull(reference("Hold"))),
      .init("suspension", orNull(reference("Suspension"))),
      .init("blocked_by", list(reference("Block"))),
      .init("warnings", list(reference("Warning"))),
      .init("finishes_interrupted_apply", flag("The last apply did not record its end.")),
      .init("summary", list(["type": "string"])),
    ])
}

// The words of a schema.
extension PlanSchema {
  static func object(_ description: String, _ members: [JSON.Member], optional: [String] = [])
    -> JSON
  {
    let required = members.map(\.key).filter { !optional.contains($0) }
    return [
      "description": .string(description), "type": "object",
      "required": .array(required.map { .string($0) }), "properties": .object(members),
    ]
  }

  static func list(_ items: JSON) -> JSON { ["type": "array", "items": items] }
  static func orNull(_ schema: JSON) -> JSON { ["anyOf": [schema, ["type": "null"]]] }
  static func reference(_ name: String) -> JSON { ["$ref": .string("#/$defs/" + name)] }

  static func text(_ description: String) -> JSON {
    ["description": .string(description), "type": "string"]
  }

  static func flag(_ description: String) -> JSON {
    ["description": .string(description), "type": "boolean"]
  }

  static func count(_ description: String) -> JSON {
    ["description": .string(description), "type": "integer", "minimum": 0]
  }

  static func words(_ description: String, _ words: [String]) -> JSON {
    ["description": .string(description), "enum": .array(words.map { .string($0) })]
  }

  static func textOrNull(_ description: String) -> JSON {
    ["description": .string(description), "type": ["string", "null"]]
  }
}
