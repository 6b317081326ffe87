public import Host
public import Model

/// One file of a store version, open for reading at any place. Its calls block: make them on a lane.
///
/// It reads and does not map: a mapped file that somebody cuts short ends the process, and its pages
/// would count as memory.
public final class PinnedFile: Sendable {
  public let file: StoreFile
  private let open: OpenFile
  /// What the machine said of the file when it was opened.
  private let identity: String
  /// Once it is raised, nothing is read any more.
  private let flag: CancellationFlag?

  public var path: String { file.path }
  public var size: UInt64 { file.size }

  /// Opens the file and makes sure that it is still what was pinned.
  public init(_ file: StoreFile, until flag: CancellationFlag? = nil) throws(FormatError) {
    self.file = file
    self.flag = flag
    do throws(SystemError) {
      open = try OpenFile(file.path)
      let facts = try open.facts()
      identity = facts.identity
      guard facts.size == file.size, !PinnedFile.isOther(facts.identity, than: file.identity)
      else { throw SystemError("read", file.path, number: 0) }
    } catch {
      throw error.number == 0 ? PinnedFile.changed(file.path) : FormatError(error)
    }
  }

  /// Exactly these bytes, which must lie inside the file.
  public func read(at offset: UInt64, count: Int) throws(FormatError) -> [UInt8] {
    try require(offset, count)
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try open.read(at: offset, count: count) } catch {
      throw FormatError(error)
    }
    guard bytes.count == count else { throw PinnedFile.changed(path) }
    return bytes
  }

  /// Little-endian float32 values, straight from the file into the array.
  public func floats(at offset: UInt64, count: Int) throws(FormatError) -> [Float] {
    guard count >= 0, count <= Int.max / 4 else { throw pastEnd(offset, count) }
    try require(offset, 4 * count)
    let floats: [Float]
    do throws(SystemError) { floats = try open.floats(at: offset, count: count) } catch {
      throw FormatError(error)
    }
    guard floats.count == count else { throw PinnedFile.changed(path) }
    return floats
  }

  /// Brings every byte to this machine, for a library that reads the file by its path.
  public func fetchWhole() throws(FormatError) {
    try require(0, Int(clamping: size))
  }

  /// Has these ascending ranges brought here, several at a time, before they are read.
  public func prepare(_ ranges: [Range<UInt64>]) throws(FormatError) {
    guard let supply = file.supply, ranges.count > 1, let last = ranges.last else { return }
    guard last.upperBound <= size else { throw pastEnd(last.lowerBound, last.count) }
    do { try supply.ensure(ranges) } catch {
      throw error as? FormatError ?? FormatError(supply: error, path)
    }
  }

  /// Fails where the file, or what its path leads to, is no longer what was opened.
  public func check() throws(FormatError) {
    let now: [String]
    do throws(SystemError) { now = [try open.facts().identity, try Files.identity(path)] } catch {
      guard error.isMissing else { throw FormatError(error) }
      throw PinnedFile.changed(path)
    }
    // A file that is filled while it is read changes by that; its bytes are guarded where they come from.
    guard file.supply != nil || now == [identity, identity] else { throw PinnedFile.changed(path) }
  }

  private func require(_ offset: UInt64, _ count: Int) throws(FormatError) {
    guard count >= 0, offset <= size, UInt64(count) <= size - offset else {
      throw pastEnd(offset, count)
    }
    if let flag, flag.isRaised {
      throw FormatError(.unreadable, path, offset: offset, "reading was stopped here")
    }
    guard let supply = file.supply else { return }
    do { try supply.ensure(offset..<offset + UInt64(count)) } catch {
      throw error as? FormatError ?? FormatError(supply: error, path)
    }
  }

  private func pastEnd(_ offset: UInt64, _ count: Int) -> FormatError {
    FormatError(
      .truncated, path, offset: offset,
      "expected \(count) bytes here, but the file ends after \(size) bytes")
  }

  /// An object's version in an object store says nothing about the file on this machine.
  private static func isOther(_ identity: String, than pinned: String) -> Bool {
    pinned.hasPrefix(FileFacts.prefix) && pinned != identity
  }

  private static func changed(_ path: String) -> FormatError {
    FormatError(
      .changed, path,
      "the store changed while being read; publish a new version instead of changing the files of "
        + "an old one")
  }
}

extension FormatError {
  init(supply error: any Error, _ path: String) {
    let explained = error as? any ExplainedError
    self.init(
      .unreadable, path, explained?.sentence ?? "\(error)", hints: explained?.hints ?? [])
  }

  init(_ error: SystemError) {
    self.init(.unreadable, error.subject, "\(error.attempt) failed: \(error.reason)")
  }
}
