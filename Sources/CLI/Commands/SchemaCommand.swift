internal import Manifests

/// `plumb schema`.
enum SchemaCommand {
  private static let reference = Option.flag(
    "reference", "print the reference of every key for people instead, as markdown")
  private static let what = Argument(
    "WHAT", .choice(["manifest", "plan"]), .optional,
    "manifest, which is also that of connections, or plan; else manifest")

  static let definition = Command(
    "schema", "print the JSON Schema of manifests and connections, or of plans",
    discussion: [
      """
      That of manifests comes from the definition that 'plumb validate' uses. An editor that has it \
      completes and checks while a manifest is written. That of plans is for programs which read \
      'plumb plan --json' or a saved plan.
      """
    ],
    arguments: [what], options: [reference],
    examples: [
      Command.Example("plumb schema > manifests/plumb.schema.json", "beside the manifests"),
      Command.Example(
        "# yaml-language-server: $schema=plumb.schema.json",
        "the first line of a manifest, for editors with the YAML language server"),
      Command.Example("plumb schema plan > plan.schema.json", "for a program that reads plans"),
    ],
    exits: [Command.Exit(.ok, "printed")]
  ) { context in
    if context.values.isOn(reference) {
      try context.output.write(Language.reference())
    } else {
      let isPlan = context.values.text(what) == "plan"
      try context.output.write(isPlan ? PlanSchema.text : Language.jsonSchema())
    }
    return .ok
  }
}
