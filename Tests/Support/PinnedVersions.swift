import Host
import Model

extension StoreScratch {
  /// A pinned version of all files of this folder, or of those with these names.
  public func pinned(_ names: [String]? = nil) throws -> StoreVersion {
    let files = try (names ?? Files.list(path)).map { name in
      let facts = try Files.facts(path + "/" + name)
      return StoreFile(
        name: name, path: path + "/" + name, size: facts.size, identity: facts.identity)
    }
    return StoreVersion(name: "s", files: files)
  }
}

extension RowSource {
  /// Every row, which only tests may hold all at once.
  public func allRows() async throws -> [SourceRow] {
    var rows: [SourceRow] = []
    try await read { rows += $0 }
    return rows
  }
}
