internal import Crypto
internal import Dedupe
internal import FileStores
internal import Host
internal import Intake
internal import Model
internal import RowIndexes

/// The rows that dedupe leaves of a folder, written down as a store of their own.
///
/// Where every row has one dense vector without a name, that is an array of float32 with the rest of
/// the rows as JSON Lines beside it, of which an apply fetches no more vectors than it sends; else all
/// of a row is a line. Both keep every bit.
struct SurvivorFolder {
  let path: String
  let report: DedupeReport
  /// What it was made from.
  let source: StoreReport
  /// What whoever reads the folder must find.
  let rows: WrittenRows

  /// The folder is in `scratch`, and whoever asked for it removes it.
  static func made(
    of folder: String, collection: String?, by manifest: Manifest, scratch: String,
    progress: any ProgressSink
  ) async throws -> SurvivorFolder {
    let version = try await FileStore.pinned(at: folder)
    let rows = try await Registry.rows(version, RowSelection(collection: collection))
    let source = try await rows.inspect(full: false)
    try check(source, folder, collection)
    let candidates = try await RowIntake(manifest, version: version).candidates(
      from: rows, expectedRows: source.rows, scratch: scratch, progress: progress)
    let survivors = try await Deduplication(manifest.dedupe).survivors(
      of: candidates, progress: progress)
    let path = "\(scratch)/plumb-\(Hex.text(Random.bytes(8))).survivors"
    do {
      let written = try await write(
        survivors.kept, of: rows, count: candidates.points.count, to: path, folder, progress)
      return SurvivorFolder(path: path, report: survivors.report, source: source, rows: written)
    } catch {
      try? Files.removeTree(path)
      throw error
    }
  }

  func remove() { try? Files.removeTree(path) }

  private static func check(
    _ source: StoreReport, _ folder: String, _ collection: String?
  ) throws(PublicationError) {
    guard source.isLossless else {
      throw .unsound(
        folder, "its vectors are approximate, and would be written down as if they were exact")
    }
    guard collection != nil || source.collections.count < 2 else {
      throw .severalCollections(folder, source.collections)
    }
  }

  private static func write(
    _ kept: ContiguousArray<Int32>, of rows: any RowSource, count: Int, to path: String,
    _ folder: String, _ progress: any ProgressSink
  ) async throws -> WrittenRows {
    do {
      return try await write(kept, of: rows, count: count, as: .arrays, to: path, folder, progress)
    } catch is SurvivorFiles.NoArray {
      try Files.removeTree(path)
      return try await write(kept, of: rows, count: count, as: .lines, to: path, folder, progress)
    }
  }

  private static func write(
    _ kept: ContiguousArray<Int32>, of rows: any RowSource, count: Int,
    as layout: SurvivorFiles.Layout, to path: String, _ folder: String,
    _ progress: any ProgressSink
  ) async throws -> WrittenRows {
    progress.begin("writing the rows that stay", total: kept.count)
    defer { progress.end() }
    var files = try await SurvivorFiles(path, layout, rows: kept.count)
    var number = 0
    var next = 0
    try await rows.read { batch in
      try Task.checkCancellation()
      var stay: [SourceRow] = []
      for var row in batch {
        defer { number += 1 }
        guard next < kept.count, Int(kept[next]) == number else { continue }
        row.position = next
        row.collection = nil
        next += 1
        stay.append(row)
      }
      try await files.append(stay)
      progress.advance(by: stay.count)
    }
    guard number == count, next == kept.count else { throw PublicationError.changed(folder) }
    return files.rows
  }
}
