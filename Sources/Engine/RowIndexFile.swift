internal import Crypto
internal import Desired
internal import Host
internal import Model

/// The row index of one owner in the cache folder. A cache that cannot be read or written only costs
/// time, so nothing here is an error.
struct RowIndexFile: Sendable {
  private let path: String
  private let lane = BlockingLane(label: "row index")

  init(folder: String, owner: String) {
    path = "\(folder)/\(SHA256.hash(Array(owner.utf8)).description.prefix(32)).rows"
  }

  func read(key: String) async -> DesiredSet? {
    await lane.run { [path] in
      var reader = RowIndexReader(key: key)
      do {
        try Files.stream(path) { reader.take($0) }
      } catch {
        return nil
      }
      return reader.finish()
    }
  }

  func write(_ set: DesiredSet, key: String) async {
    await lane.run { [path] in
      guard (try? Files.makeFolders(Files.parent(of: path), mode: 0o700)) != nil,
        let file = try? AtomicFile(path, mode: 0o600)
      else { return }
      do {
        try RowIndex.write(set, key: key) { try file.write($0) }
        try file.commit()
      } catch {}
    }
  }
}
