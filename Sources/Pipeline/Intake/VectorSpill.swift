public import Host
public import Model

/// Lays the vectors of rows down in a file as they come by.
struct VectorSpill {
  /// Nil: nobody wants them.
  let folder: String?
  private(set) var file: FloatFile?
  private let lane = BlockingLane(label: "vectors")

  init(folder: String?) {
    self.folder = folder
  }

  /// All rows have a vector of the same length; that has been checked.
  mutating func append(_ batch: IntakeBatch) async throws {
    guard let folder, batch.dimensions > 0 else { return }
    do throws(SystemError) {
      try await append(batch.vectors, dimensions: batch.dimensions, folder)
    } catch {
      throw ScratchError(cause: error)
    }
  }

  private mutating func append(
    _ all: [Float], dimensions: Int, _ folder: String
  ) async throws(SystemError) {
    let file: FloatFile
    if let known = self.file {
      file = known
    } else {
      file = try await lane.run { () throws(SystemError) in
        try FloatFile(folder: folder, dimensions: dimensions)
      }
    }
    try await lane.run { () throws(SystemError) in try file.append(all) }
    self.file = file
  }
}

/// There is no room outside memory for what must not be in memory.
public struct ScratchError: Error, Hashable, Sendable, CustomStringConvertible {
  public let cause: SystemError

  public var description: String { "\(sentence); \(hints[0])" }
}

extension ScratchError: ExplainedError {
  public var word: String { "no_scratch" }

  public var sentence: String {
    "cannot set aside the vectors that a dedupe rule compares: \(cause)"
  }

  public var hints: [String] {
    ["set TMPDIR to a folder on a disk that has room for all of them"]
  }
}
