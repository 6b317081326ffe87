internal import Host

/// A new file, to the end of which everything is written that comes.
struct GrowingFile: Sendable {
  private let file: SharedFile
  private var size: UInt64 = 0
  private let lane = BlockingLane(label: "growing file")

  /// It blocks.
  init(_ path: String) throws(SystemError) {
    file = try SharedFile(path)
  }

  mutating func append(_ bytes: [UInt8]) async throws(SystemError) {
    guard !bytes.isEmpty else { return }
    let (file, end) = (file, size)
    try await lane.run { () throws(SystemError) in try file.write(bytes, at: end) }
    size += UInt64(bytes.count)
  }
}
