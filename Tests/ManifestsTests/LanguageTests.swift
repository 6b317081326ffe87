import Model
import Testing
import Wire

@testable import Manifests

@Suite struct `The definition of the language` {
  /// Texts at the edges of all patterns.
  static let texts = [
    "", "a", "A", "0", "-", "a-", "a.b_c-d", ".a", "a" + String(repeating: "b", count: 127),
    "a" + String(repeating: "b", count: 128), "_plumb", "_plum", "x_plumb", "a/b", "a:b", "a b",
    "é",
    "文書", "a\tb", "a\u{7F}", "a?", String(repeating: "é", count: 200),
    String(repeating: "é", count: 201), "ab", "abc", "a.b", "AB_1", "1A", "_", "A-B", "http://a",
    "https://a.b:6333", "http://a:123456", "http://a:", "http://", "https://[::1]:6333",
    "http://[]",
    "http://[::1]x", "http://u:p@h", "http://u@h", "https://a/path", "https://a/p?q",
    "https://a/p#f",
    "https://a/p a", "https://a/p@b", "ftp://a", "HTTP://a", "2026-12-01T00:00:00Z",
    "2026-12-01T00:00:00.5+01:00", "2026-02-29T23:59:59Z", "2026-02-30T00:00:00Z",
    "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z",
    "2026-12-01T24:00:00Z", "2026-12-01T00:60:00Z", "2026-12-01T00:00:60Z", "2026-12-01T00:00:00",
    "2026-12-01", "2026-12-01T00:00:00.Z", "2026-12-01T00:00:00.1234567890Z",
    "2026-12-01T00:00:00+24:00", "2026-12-01 00:00:00Z", "2026-12-01T00:00:00Zx", "${A}", "x${A}",
    "$A", "$${", "${",
  ]

  static let patterns: [(String, Pattern)] = [
    ("notEmpty", .notEmpty), ("owner", .owner), ("collection", .collection),
    ("payloadKey", .payloadKey), ("variable", .variable), ("bucket", .bucket), ("origin", .origin),
    ("instant", .instant), ("bucket or variable", Pattern.bucket.orVariable),
  ]

  @Test(arguments: patterns.indices) func `each pattern says the same twice`(_ index: Int) throws {
    let (name, pattern) = Self.patterns[index]
    let regex = try Regex(pattern.regex).matchingSemantics(.unicodeScalar)
    for text in Self.texts {
      #expect(pattern.matches(text) == (text.firstMatch(of: regex) != nil), "\(name): \(text)")
    }
    #expect(Self.texts.contains(where: pattern.matches))
    #expect(!Self.texts.allSatisfy(pattern.matches))
  }

  @Test func `documents the defaults that hold`() {
    let sync = SyncSpec(prune: true)
    let source = SourceSpec(store: "", name: "")
    let rule = DedupeRule(by: .id)
    let map = MapSpec()
    let expected: [(ObjectShape, [String: JSON])] = [
      (
        SyncShape.shape,
        [
          "replace": .string(sync.replace.rawValue), "keep": JSON(sync.keep),
          "drift": .string(sync.drift.rawValue), "unmanaged": .string(sync.unmanaged.rawValue),
          "minRows": JSON(sync.minRows), "allow": [],
        ]
      ),
      (
        SyncShape.maxDelete,
        ["count": JSON(sync.maxDelete.count), "percent": JSON(Int(sync.maxDelete.percent))]
      ),
      (
        SourceShape.shape,
        [
          "version": "latest", "format": .string(source.format.rawValue),
          "allowLossy": .bool(source.allowLossy),
        ]
      ),
      (
        DedupeShape.shape,
        [
          "keep": .string(rule.keep.rawValue), "missing": .string(rule.missing.rawValue),
          "normalize": [],
        ]
      ),
      (MapShape.shape, ["id": ["from": "id"], "text": JSON(map.text)]),
    ]
    for (shape, defaults) in expected {
      for field in shape.fields {
        #expect(field.defaultValue == defaults[field.name], "\(shape.title).\(field.name)")
      }
    }
  }

  @Test func `gives Qdrant's keys no defaults`() {
    for object in CollectionShape.shape.allObjects {
      for field in object.fields { #expect(field.defaultValue == nil, "\(field.name)") }
    }
  }

  @Test func `knows the order of keys everywhere`() {
    #expect(Language.keyOrder([]) == ["apiVersion", "kind", "metadata", "spec"])
    #expect(Language.keyOrder(["spec", "dedupe", "*"]).prefix(3) == ["by", "keep", "order"])
    #expect(Language.keyOrder(["spec", "dedupe", "*", "by"]) == ["fields", "similarity"])
    #expect(
      Language.keyOrder(["spec", "collection", "vectors", "text"]).prefix(2)
        == ["size", "distance"])
    #expect(
      Language.keyOrder(["spec", "collection", "payload_indexes", "page"]).first == "type")
    #expect(Language.keyOrder(["spec", "map", "payload", "constants"]) == [])
    #expect(Language.keyOrder(["stores", "lake", "s3"], kind: "Connections").first == "bucket")
    #expect(Language.keyOrder(["no", "such", "way"]) == [])
  }

  @Test func `has every key in its reference`() {
    let reference = Language.reference()
    for key in ManifestShape.shape.allKeys.union(ConnectionsShape.shape.allKeys) {
      #expect(reference.contains("| `\(key)` |"), "\(key)")
    }
  }

  @Test(
    arguments: [
      ("colection", "collection"), ("max_delete", "maxDelete"), ("MAXDELETE", "maxDelete"),
      ("hnsw", "hnsw_config"), ("sorce", "source"), ("suorce", "source"), ("xyz", nil), ("", nil),
    ] as [(String, String?)])
  func `guesses what was meant`(_ word: String, _ meant: String?) {
    let words = ["collection", "maxDelete", "hnsw_config", "source"]
    #expect(Suggestion.nearest(to: word, among: words) == meant)
  }
}
