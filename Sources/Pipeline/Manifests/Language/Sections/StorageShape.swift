internal import Wire

enum StorageShape {
  static let wal = ObjectShape(
    "Wal", "The write-ahead log. Fixed at creation.",
    [
      Field("wal_capacity_mb", .atLeast(1), "Size of one file in megabytes.", example: 32),
      Field("wal_segments_ahead", .atLeast(0), "Files created in advance.", example: 0),
      Field("wal_retain_closed", .atLeast(1), "Closed files to retain.", example: 1, since: "1.16"),
    ])

  static let payload = ObjectShape(
    "PayloadStorage", "Where payloads are kept.",
    [memory("Where payloads are kept; `pinned` is refused for payloads.")],
    constraints: [notPinned("payloads")])

  static func memory(_ summary: String) -> Field {
    Field(
      "memory", .words(["cold", "cached", "pinned"]), summary, example: "cached", since: "1.19")
  }

  static func notPinned(_ noun: String) -> Constraint {
    .forbids(
      ["memory"], when: .isOne("memory", of: ["pinned"]),
      "Qdrant refuses `pinned` for \(noun)", hint: "use `cached` or `cold`",
      code: .notPinned)
  }
}
