internal import Model
internal import Wire

enum SyncShape {
  static let shape = ObjectShape(
    "Sync", "What an apply may do.",
    [
      Field(
        "prune", .boolean, required: true,
        "Delete points that this manifest owns and that are no longer desired? No default: it has"
          + " to be decided.", example: true),
      Field(
        "maxDelete", .object(maxDelete),
        "How many deletions one apply may make without a person's word. Both limits hold.",
        example: ["count": 1000, "percent": 10]),
      Field(
        "replace", .words(of: SyncSpec.Replace.self),
        "What happens when a change needs a new collection: build it beside the old one and swap"
          + " the alias, or refuse.", default: "blueGreen"),
      Field(
        "keep", .integer(0...20), "How many older generations stay for a rollback.", example: 1,
        default: 1),
      Field(
        "drift", .words(of: SyncSpec.Drift.self),
        "What happens to changes that were made behind Plumb's back.", default: "correct"),
      Field(
        "unmanaged", .words(of: SyncSpec.Unmanaged.self),
        "What happens to points in the collection that carry nobody's mark.", default: "ignore"),
      Field(
        "minRows", .atLeast(1), "A source with fewer rows than this is taken for broken.",
        example: 500, default: 1),
      Field(
        "allow", .list(ListShape(.words(of: SyncSpec.Approval.self), unique: true)),
        "What is approved by this manifest itself: replacing the collection, or deleting more than"
          + " `maxDelete`.", example: ["replace"], default: []),
    ])

  static let maxDelete = ObjectShape(
    "MaxDelete", "Limits of the deletions of one apply.",
    [
      Field("count", .atLeast(0), "At most so many points.", example: 1000, default: 1000),
      Field(
        "percent", .number(NumberRange(0, 100)),
        "At most this share of the points that the manifest has live.", example: 10, default: 10),
    ])
}
