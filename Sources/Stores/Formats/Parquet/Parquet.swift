// Parquet: tables of columns, as pandas, polars, datasets and exporters write them.
//
// It is given the .parquet files of a store, in the order of their names, and hands over their rows. The
// columns for id, text, vector and metadata are found by their usual names and by their types; the only
// column of lists of floats is the vector, whatever its name. All other columns are metadata: dates and
// times as ISO 8601, decimals and UUIDs as text, bytes as base64, numbers that are not finite as null.
// Pages are unpacked one at a time, so a file of any size needs a page of each column.
internal import Host
public import Model
internal import StoreBytes

/// Tells Parquet from other files by its first and last bytes.
public struct ParquetFormat: FormatReader {
  public let format = StoreFormat.parquet

  /// What a folder of vector-io has beside its tables.
  static let exportNote = "VDF_META.json"

  public init() {}

  public func claim(_ version: StoreVersion) async -> FormatClaim? {
    let lane = BlockingLane(label: "parquet")
    let names = await lane.run {
      version.files.filter { ParquetFormat.isParquet($0) }.map(\.name)
    }
    guard !names.isEmpty else { return nil }
    let notes = version.files.map(\.name).filter {
      $0.split(separator: "/").last == "VDF_META.json"
    }
    return FormatClaim(.parquet, files: names + notes)
  }

  public func open(_ version: StoreVersion, _ selection: RowSelection) async throws
    -> any StoreReader
  {
    let lane = BlockingLane(label: "parquet")
    let tables = try await lane.run { () throws(FormatError) in
      try ParquetTables(version, collection: selection.collection)
    }
    return ParquetSource(version, tables, lane)
  }

  static let mark = Array("PAR1".utf8)
  /// The same with an encrypted footer.
  static let encryptedMark = Array("PARE".utf8)

  static func isParquet(_ file: StoreFile) -> Bool {
    guard let pinned = try? PinnedFile(file), pinned.size >= 4,
      let head = try? pinned.read(at: 0, count: 4)
    else { return false }
    return head == mark || head == encryptedMark
  }
}
