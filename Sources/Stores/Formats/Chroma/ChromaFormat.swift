internal import Host
public import Model
internal import StoreBytes

/// Tells Chroma's folders from other stores by their content.
public struct ChromaFormat: FormatReader {
  public let format = StoreFormat.chroma

  public init() {}

  /// A database under Chroma's usual name is taken for one of Chroma's, because opening it explains
  /// best what is wrong with it; any other must have Chroma's tables.
  public func claim(_ version: StoreVersion) async -> FormatClaim? {
    if let names = AncientStore.names(in: version) { return FormatClaim(.chroma, files: names) }
    guard let file = try? await ChromaFormat.database(in: version) else { return nil }
    return FormatClaim(.chroma, files: StoreLayout(file, in: version).names)
  }

  public func open(_ version: StoreVersion, _ selection: RowSelection) async throws
    -> any StoreReader
  {
    guard AncientStore.names(in: version) == nil else { throw AncientStore.refusal(version) }
    guard let file = try await ChromaFormat.database(in: version) else {
      throw FormatError(
        .wrongContent, version.name, "there is no database of Chroma in it",
        hints: ["name the folder that holds chroma.sqlite3"])
    }
    let layout = StoreLayout(file, in: version)
    let database = try await StoreDatabase.open(layout)
    let collections = try await database.read { connection in
      try CollectionList(connection, database.schema, path: file.path).collections
    }
    let chosen = try ChromaFormat.chosen(selection.collection, of: collections, version)
    return ChromaSource(version, layout, database, all: collections, chosen: chosen)
  }

  private static func chosen(
    _ name: String?, of collections: [ChromaCollection], _ version: StoreVersion
  ) throws(FormatError) -> [ChromaCollection] {
    guard let name else { return collections }
    let chosen = collections.filter { $0.shownName.utf8.elementsEqual(name.utf8) }
    guard chosen.isEmpty else { return chosen }
    let names = collections.prefix(20).map { "\"\($0.shownName)\"" }.joined(separator: ", ")
    throw FormatError(
      .noSuchCollection, version.name, "there is no collection \"\(name)\" in it",
      hints: [names.isEmpty ? "it holds no collection at all" : "it holds \(names)"])
  }

  // MARK: - Finding the database

  /// More files than this are not looked into one by one.
  private static let searchLimit = 64

  private static func database(in version: StoreVersion) async throws -> StoreFile? {
    let lane = BlockingLane(label: "chroma")
    let found = await lane.run { version.files.filter(looksLikeDatabase) }
    let named = found.filter { isUsuallyNamed($0) }
    if named.count == 1 { return named.first }
    guard named.isEmpty else {
      throw FormatError(
        .wrongContent, version.name,
        "there are several databases: "
          + named.prefix(3).map(\.name).joined(separator: ", "),
        hints: ["name the folder of one of them"])
    }
    var fitting: [StoreFile] = []
    for file in found.prefix(searchLimit) {
      let layout = StoreLayout(file, in: version)
      if (try? await StoreDatabase.open(layout)) != nil { fitting.append(file) }
    }
    return fitting.count == 1 ? fitting.first : nil
  }

  private static func isUsuallyNamed(_ file: StoreFile) -> Bool {
    file.name.split(separator: "/").last.map { $0 == StoreLayout.usualName } ?? false
  }

  /// "SQLite format 3" and a zero byte.
  private static let magic = Array("SQLite format 3\0".utf8)

  private static func looksLikeDatabase(_ file: StoreFile) -> Bool {
    guard file.size >= 100, let pinned = try? PinnedFile(file) else { return false }
    return (try? pinned.read(at: 0, count: magic.count)) == magic
  }
}

/// The folder of a version before 0.4: known, and not read.
enum AncientStore {
  private static let tables = ["chroma-collections.parquet", "chroma-embeddings.parquet"]

  static func names(in version: StoreVersion) -> [String]? {
    let names = version.files.map(\.name)
    guard tables.allSatisfy(names.contains) else { return nil }
    return names
  }

  static func refusal(_ version: StoreVersion) -> FormatError {
    FormatError(
      .unsupported, version.name,
      "Chroma before 0.4 wrote it (chroma-embeddings.parquet); such stores are not read",
      hints: [
        "bring it up to date with `chroma-migrate`", "or read chroma-embeddings.parquet alone",
      ])
  }
}
