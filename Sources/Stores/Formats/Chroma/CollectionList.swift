internal import Model
internal import SQLite
internal import StoreBytes
internal import Wire

/// The collections of a store, sorted by the bytes of the names that are shown.
struct CollectionList {
  private(set) var collections: [ChromaCollection] = []
  private let path: String

  private static let countLimit = 1_000_000

  init(_ connection: borrowing SQLiteConnection, _ schema: Schema, path: String) throws {
    self.path = path
    let segments = try SegmentList(connection, path: path)
    let spaces = try CollectionList.spaces(connection, schema)
    var owners: [String] = []
    func column(_ name: String) -> String { schema.column(name, of: .collections) }
    let statement = try connection.prepare(
      """
      SELECT id, name, dimension, \(column("database_id")), \(column("config_json_str")),
      \(column("schema_str")) FROM collections
      """)
    while try statement.step() {
      let id = try statement.text(at: 0)
      let texts = try (3...5).map { try statement.optionalText(at: $0) }
      let settings = try CollectionSettings(configuration: texts[1], schema: texts[2], path)
      owners.append(texts[0] ?? "")
      let name = try statement.text(at: 1)
      collections.append(
        ChromaCollection(
          id: id, name: name, shownName: name,
          dimensions: try dimensions(statement.optionalInteger(at: 2), of: name),
          space: try space(settings, spaces[ExactText(id)], of: name),
          embeddingModel: settings.embeddingModel, rowSegment: segments.rows[ExactText(id)],
          vectorSegment: segments.vectors[ExactText(id)]))
      guard collections.count <= CollectionList.countLimit else {
        throw FormatError(
          .tooLarge, path, "there are more than \(CollectionList.countLimit) collections")
      }
    }
    try tellApart(owners, try CollectionList.databases(connection, schema))
    let sorted = zip(collections.map { Array($0.shownName.utf8) }, collections)
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }
    collections = sorted.map(\.1)
  }

  /// Names are unique in a database; the default one is what a store of one tenant has.
  private mutating func tellApart(_ owners: [String], _ databases: [String: String])
    throws(FormatError)
  {
    let names = Dictionary(grouping: collections.indices) { ExactText(collections[$0].name) }
    for places in names.values where places.count > 1 {
      for place in places {
        collections[place].shownName =
          (databases[owners[place]] ?? owners[place]) + "/" + collections[place].name
      }
    }
    guard Set(collections.map { ExactText($0.shownName) }).count == collections.count else {
      throw FormatError(.corrupt, path, "two collections have one name")
    }
  }

  private func dimensions(_ number: Int64?, of name: String) throws(FormatError) -> Int? {
    guard let number else { return nil }
    guard (1...1_000_000).contains(number) else {
      throw FormatError(.corrupt, path, "the collection \"\(name)\" has \(number) dimensions")
    }
    return Int(number)
  }

  /// The schema says it where there is one; before that, the metadata, whose word counts more than
  /// a configuration that only repeats the defaults.
  private func space(_ settings: CollectionSettings, _ metadata: String?, of name: String)
    throws(FormatError) -> DistanceSpace
  {
    guard let word = settings.schemaSpace ?? metadata ?? settings.space else { return .l2 }
    guard let space = DistanceSpace(rawValue: word) else {
      throw FormatError(
        .unsupported, path, "the collection \"\(name)\" measures in an unknown space \"\(word)\"")
    }
    return space
  }

  private static func spaces(_ connection: borrowing SQLiteConnection, _ schema: Schema) throws
    -> [ExactText: String]
  {
    guard schema.has(.collectionMetadata) else { return [:] }
    let statement = try connection.prepare(
      "SELECT collection_id, str_value FROM collection_metadata WHERE key = 'hnsw:space'")
    var spaces: [ExactText: String] = [:]
    while try statement.step() {
      spaces[ExactText(try statement.text(at: 0))] = try statement.optionalText(at: 1)
    }
    return spaces
  }

  /// Tenant and name by id.
  private static func databases(_ connection: borrowing SQLiteConnection, _ schema: Schema) throws
    -> [String: String]
  {
    guard schema.has(.databases) else { return [:] }
    let statement = try connection.prepare("SELECT id, tenant_id, name FROM databases")
    var names: [String: String] = [:]
    while try statement.step() {
      names[try statement.text(at: 0)] = try statement.text(at: 1) + "/" + statement.text(at: 2)
    }
    return names
  }
}

/// Which segments are whose.
private struct SegmentList {
  private(set) var rows: [ExactText: String] = [:]
  private(set) var vectors: [ExactText: String] = [:]

  init(_ connection: borrowing SQLiteConnection, path: String) throws {
    let statement = try connection.prepare("SELECT id, scope, collection FROM segments")
    while try statement.step() {
      guard !statement.isNull(at: 2) else { continue }
      let (id, owner) = (try statement.text(at: 0), ExactText(try statement.text(at: 2)))
      let other: String?
      switch try statement.text(at: 1) {
      case "METADATA": other = rows.updateValue(id, forKey: owner)
      case "VECTOR": other = vectors.updateValue(id, forKey: owner)
      default: other = nil
      }
      if let other {
        throw FormatError(
          .corrupt, path, "the segments \(other) and \(id) are the same part of one collection")
      }
    }
  }
}

extension SQLiteStatement {
  borrowing func optionalText(at index: Int) throws(SQLiteError) -> String? {
    isNull(at: index) ? nil : try text(at: index)
  }

  borrowing func optionalInteger(at index: Int) throws(SQLiteError) -> Int64? {
    isNull(at: index) ? nil : try int64(at: index)
  }
}
