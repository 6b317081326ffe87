internal import Crypto
internal import Dispatch
internal import Host
internal import S3

/// One object of a bucket, pinned, with as much of it on this machine as was asked for.
///
/// Its file has the full size from the start and holes where nothing was fetched. Two processes may
/// fill it at once: they write the same bytes. `ensure` blocks.
final class CachedObject: Sendable {
  private struct State: Sendable {
    /// Nil until what earlier processes left was checked.
    var parts: RangeSet?
    var isWhole = false
    /// Where the last request ended: whoever reads on is served ahead.
    var end: UInt64 = 0
    var ahead: UInt64 = 0
    /// The object's tag, from the first answer on where the catalog has none.
    var etag: String?
  }

  static let block: UInt64 = 8 << 20
  private static let width = 8

  let path: String
  private let folder: String
  private let pin: ObjectPin
  private let bucket: Bucket
  private let state: Locked<State>
  /// Held as long as somebody may read the file, so that nobody clears it away.
  private let use: SharedFile

  init(_ pin: ObjectPin, in bucket: Bucket, folder: String) throws {
    self.pin = pin
    self.bucket = bucket
    self.folder = folder
    path = folder + "/bytes/" + pin.baseName
    use = try CachedObject.entered(folder)
    let seen = try? Files.read(folder + "/etag", limit: 4096)
    state = Locked(State(etag: pin.etag ?? seen.map { String(decoding: $0, as: UTF8.self) }))
    let isThere = (try? Files.facts(path))?.size == pin.size
    if !isThere { try SharedFile(path).setSize(pin.size) }
  }

  /// Somebody may be clearing the folder away while it is entered; then it is made again.
  private static func entered(_ folder: String) throws -> SharedFile {
    while true {
      try Files.makeFolders(folder + "/bytes", mode: 0o700)
      let use = try SharedFile(folder + "/use")
      try use.lock(.shared)
      use.touch()
      if Files.exists(folder + "/use"), Files.exists(folder + "/bytes") { return use }
    }
  }

  /// Returns when these bytes are in the file; the whole file is also compared with its digest.
  func ensure(_ range: Range<UInt64>) throws {
    guard try !isWhole() else { return }
    if range == 0..<pin.size { return try fill() }
    let wanted = state.withLock { state -> Range<UInt64> in
      let goesOn = range.lowerBound == state.end
      state.ahead = goesOn ? min(max(2 * state.ahead, 64 << 10), 2 * CachedObject.block) : 0
      state.end = range.upperBound
      return range.lowerBound..<min(range.upperBound + state.ahead, pin.size)
    }
    guard try !parts().missing(range).isEmpty else { return }
    try fetch(try parts().missing(wanted))
  }

  /// The same for ranges that are known beforehand: exactly these, as many at a time as may be.
  func ensure(_ ranges: [Range<UInt64>]) throws {
    guard try !isWhole() else { return }
    let parts = try parts()
    try fetch(ranges.flatMap { parts.missing($0) })
    state.withLock { $0.end = ranges.last?.upperBound ?? $0.end }
  }

  /// Whether an earlier reader has fetched and proved all of it.
  private func isWhole() throws -> Bool {
    if state.withLock({ $0.isWhole }) { return true }
    guard let mark = try? Files.read(folder + "/whole", limit: 4096),
      mark == Array(try Files.identity(path).utf8)
    else { return false }
    state.withLock { $0.isWhole = true }
    return true
  }

  private var log: PartLog { PartLog(path: folder + "/parts") }

  private func parts() throws -> RangeSet {
    if let parts = state.withLock({ $0.parts }) { return parts }
    let found = try log.verified(try OpenFile(path), size: pin.size)
    return state.withLock { state in
      let parts = state.parts ?? found
      state.parts = parts
      return parts
    }
  }

  /// One process fills a file at a time; the others wait, and find it done.
  private func fill() throws {
    let lock = try SharedFile(folder + "/fill")
    try lock.lock(.exclusive)
    defer { lock.unlock() }
    guard try !isWhole() else { return }
    state.withLock { $0.parts = nil }
    if try !fetchedAndProved() {
      // Bytes that were spoilt on the way, or an object that was copied here with another tag.
      try forget()
      guard try fetchedAndProved() else {
        try forget()
        throw S3Error(
          .wrongBytes, "read \(bucket.name(of: pin.key))",
          "its bytes have another SHA-256 than the catalog says")
      }
    }
    try SharedFile(path).flush()
    try Files.replace(
      folder + "/whole", with: Array(try Files.identity(path).utf8), mode: 0o600)
    state.withLock { $0.isWhole = true }
  }

  /// False where the bytes are not those that the catalog has a digest of.
  private func fetchedAndProved() throws -> Bool {
    do { try fetch(try parts().missing(0..<pin.size)) } catch let error as S3Error {
      guard error.code == .changed, pin.sha256 != nil, state.withLock({ $0.etag }) != nil else {
        throw error
      }
      return false
    }
    guard let sha256 = pin.sha256 else { return true }
    var digest = SHA256()
    try Files.stream(path) {
      digest.update($0)
      return true
    }
    return digest.finalize().description == sha256
  }

  private func forget() throws {
    try SharedFile(log.path).setSize(0)
    try Files.removeTree(folder + "/etag")
    state.withLock { state in
      state.parts = RangeSet()
      state.etag = nil
    }
  }

  /// Fetches ranges, several at a time, from the thread that waits for them.
  private func fetch(_ ranges: [Range<UInt64>]) throws {
    guard !ranges.isEmpty else { return }
    let blocks = ranges.flatMap(CachedObject.blocks)
    let result = Locked<Result<Void, any Error>>(.success(()))
    let done = DispatchSemaphore(value: 0)
    // This thread is a lane's own, so that waiting here keeps nobody from working.
    Task { [self] in
      do { try await fetchAll(blocks) } catch { result.withLock { $0 = .failure(error) } }
      done.signal()
    }
    done.wait()
    try result.withLock { $0 }.get()
  }

  private func fetchAll(_ blocks: [Range<UInt64>]) async throws {
    let lane = BlockingLane(label: "object cache")
    let file = try SharedFile(path)
    var rest = blocks[...]
    // Where the tag is not known yet, the first answer pins it for all others.
    if state.withLock({ $0.etag }) == nil, let first = rest.popFirst() {
      try await fetch(first, into: file, lane)
      // Whoever goes on later, after this process, must not mix in another state of the object.
      if let etag = state.withLock({ $0.etag }) {
        try Files.replace(folder + "/etag", with: Array(etag.utf8), mode: 0o600)
      }
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, block) in rest.enumerated() {
        if number >= CachedObject.width { try await group.next() }
        group.addTask { try await self.fetch(block, into: file, lane) }
      }
      try await group.waitForAll()
    }
  }

  private func fetch(_ range: Range<UInt64>, into file: SharedFile, _ lane: BlockingLane)
    async throws
  {
    let etag = state.withLock { $0.etag }
    let part = try await bucket.read(pin.key, range, of: pin.size, etag: etag)
    let log = log
    try await lane.run { () throws(any Error) in
      try file.write(part.bytes, at: range.lowerBound)
      try log.append(range, part.bytes)
    }
    state.withLock { state in
      if state.etag == nil, !part.etag.isEmpty { state.etag = part.etag }
      state.parts?.insert(range)
    }
  }

  private static func blocks(_ range: Range<UInt64>) -> [Range<UInt64>] {
    stride(from: range.lowerBound, to: range.upperBound, by: Int(block)).map {
      $0..<min($0 + block, range.upperBound)
    }
  }
}
