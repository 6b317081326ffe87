internal import Host
internal import Model
internal import NumPy
internal import RowIndexes
internal import Wire

/// Writes rows into the files of a new folder as they come by.
struct SurvivorFiles {
  enum Layout: Hashable, Sendable {
    /// `vectors.npy`, with the rest in `rows.jsonl`.
    case arrays
    /// `rows.jsonl` alone.
    case lines
  }

  /// A row does not fit into an array.
  struct NoArray: Error {}

  private let layout: Layout
  private let count: Int
  private var lines: GrowingFile
  private var vectors: GrowingFile?
  private var dimensions: Int?
  private(set) var rows = WrittenRows()

  /// `rows` is how many will come.
  init(_ folder: String, _ layout: Layout, rows count: Int) async throws {
    guard layout == .lines || count > 0 else { throw NoArray() }
    self.layout = layout
    self.count = count
    let lane = BlockingLane(label: "survivors")
    do throws(SystemError) {
      (lines, vectors) = try await lane.run { () throws(SystemError) in
        try Files.makeFolder(folder, mode: 0o700)
        let vectors = layout == .arrays ? try GrowingFile(folder + "/vectors.npy") : nil
        return (try GrowingFile(folder + "/rows.jsonl"), vectors)
      }
    } catch {
      throw PublicationError.noRoom(error)
    }
  }

  mutating func append(_ batch: [SourceRow]) async throws {
    var text: [UInt8] = []
    var numbers: [UInt8] = []
    for row in batch {
      if layout == .arrays { try append(row, to: &numbers) }
      RowJSON.append(row, position: false, vectors: layout == .lines, to: &text)
      text.append(0x0A)
      rows.append(row)
    }
    do throws(SystemError) {
      try await lines.append(text)
      try await vectors?.append(numbers)
    } catch {
      throw PublicationError.noRoom(error)
    }
  }

  private mutating func append(_ row: SourceRow, to numbers: inout [UInt8]) throws(NoArray) {
    guard let vector = row.vector, row.vectors == nil, !vector.isEmpty,
      vector.count == dimensions ?? vector.count
    else { throw NoArray() }
    if dimensions == nil {
      dimensions = vector.count
      numbers += ArrayHead.bytes(rows: count, dimensions: vector.count)
    }
    FloatBytes.append(vector, to: &numbers)
  }
}
