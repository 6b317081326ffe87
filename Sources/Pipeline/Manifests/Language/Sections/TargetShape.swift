internal import Wire

enum TargetShape {
  static let shape = ObjectShape(
    "Target", "Which database and collection receive the points.",
    [
      Field(
        "connection", .name, required: true, "A target from the connections file, by its name.",
        example: "prod"),
      Field(
        "collection", .pattern(.collection), required: true, "The collection.",
        example: "product-docs"),
      Field(
        "alias", .pattern(.collection),
        "The name that readers use. With it, a change that needs a new collection is built beside"
          + " the old one and swapped in.", example: "product-docs-live"),
    ])
}
