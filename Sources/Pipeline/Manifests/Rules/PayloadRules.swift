internal import Model
internal import YAML

/// Which payload keys a manifest writes, and whether two parts of it write the same one.
struct PayloadRules {
  private let map: YAMLNode?
  private let payload: YAMLNode?
  private var checker: Checker
  /// Payload key to what writes it.
  private var writers: [(key: String, writer: String)] = []

  static func check(_ root: YAMLNode, _ checker: inout Checker) {
    let map = root.entry(["spec", "map"])?.value
    var rules = PayloadRules(map: map, payload: map?.entry("payload")?.value, checker: checker)
    rules.checkWriters()
    rules.checkRenames()
    rules.checkIndexes(root.entry(["spec", "collection", "payload_indexes"])?.value)
    checker = rules.checker
  }

  private init(map: YAMLNode?, payload: YAMLNode?, checker: Checker) {
    self.map = map
    self.payload = payload
    self.checker = checker
  }

  private var included: [String]? {
    payload?.entry("include").map { $0.value.elements.compactMap(\.text) }
  }
  private var excluded: [String] {
    payload?.entry("exclude")?.value.elements.compactMap(\.text) ?? []
  }
  private var renames: [(name: String, key: YAMLNode, value: YAMLNode)] {
    payload?.entry("rename")?.value.entries ?? []
  }

  private mutating func checkWriters() {
    if let text = map?.entry("text") {
      if let key = text.value.text { write(key, "`map.text`", at: text.value) }
    } else {
      writers.append(("page_content", "`map.text`, which is page_content if not written,"))
    }
    for rename in renames {
      if let key = rename.value.text { write(key, "`rename`", at: rename.value) }
    }
    for part in ["constants", "provenance"] {
      for entry in payload?.entry(part)?.value.entries ?? [] {
        write(entry.name, "`\(part)`", at: entry.key)
      }
    }
    for key in payload?.entry("include")?.value.elements ?? [] {
      guard let name = key.text, !renames.contains(where: { $0.name.isSame(as: name) }) else {
        continue
      }
      write(name, "`include`", at: key)
    }
  }

  private mutating func write(_ key: String, _ writer: String, at node: YAMLNode) {
    if let other = writers.first(where: { $0.key.isSame(as: key) }) {
      let clash =
        other.writer == writer ? "two entries of \(writer)" : "\(other.writer) and \(writer)"
      checker.note(
        .writtenTwice, "\(clash) both write the payload key \(Quote.text(key))", at: node,
        hint: "one of the two would be lost; use another key")
    }
    writers.append((key, writer))
  }

  private mutating func checkRenames() {
    for rename in renames {
      if excluded.contains(where: { $0.isSame(as: rename.name) }) {
        checker.note(
          .renamedAway, "\(Quote.text(rename.name)) is renamed, but `exclude` drops it",
          at: rename.key, hint: "remove it from one of the two")
      } else if let included, !included.contains(where: { $0.isSame(as: rename.name) }) {
        checker.note(
          .renamedAway, "\(Quote.text(rename.name)) is renamed, but `include` does not keep it",
          at: rename.key, hint: "add it to `include`; names there are those before the rename")
      }
    }
  }

  private mutating func checkIndexes(_ indexes: YAMLNode?) {
    for index in indexes?.entries ?? [] {
      // `page.number` and `tags[].name` are ways into the value of a top-level key.
      let top = String(index.name.prefix { $0 != "." && $0 != "[" })
      let isWritten = writers.contains { $0.key.isSame(as: top) || $0.key.isSame(as: index.name) }
      guard !isWritten else { continue }
      let isRenamed = renames.contains { $0.name.isSame(as: top) }
      let isDropped = excluded.contains { $0.isSame(as: top) } || included != nil
      guard isRenamed || isDropped else { continue }
      checker.note(
        .indexOfNothing,
        "no point will have the payload key \(Quote.text(top)), so this index stays empty",
        at: index.key,
        hint: isRenamed
          ? "it is renamed; index the new key"
          : "keep the key under `map.payload`, or remove the index",
        severity: .warning)
    }
  }
}
