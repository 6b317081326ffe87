internal import Host
internal import S3

/// The folder of this machine in which objects of buckets are kept.
struct ObjectCache: Sendable {
  let folder: String
  /// Bytes that all objects together may have, those in use aside.
  let limit: UInt64

  func open(_ pin: ObjectPin, in bucket: Bucket, named place: String) throws -> CachedObject {
    try CachedObject(pin, in: bucket, folder: pin.folder(in: folder, bucket: place))
  }

  private struct Kept {
    var folder: String
    var bytes: UInt64
    var used: Int64
  }

  /// Clears away what was not used for the longest time, until the rest keeps the limit. What somebody
  /// uses stays, and whatever cannot be looked at is left alone.
  func trim() {
    var kept = objects()
    var total = kept.reduce(UInt64(0)) { $0 + $1.bytes }
    guard total > limit else { return }
    kept.sort { ($0.used, $0.folder) < ($1.used, $1.folder) }
    for object in kept where total > limit {
      guard let use = try? SharedFile(object.folder + "/use"),
        (try? use.lock(.exclusive, waiting: false)) == true
      else { continue }
      // The mark goes first: without it nothing of the rest is believed.
      try? Files.removeTree(object.folder + "/whole")
      try? Files.removeTree(object.folder + "/parts")
      try? Files.removeTree(object.folder + "/bytes")
      try? Files.removeTree(object.folder)
      total -= object.bytes
    }
  }

  private func objects() -> [Kept] {
    let root = folder + "/objects"
    var kept: [Kept] = []
    for shelf in (try? Files.list(root)) ?? [] {
      for name in (try? Files.list("\(root)/\(shelf)")) ?? [] {
        let folder = "\(root)/\(shelf)/\(name)"
        let files = (try? Files.list(folder + "/bytes")) ?? []
        let bytes = files.reduce(UInt64(0)) {
          $0 + ((try? Files.facts("\(folder)/bytes/\($1)"))?.size ?? 0)
        }
        kept.append(Kept(folder: folder, bytes: bytes, used: Files.modified(folder + "/use") ?? 0))
      }
    }
    return kept
  }
}
