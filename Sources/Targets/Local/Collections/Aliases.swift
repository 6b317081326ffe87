internal import SQLite

/// The names under which readers find a collection.
enum Aliases {
  static func all(_ connection: borrowing SQLiteConnection) throws -> [String: String] {
    let statement = try connection.prepare(
      """
      SELECT aliases.name, collections.name FROM aliases
      JOIN collections ON collections.id = aliases.collection
      """)
    var aliases: [String: String] = [:]
    while try statement.step() { aliases[try statement.text(at: 0)] = try statement.text(at: 1) }
    return aliases
  }

  static func exists(_ name: String, _ connection: borrowing SQLiteConnection) throws -> Bool {
    let statement = try connection.prepare("SELECT 1 FROM aliases WHERE name = ?1")
    try statement.bind(name, at: 1)
    return try statement.step()
  }

  /// The names of the aliases of a collection, sorted.
  static func names(
    of collection: StoredCollection, _ connection: borrowing SQLiteConnection
  ) throws -> [String] {
    let statement = try connection.prepare(
      "SELECT name FROM aliases WHERE collection = ?1 ORDER BY name")
    try statement.bind(collection.id, at: 1)
    var names: [String] = []
    while try statement.step() { names.append(try statement.text(at: 0)) }
    return names
  }

  static func point(
    _ name: String, to collection: StoredCollection, _ connection: borrowing SQLiteConnection
  ) throws {
    try CollectionName.check(name)
    guard try StoredCollection.find(name, connection) == nil else {
      throw Refusal(
        .aliasConflict, "there is a collection \(name), so no alias can have that name",
        hint: "give the alias another name")
    }
    let statement = try connection.prepare("INSERT OR REPLACE INTO aliases VALUES (?1, ?2)")
    try statement.bind(name, at: 1)
    try statement.bind(collection.id, at: 2)
    try statement.run()
  }
}

/// What may be the name of a collection or an alias: as in Qdrant.
enum CollectionName {
  static func check(_ name: String) throws {
    let forbidden = Set("<>:\"/\\|?*\u{0}\u{1F}".unicodeScalars)
    let isGood =
      !name.isEmpty && name.utf8.count <= 255
      && !name.unicodeScalars.contains { forbidden.contains($0) }
    guard isGood else {
      throw Refusal(
        .badCollection, "\"\(name)\" cannot be the name of a collection or an alias",
        hint: "use 1 to 255 bytes without < > : \" / \\ | ? *")
    }
  }
}
