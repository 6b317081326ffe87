internal import Manifests

/// `plumb schema`.
enum SchemaCommand {
  private static let reference = Option.flag(
    "reference", "print the reference of every key for people instead, as markdown")

  static let definition = Command(
    "schema", "print the JSON Schema of manifests and connections, for editors",
    discussion: [
      """
      It comes from the definition that 'plumb validate' uses. An editor that has it completes and \
      checks while a manifest is written.
      """
    ],
    options: [reference],
    examples: [
      Command.Example("plumb schema > manifests/plumb.schema.json", "beside the manifests"),
      Command.Example(
        "# yaml-language-server: $schema=plumb.schema.json",
        "the first line of a manifest, for editors with the YAML language server"),
    ],
    exits: [Command.Exit(.ok, "printed")]
  ) { context in
    let isForPeople = context.values.isOn(reference)
    try context.output.write(isForPeople ? Language.reference() : Language.jsonSchema())
    return .ok
  }
}
