internal import Model
internal import StoreBytes

/// The tables of one store, with the places of their rows.
struct ParquetTables: Sendable {
  var tables: [Table] = []
  var rows = 0
  /// Where a folder of vector-io holds several indexes, their names; else empty.
  var collections: [String] = []
  var files: [PinnedFile] { tables.map(\.file) }

  struct Table: Sendable {
    let file: PinnedFile
    let footer: TableFooter
    let shape: RowShape
    /// The position of the first row.
    let start: Int
    let collection: String?
  }

  init(_ version: StoreVersion, collection: String?) throws(FormatError) {
    let named = version.files.filter {
      ParquetFormat.isParquet($0) || $0.name.hasSuffix(".parquet")
    }
    .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    guard !named.isEmpty else {
      throw FormatError(.wrongContent, version.name, "there is no Parquet file in it")
    }
    let indexes = ParquetTables.indexes(version, named)
    if let collection, !indexes.values.contains(collection) {
      throw FormatError.noSuchCollection(
        collection, in: version, held: Set(indexes.values).sorted())
    }
    collections = Set(indexes.values).sorted()
    for file in named where collection == nil || indexes[file.name] == collection {
      let pinned = try PinnedFile(file)
      let footer = try TableFooter.read(pinned)
      let fields = try SchemaTree.fields(footer.schema, in: file.path)
      let leaves = fields.flatMap(\.leaves)
      guard footer.groups.allSatisfy({ $0.chunks.count == leaves.count }) else {
        throw FormatError(
          .corrupt, file.path, "its schema has \(leaves.count) columns, its groups have others")
      }
      tables.append(
        Table(
          file: pinned, footer: footer, shape: try RowShape(fields, in: file.path), start: rows,
          collection: indexes[file.name]))
      let (sum, isTooLarge) = rows.addingReportingOverflow(footer.rows)
      guard !isTooLarge, sum <= Int(Int32.max) else {
        throw FormatError(.tooLarge, file.path, "the store announces \(footer.rows) rows")
      }
      rows = sum
    }
  }

  /// The index of each file, where vector-io exported several: the first folder of its name.
  private static func indexes(_ version: StoreVersion, _ files: [StoreFile]) -> [String: String] {
    guard version.files.contains(where: { $0.name == ParquetFormat.exportNote }) else { return [:] }
    var indexes: [String: String] = [:]
    for file in files {
      let parts = file.name.split(separator: "/")
      if parts.count > 1 { indexes[file.name] = String(parts[0]) }
    }
    return Set(indexes.values).count > 1 ? indexes : [:]
  }
}
