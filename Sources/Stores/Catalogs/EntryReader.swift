internal import Model
internal import Wire

/// Reads one entry of a catalog's list.
enum EntryReader {
  /// What is wrong with the entry; the caller knows which entry it is.
  struct Mistake: Error {
    let message: String

    init(_ message: String) { self.message = message }
  }

  static func entry(_ value: PayloadValue, number: Int, of name: String) throws(Mistake)
    -> CatalogEntry
  {
    guard case .object(let raw) = value else {
      throw Mistake("expected an object with \"version\", found \(value.kind)")
    }
    let fields = EntryFields(raw)
    let timestamp = try fields.text("timestamp")
    if let timestamp, Instant(lenient: timestamp) == nil {
      throw Mistake(
        "\"timestamp\" is no date and time: \"\(timestamp)\"; write it like 2026-11-20T09:00:00Z")
    }
    guard let version = try fields.text("version") ?? timestamp, !version.isEmpty else {
      throw Mistake("neither \"version\" nor \"timestamp\"")
    }
    return CatalogEntry(
      version: version, timestamp: timestamp,
      path: try path(fields.text("path"), orElse: "\(name)/\(version)/"),
      files: try files(raw["files"]), rows: try raw["rows"].map(rows),
      facts: try facts(fields, timestamp: timestamp), raw: raw, number: number)
  }

  private static func facts(_ fields: EntryFields, timestamp: String?) throws(Mistake)
    -> CatalogFacts
  {
    // A format that this program does not know is found out by content, like one not named at all.
    CatalogFacts(
      timestamp: timestamp, format: try fields.text("format").flatMap(StoreFormat.init(rawValue:)),
      documents: try fields.count("documents"), vectors: try fields.count("vectors"),
      dimensions: try fields.count("dimensions"), metric: try fields.text("metric"),
      embeddingModel: try fields.text("embedding_model"))
  }

  private static func files(_ value: PayloadValue?) throws(Mistake) -> [CatalogFile] {
    guard let value, value != .null else { return [] }
    guard case .list(let values) = value else {
      throw Mistake("\"files\": expected a list, found \(value.kind)")
    }
    var files: [CatalogFile] = []
    for (index, value) in values.enumerated() {
      do throws(Mistake) {
        files.append(try file(value))
      } catch {
        throw Mistake("\"files\", number \(index + 1): \(error.message)")
      }
    }
    return files
  }

  private static func rows(_ value: PayloadValue) throws(Mistake) -> CatalogFile {
    do throws(Mistake) { return try file(value) } catch {
      throw Mistake("\"rows\": \(error.message)")
    }
  }

  private static func file(_ value: PayloadValue) throws(Mistake) -> CatalogFile {
    if case .string(let name) = value {
      return CatalogFile(name: try inside(name, "a file"), size: nil, sha256: nil)
    }
    guard case .object(let raw) = value else {
      throw Mistake("expected an object with \"name\", found \(value.kind)")
    }
    let fields = EntryFields(raw)
    guard let name = try fields.text("name") else { throw Mistake("no \"name\"") }
    return CatalogFile(
      name: try inside(name, "a file"), size: try fields.count("size").map(UInt64.init),
      sha256: try fields.digest("sha256"), etag: try fields.text("etag"),
      versionID: try fields.text("version_id"))
  }

  private static func path(_ text: String?, orElse standard: String) throws(Mistake) -> String {
    try inside(
      text ?? standard, text == nil ? "the path that follows from the version" : "\"path\"")
  }

  /// A catalog may come from anywhere: nothing that it names may lie outside its own folder.
  private static func inside(_ path: String, _ subject: String) throws(Mistake) -> String {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true)
    let escapes = parts.contains { $0.elementsEqual("..".utf8) }
    guard !escapes, path.utf8.first != UInt8(ascii: "/"), !path.utf8.contains(0), !parts.isEmpty
    else {
      throw Mistake("\(subject) leads out of the catalog's folder or nowhere: \"\(path)\"")
    }
    return path
  }
}

/// The typed fields of an entry.
private struct EntryFields {
  private let raw: PayloadObject

  init(_ raw: PayloadObject) { self.raw = raw }

  func text(_ key: String) throws(EntryReader.Mistake) -> String? {
    switch raw[key] {
    case nil, .null: return nil
    case .string(let text): return text
    case .some(let value):
      throw EntryReader.Mistake("\"\(key)\": expected a string, found \(value.kind)")
    }
  }

  func count(_ key: String) throws(EntryReader.Mistake) -> Int? {
    switch raw[key] {
    case nil, .null: return nil
    case .int(let count) where count >= 0: return Int(count)
    case .int(let count):
      throw EntryReader.Mistake("\"\(key)\": expected zero or more, found \(count)")
    case .some(let value):
      throw EntryReader.Mistake("\"\(key)\": expected a whole number, found \(value.kind)")
    }
  }

  func digest(_ key: String) throws(EntryReader.Mistake) -> String? {
    guard let text = try text(key) else { return nil }
    let digest = text.lowercased()
    guard digest.utf8.count == 64,
      digest.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { throw EntryReader.Mistake("\"\(key)\": expected 64 hexadecimal digits") }
    return digest
  }
}
