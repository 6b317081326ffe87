import Model
import Parquet

/// The reader of Parquet.
enum ParquetTarget: FuzzTarget {
  static func feed(_ bytes: [UInt8], in folder: String) async throws {
    try await proveRows(ParquetFormat(), try version(folder, ["rows.parquet": bytes]))
  }
}
