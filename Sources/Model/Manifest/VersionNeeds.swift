/// Which declared keys and values a server is too old for. It would ignore most of them without a word,
/// so a plan says it beforehand, and a target refuses it.
public struct VersionNeeds {
  public struct Need: Hashable, Sendable {
    /// With dots.
    public let path: String
    /// Where only this value of the key needs the version.
    public let value: String?
    public let since: String
  }

  private let version: ServerVersion
  private var found: [Need] = []

  /// In the order of the declaration, without what stands inside something that is too new itself.
  public static func unmet(_ declared: PayloadObject, by version: ServerVersion) -> [Need] {
    var needs = VersionNeeds(version)
    needs.visit(.object(declared), at: [])
    return needs.found
  }

  /// The first server that knows a key; nil where every server does that Plumb speaks to.
  public static func since(_ path: [String]) -> ServerVersion? {
    (table.first { $0.value == nil && $0.path == path } ?? entry(at: path, nil))?.since
  }

  private init(_ version: ServerVersion) {
    self.version = version
  }

  private mutating func visit(_ value: PayloadValue, at path: [String]) {
    guard value != .null || path.isEmpty else { return }
    if let since = VersionNeeds.since(path), since > version {
      return note(path, nil, since)
    }
    let index = path.count == 2 && path[0] == "payload_indexes"
    if index, case .string = value { return visit(value, at: path + ["type"]) }
    if case .string(let word) = value, let entry = VersionNeeds.entry(at: path, word),
      entry.since > version
    {
      note(path, word, entry.since)
    }
    // What people write under `metadata` is theirs.
    guard case .object(let object) = value, path != ["metadata"] else { return }
    for (key, value) in object { visit(value, at: path + [key]) }
  }

  private mutating func note(_ path: [String], _ value: String?, _ since: ServerVersion) {
    found.append(
      Need(path: path.joined(separator: "."), value: value, since: since.description))
  }

  private static func entry(at path: [String], _ value: String?) -> Entry? {
    table.first { $0.value == value && $0.isAt(path) }
  }
}

// The one table of what came when, by the version that brought it.
extension VersionNeeds {
  private struct Entry: Sendable {
    /// "*" stands for a name that the manifest's author chose.
    let path: [String]
    let value: String?
    let since: ServerVersion

    /// "a.b", or "a.b=value" for one value.
    init?(_ text: String, _ since: ServerVersion) {
      let sides = text.split(separator: "=")
      path = sides[0].split(separator: ".").map(String.init)
      value = sides.count > 1 ? String(sides[1]) : nil
      self.since = since
    }

    func isAt(_ path: [String]) -> Bool {
      path.count == self.path.count && zip(self.path, path).allSatisfy { $0 == "*" || $0 == $1 }
    }
  }

  private static let table: [Entry] =
    (once + spaces.flatMap(inSpace) + placed).flatMap { since, keys in
      keys.compactMap { key in ServerVersion(since).flatMap { Entry(key, $0) } }
    }

  private typealias News = (since: String, keys: [String])

  private static let once: [News] = [
    ("1.8", ["payload_indexes.*.type=datetime"]),
    ("1.10", ["sparse_vectors.*.modifier", "sparse_vectors.*.index.datatype"]),
    (
      "1.11",
      ["type=uuid", "is_tenant", "is_principal", "on_disk"].map { "payload_indexes.*.\($0)" }
    ),
    ("1.13", ["strict_mode_config"]),
    (
      "1.14",
      ["max_points_count", "multivector_config", "sparse_config"].map { "strict_mode_config.\($0)" }
    ),
    ("1.15", ["phrase_matching", "stopwords", "stemmer"].map { "payload_indexes.*.\($0)" }),
    (
      "1.16",
      [
        "metadata", "wal_config.wal_retain_closed", "strict_mode_config.max_payload_index_count",
        "payload_indexes.*.ascii_folding",
      ]
    ),
    (
      "1.17",
      [
        "read_fan_out_delay_ms", "optimizers_config.prevent_unoptimized",
        "payload_indexes.*.enable_hnsw",
      ]
    ),
    (
      "1.18",
      ["search_max_batchsize", "max_resident_memory_percent"].map { "strict_mode_config.\($0)" }
    ),
    (
      "1.19",
      [
        "payload", "payload.memory", "payload_indexes.*.prefix", "payload_indexes.*.memory",
        "sparse_vectors.*.index.memory",
      ]
    ),
  ]

  /// The one vector of a collection, and a named one.
  private static let spaces = ["vectors.", "vectors.*."]

  private static func inSpace(_ space: String) -> [News] {
    [
      ("1.9", ["datatype", "datatype=uint8"]),
      ("1.10", ["multivector_config", "datatype=float16"]),
      ("1.18.2", ["datatype=turbo4"]), ("1.19", ["memory"]),
    ].map { since, keys in (since, keys.map { space + $0 }) }
  }

  /// For the collection, and for each space.
  private static let placed: [News] = ([""] + spaces).flatMap { place in
    [
      ("1.15", ["binary.encoding", "binary.query_encoding"].map { "quantization_config.\($0)" }),
      ("1.16", ["hnsw_config.inline_storage"]), ("1.18", ["quantization_config.turbo"]),
      (
        "1.19",
        ["hnsw_config.memory"]
          + ["scalar", "product", "binary", "turbo"].map { "quantization_config.\($0).memory" }
      ),
    ].map { since, keys in (since, keys.map { place + $0 }) }
  }
}
