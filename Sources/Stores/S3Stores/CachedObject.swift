internal import Host
internal import S3

/// One object of a bucket, pinned, with as much of it on this machine as was asked for.
///
/// Its file has the full size from the start and holes where nothing was fetched. Two processes may
/// fill it at once: they write the same bytes. `ensure` blocks.
final class CachedObject: Sendable {
  struct State: Sendable {
    /// Nil until what earlier processes left was checked.
    var parts: RangeSet?
    var isWhole = false
    /// Where the last request ended: whoever reads on is served ahead.
    var end: UInt64 = 0
    var ahead: UInt64 = 0
    /// Which state of the object it is; found out before the first byte where the catalog does not say.
    var tag: ObjectTag?
    /// Not everybody who may read objects may also read their versions.
    var mayNameVersion = true
  }

  static let block: UInt64 = 8 << 20

  let path: String
  let folder: String
  let pin: ObjectPin
  let bucket: Bucket
  let log: PartLog
  let state: Locked<State>
  /// Held as long as somebody may read the file, so that nobody clears it away.
  private let use: SharedFile

  init(_ pin: ObjectPin, in bucket: Bucket, folder: String) throws {
    self.pin = pin
    self.bucket = bucket
    self.folder = folder
    path = folder + "/bytes/" + pin.baseName
    use = try CachedObject.entered(folder)
    log = try PartLog(folder + "/parts")
    state = Locked(State(tag: CachedObject.tag(of: pin, folder)))
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

  /// Hears how many bytes are here; an error of it ends the fetch.
  typealias Watch = (UInt64) throws -> Void

  /// Returns when all bytes are in the file, which is then compared with its digest. What came until
  /// `watch` ended it stays.
  func ensureWhole(_ watch: Watch = { _ in }) throws {
    guard try !isWhole() else { return }
    try fill(watch)
  }

  /// Returns when these bytes are in the file; the whole file is also compared with its digest.
  func ensure(_ range: Range<UInt64>) throws {
    if range == 0..<pin.size { return try ensureWhole() }
    guard try !isWhole() else { return }
    let wanted = state.withLock { state -> Range<UInt64> in
      let goesOn = range.lowerBound == state.end
      state.ahead = goesOn ? min(max(2 * state.ahead, 64 << 10), 2 * CachedObject.block) : 0
      state.end = range.upperBound
      return range.lowerBound..<min(range.upperBound + state.ahead, pin.size)
    }
    guard try !parts().missing(range).isEmpty else { return }
    try fetchOrFill(try parts().missing(wanted))
  }

  /// The same for ranges that are known beforehand: exactly these, as many at a time as may be.
  func ensure(_ ranges: [Range<UInt64>]) throws {
    guard try !isWhole() else { return }
    let parts = try parts()
    try fetchOrFill(ranges.flatMap { parts.missing($0) })
    state.withLock { $0.end = ranges.last?.upperBound ?? $0.end }
  }

  /// An object that is no longer the one in the catalog may still have its bytes, as a copied one has:
  /// the digest of all of them tells.
  private func fetchOrFill(_ ranges: [Range<UInt64>]) throws {
    do { try fetch(ranges) } catch let error as S3Error {
      guard isElsewhere(error) else { throw error }
      try fill { _ in }
    }
  }

  private func isElsewhere(_ error: S3Error) -> Bool {
    let isAnother = [.changed, .noObject, .refused].contains(error.code)
    return isAnother && pin.sha256 != nil && state.withLock { $0.tag } != nil
  }

  /// One process fills a file at a time; the others wait, and find it done.
  private func fill(_ watch: Watch) throws {
    let lock = try SharedFile(folder + "/fill")
    try lock.lock(.exclusive)
    defer { lock.unlock() }
    guard try !isWhole() else { return }
    state.withLock { $0.parts = nil }
    if try !fetchedAndProved(watch) {
      // Bytes that were spoilt on the way, or an object that was copied here with another tag.
      try forget()
      guard try fetchedAndProved(watch) else {
        try forget()
        throw S3Error(
          .wrongBytes, "read \(bucket.name(of: pin.key))",
          "its bytes have another SHA-256 than the catalog says")
      }
    }
    try markWhole()
  }

  /// False where the bytes are not those that the catalog has a digest of.
  private func fetchedAndProved(_ watch: Watch) throws -> Bool {
    let missing = try parts().missing(0..<pin.size)
    try watch(here)
    do {
      guard let sha256 = pin.sha256 else {
        try fetch(missing) { try watch(here) }
        try watch(here)
        return true
      }
      var proof = Proof(try OpenFile(path))
      try fetch(missing) {
        try watch(here)
        try proof.advance(to: frontier)
      }
      try watch(here)
      try proof.advance(to: pin.size)
      return proof.digits() == sha256
    } catch let error as S3Error {
      guard isElsewhere(error) else { throw error }
      return false
    }
  }

  /// Up to where all bytes are there.
  private var frontier: UInt64 {
    state.withLock { state in
      state.parts?.ranges.first.map { $0.lowerBound == 0 ? $0.upperBound : 0 } ?? 0
    }
  }

  private var here: UInt64 {
    state.withLock { $0.parts?.ranges.reduce(0) { $0 + UInt64($1.count) } ?? 0 }
  }

  private func forget() throws {
    try log.clear()
    try Files.removeTree(folder + "/tag")
    state.withLock { state in
      state.parts = RangeSet()
      state.tag = nil
    }
  }

  func parts() throws -> RangeSet {
    if let parts = state.withLock({ $0.parts }) { return parts }
    let found = try log.verified(try OpenFile(path), size: pin.size)
    return state.withLock { state in
      let parts = state.parts ?? found
      state.parts = parts
      return parts
    }
  }
}

// What outlives the process.
extension CachedObject {
  /// Whether all of it was fetched and proved, by whomever. Nothing is flushed for that: after the
  /// machine has started anew, the bytes are proved once more.
  private func isWhole() throws -> Bool {
    if state.withLock({ $0.isWhole }) { return true }
    guard let mark = try? Files.read(folder + "/whole", limit: 4096), try mark == wholeMark()
    else { return false }
    state.withLock { $0.isWhole = true }
    return true
  }

  private func markWhole() throws {
    if Boot.id() == nil { try SharedFile(path).flush() }
    try Files.replace(folder + "/whole", with: wholeMark(), mode: 0o600)
    state.withLock { $0.isWhole = true }
  }

  private func wholeMark() throws -> [UInt8] {
    Array("\(try Files.identity(path)) \(Boot.id() ?? "flushed")".utf8)
  }

  /// The state that the catalog or an earlier process has pinned.
  private static func tag(of pin: ObjectPin, _ folder: String) -> ObjectTag? {
    let bytes = (try? Files.read(folder + "/tag", limit: 4096)) ?? []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    let seen = lines.first.map { ObjectTag(etag: $0, version: lines.count > 1 ? lines[1] : nil) }
    guard let etag = pin.etag else { return seen }
    return ObjectTag(etag: etag, version: pin.version)
  }

  func keep(_ tag: ObjectTag) throws {
    let text = tag.etag + "\n" + (tag.version.map { $0 + "\n" } ?? "")
    try Files.replace(folder + "/tag", with: Array(text.utf8), mode: 0o600)
  }
}
