internal import Model
internal import Wire

extension Catalog {
  /// Reads a metadata.json. Mistakes inside a store become its problems, so that one bad entry does
  /// not close all other stores; only a document that is no catalog at all is refused here.
  public init(_ bytes: [UInt8]) throws(CatalogError) {
    let raw = try Catalog.document(bytes)
    var stores: [CatalogStore] = []
    for (name, value) in raw {
      switch value {
      case .list(let entries): stores.append(CatalogStore(name: name, entries: entries))
      case .object: stores.append(CatalogStore(name: name, found: value))
      // A key about the catalog itself, such as a format version: kept in `raw`.
      case .null, .bool, .int, .double, .string: continue
      }
    }
    self.init(stores: stores, raw: raw)
  }

  private static func document(_ bytes: [UInt8]) throws(CatalogError) -> PayloadObject {
    let value: PayloadValue
    do throws(JSONError) {
      value = try JSONReader.value(
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
    } catch {
      throw CatalogError(
        .notJSON, "not readable as JSON: \(error); restore it from its last version")
    }
    guard case .object(let object) = value else {
      throw CatalogError(
        .notACatalog,
        "a catalog is one object from store names to lists of versions, but this is \(value.kind)")
    }
    return object
  }
}

extension CatalogStore {
  init(name: String, found value: PayloadValue) {
    let message = "store \"\(name)\": expected a list of versions, found \(value.kind)"
    self.init(name: name, entries: [], problems: [StoreProblem(.error, .badEntry, message)])
  }

  init(name: String, entries values: [PayloadValue]) {
    var problems: [StoreProblem] = []
    var entries: [CatalogEntry] = []
    for (index, value) in values.enumerated() {
      do throws(EntryReader.Mistake) {
        entries.append(try EntryReader.entry(value, number: index + 1, of: name))
      } catch {
        let message = "store \"\(name)\", entry \(index + 1): \(error.message)"
        problems.append(StoreProblem(.error, .badEntry, message))
      }
    }
    problems += CatalogStore.repeated(entries, name)
    let sorted = CatalogStore.newestFirst(entries)
    if sorted.map(\.number) != entries.map(\.number) {
      problems.append(CatalogStore.outOfOrder(entries, sorted, name))
    }
    for entry in entries where entry.instant == nil && entries.count > 1 {
      problems.append(
        StoreProblem(
          .warning, .undatedVersion,
          "store \"\(name)\", entry \(entry.number): no timestamp, so it counts as older than all that "
            + "have one"))
    }
    self.init(name: name, entries: sorted, problems: problems)
  }

  /// By instant, entries without one last; ties keep the order of the file.
  private static func newestFirst(_ entries: [CatalogEntry]) -> [CatalogEntry] {
    let dated = entries.map { (entry: $0, instant: $0.instant) }
    return dated.sorted { left, right in
      switch (left.instant, right.instant) {
      case (let a?, let b?) where a != b: a > b
      case (_?, nil): true
      case (nil, _?): false
      default: left.entry.number < right.entry.number
      }
    }.map(\.entry)
  }

  private static func outOfOrder(
    _ entries: [CatalogEntry], _ sorted: [CatalogEntry], _ name: String
  ) -> StoreProblem {
    let place = zip(entries, sorted).first { $0.number != $1.number }
    let found = place.map { "\"\($1.version)\" is newer than \"\($0.version)\" above it" } ?? ""
    return StoreProblem(
      .warning, .notNewestFirst,
      "store \"\(name)\": the versions are not listed newest first: \(found); the newest is read by "
        + "its timestamp")
  }

  private static func repeated(_ entries: [CatalogEntry], _ name: String) -> [StoreProblem] {
    var first: [[UInt8]: Int] = [:]
    var problems: [StoreProblem] = []
    for entry in entries {
      if let earlier = first.updateValue(entry.number, forKey: Array(entry.version.utf8)) {
        problems.append(
          StoreProblem(
            .error, .repeatedVersion,
            "store \"\(name)\": the version \"\(entry.version)\" is listed twice, in entries "
              + "\(earlier) and \(entry.number); remove one of them"))
      }
    }
    return problems
  }
}

extension CatalogEntry {
  /// When the version was made: by its timestamp, else by its name.
  var instant: Instant? { Instant(lenient: timestamp ?? version) }
}
