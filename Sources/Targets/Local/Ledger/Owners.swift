internal import SQLite

/// The names of owners, each kept once: a point has only its number.
enum Owners {
  static func names(_ connection: borrowing SQLiteConnection) throws -> [Int64: String] {
    let statement = try connection.prepare("SELECT id, name FROM owners")
    var names: [Int64: String] = [:]
    while try statement.step() { names[try statement.int64(at: 0)] = try statement.text(at: 1) }
    return names
  }

  static func number(of name: String, _ connection: borrowing SQLiteConnection) throws -> Int64? {
    let statement = try connection.prepare("SELECT id FROM owners WHERE name = ?1")
    try statement.bind(name, at: 1)
    return try statement.step() ? try statement.int64(at: 0) : nil
  }

  /// Gives an owner a number the first time.
  static func enter(_ name: String, _ connection: borrowing SQLiteConnection) throws -> Int64 {
    if let number = try number(of: name, connection) { return number }
    let statement = try connection.prepare("INSERT INTO owners (name) VALUES (?1)")
    try statement.bind(name, at: 1)
    try statement.run()
    return connection.lastInsertRowID
  }
}
