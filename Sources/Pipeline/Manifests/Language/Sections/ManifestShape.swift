internal import Model
internal import Wire

/// The manifest itself. The section files beside this one hold its parts.
enum ManifestShape {
  static let version = "plumb/v1"
  static let kind = "Collection"

  static let shape = ObjectShape(
    "Manifest", "The desired state of one collection.",
    [
      Field(
        "apiVersion", .words([version]), required: true, "The version of this language.",
        example: "plumb/v1"),
      Field(
        "kind", .words([kind]), required: true, "What this document describes.",
        example: "Collection"),
      Field("metadata", .object(metadata), required: true, "What the manifest is called."),
      Field("spec", .object(spec), required: true, "What is desired."),
    ])

  static let metadata = ObjectShape(
    "Metadata", "What the manifest is called.",
    [
      Field(
        "name", .pattern(.owner), required: true,
        "The owner that Plumb writes on every point; unique among all manifests.",
        example: "product-docs"),
      Field(
        "labels", .map(DictionaryShape("label", of: .free)),
        "Free words about the manifest, by which commands can select it.",
        example: ["team": "search"], default: .object([])),
    ])

  static let spec = ObjectShape(
    "Spec", "What is desired.",
    [
      Field("source", .object(SourceShape.shape), required: true, "Where the vectors come from."),
      Field("map", .object(MapShape.shape), "How a row becomes a point."),
      Field(
        "dedupe", .list(ListShape(.object(DedupeShape.shape))),
        "How duplicates are dropped: rules in order, each on what the one before left.",
        example: [["by": "id"], ["by": "text", "normalize": ["trim"]]], default: []),
      Field("target", .object(TargetShape.shape), required: true, "Where the points go."),
      Field(
        "collection", .object(CollectionShape.shape), required: true,
        "The schema of the collection in the words of Qdrant's REST interface."),
      Field("sync", .object(SyncShape.shape), required: true, "What an apply may do."),
      Field(
        "dependsOn", .list(ListShape(.pattern(.owner), unique: true)),
        "Names of manifests that must be in sync before this one is applied.",
        example: ["product-images"], default: []),
      Field("suspend", .object(suspend), "While this stands, nothing is applied."),
    ])

  static let suspend = ObjectShape(
    "Suspend", "A halt, with its reason.",
    [
      Field(
        "reason", .name, required: true, "Why nothing is applied, for whoever wonders.",
        example: "index migration of the search team"),
      Field(
        "until", .pattern(.instant), "The instant at which the halt ends by itself.",
        example: "2026-12-01T00:00:00Z"),
    ])
}
