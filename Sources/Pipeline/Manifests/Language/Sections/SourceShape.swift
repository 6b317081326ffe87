internal import Model
internal import Wire

enum SourceShape {
  static let shape = ObjectShape(
    "Source", "Which version of which vector store is served.",
    [
      Field(
        "store", .name, required: true, "A store from the connections file, by its name.",
        example: "lake"),
      Field(
        "name", .name, required: true, "The vector store: a key of the catalog metadata.json.",
        example: "vectorstore"),
      Field(
        "version", .name, "A version from the catalog, or latest. Text: put numbers in quotes.",
        example: "2026-11-20T09-00-00Z", default: "latest"),
      Field(
        "collection", .name, "Which collection, where the store holds several.", example: "docs"),
      Field(
        "format", .words(of: StoreFormat.self),
        "The format of the store. `auto` looks at the files.", example: "langchain",
        default: "auto"),
      Field(
        "allowLossy", .boolean,
        "Accept a store that holds only approximate vectors, such as a product quantizer's.",
        default: false),
    ])
}
